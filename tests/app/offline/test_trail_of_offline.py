"""What is signed, answered and rotated is in the audit trail, and no secret with it."""

from tests.app import test_trail
from tests.app.test_trail import named

trail, noted = test_trail.trail, test_trail.noted


def test_what_is_signed_and_answered_is_told(services, noted, trail, licensed, box):
    trail()
    key = noted("signingkey.create", services.signing_keys.create)
    assert noted.changed("private_sealed") == [["•••", "•••"]]
    assert noted.changed("key_id") == [[None, key]]
    noted("signingkey.rotate", services.signing_keys.rotate)
    assert len(noted.changed("retired_at")) == 1
    assert noted.done == named("signing_keys", "signingkey")

    noted("offline.issue_file", lambda: services.offline.issue_file(licensed))
    noted("offline.answer", lambda: services.offline.answer(box.request()))
    entities = {event.entity for event, _body in noted.last}
    assert entities >= {"activations", "license_files", "offline_requests"}
    assert {(event.subject, event.subject_id) for event, _body in noted.last} == {
        ("licenses", licensed)
    }
    assert noted.done >= named("offline")
    assert services.upkeep.verify_audit().whole
