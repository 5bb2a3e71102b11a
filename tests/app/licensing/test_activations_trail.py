"""Every use case on devices leaves what it did in the history of their license."""

from app.licensing.activations_drafts import DeviceDraft, RecordDraft
from tests.app.test_trail import named, noted, trail

__all__ = ["noted", "trail"]


def test_what_becomes_of_devices_is_told(services, a_license, jane, clock, noted, trail):
    devices, changed = services.activations, noted.changed
    license_id = a_license(jane)
    key = services.licenses.reveal(license_id)
    trail()
    device = DeviceDraft("HW-1", label="Lab")
    one = noted("activation.activate", lambda: devices.activate(license_id, device)).id
    assert {(event.subject, event.subject_id) for event, _body in noted.last} == {
        ("licenses", license_id)
    }
    assert changed("identifier") == [[None, "HW-1"]]
    clock.at = clock.at.replace(hour=13)
    noted("activation.verify", lambda: devices.verify(one))
    assert [new for _old, new in changed("last_verified_at")] == ["2026-11-20T13:00:00+00:00"]
    clock.at = clock.at.replace(hour=14)
    noted("activation.verify_device", lambda: devices.verify_device(key, device))
    noted("activation.deactivate", lambda: devices.deactivate([one], "Sold"))
    assert changed("state") == [["active", "deactivated"]]
    assert changed("ended_why") == [["", "Sold"]]
    noted("activation.block", lambda: devices.block([one], "Stolen"))
    noted("activation.unblock", lambda: devices.unblock([one]))
    assert changed("state") == [["blocked", "deactivated"]]
    noted("activation.record", lambda: devices.record(license_id, RecordDraft("HW-2")))

    assert noted.done == named("activations", "activation")
