"""`desk licenses verify` says whether a license file is good, without any database."""

import io
import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.licensing.activations_drafts import fingerprint
from app.licensing.schemas import DeviceKind
from app.offline import envelope, trust
from app.offline.contents import FileContent
from app.offline.schemas import FileKind

NOW = datetime.now(UTC).replace(microsecond=0)
KEY = Ed25519PrivateKey.generate()


def written(kind=FileKind.LICENSE, **values):
    given = {
        "file": "f-1", "license": "l-1", "product": "modeller", "issued_at": NOW, "plan": "Pro",
        "quotas": {"projects": 10}, "valid_until": NOW + timedelta(days=30),
        "fingerprint": fingerprint(DeviceKind.HARDWARE, "box-1"), **values,
    }  # fmt: skip
    return envelope.signed(kind, FileContent(**given).told(kind), KEY)


@pytest.fixture
def verify(desk, tmp_path):
    """A function that verifies a text with the right key, or another."""
    public = trust.pem(envelope.raw_public(KEY.public_key()))

    def run(text, *arguments, key=public, before=()):
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        (tmp_path / "key.pem").write_text(key, encoding="utf-8")
        files = (tmp_path / "a.txt", "--public-key", tmp_path / "key.pem")
        return desk(*before, "licenses", "verify", *files, *arguments)

    return run


def test_a_good_file(verify, home):
    status, out, said = verify(written(), "--fingerprint", "BOX-1")
    assert status == 0
    assert "genuine and good until" in said[-1]
    assert "License: l-1\nProduct: modeller\nPlan: Pro\n" in out
    for asked in ({"before": ("--json",)}, {}):
        arguments = () if asked else ("--json",)
        status, out, _said = verify(written(), *arguments, **asked)
        told = json.loads(out)
        assert (status, told["good"], told["quotas"]) == (0, True, {"projects": 10})
    assert not home.exists()  # No database was made, and none was opened.


def test_from_stdin(desk, tmp_path, monkeypatch):
    (tmp_path / "key.pem").write_text(trust.pem(envelope.raw_public(KEY.public_key())))
    given = SimpleNamespace(buffer=io.BytesIO(written().encode()), isatty=lambda: False)
    monkeypatch.setattr("sys.stdin", given)
    status, _out, said = desk("licenses", "verify", "-", "--public-key", tmp_path / "key.pem")
    assert (status, "genuine" in said[-1]) == (0, True)


def test_files_that_are_not_good(verify):
    other = trust.pem(envelope.raw_public(Ed25519PrivateKey.generate().public_key()))
    text = written()
    for asked, why in (
        ((text.replace("\n", "\n\n"),), "damaged"),
        ((text[:-9],), "cut off"),
        (("not a license",), "begin with"),
        ((text + "x" * 20_000,), "far too long"),
        ((text, "--fingerprint", "box-2"), "another device"),
        ((written(valid_until=NOW - timedelta(days=1)),), "was good until"),
        ((written(issued_at=NOW + timedelta(days=9)),), "clock says"),
        ((written(FileKind.DEACTIVATION),), "does not license anything"),
    ):
        status, _out, said = verify(*asked)
        assert (status, why in said[-1]) == (1, True), (said, why)
    assert "not among the trusted" in verify(text, key=other)[2][-1]
    assert "no Ed25519 public key" in verify(text, key="nothing")[2][-1]


def test_wrong_usage_and_missing_files(desk, tmp_path):
    status, _out, said = desk("licenses", "verify", tmp_path / "a.txt")
    assert (status, "--public-key" in said[-1]) == (2, True)
    status, _out, said = desk("licenses", "verify", "x", "--public-key", tmp_path / "none")
    assert (status, "There is no file none" in said[-1]) == (1, True)
