"""Signed texts: one text for each content, and nothing else is ever taken for one."""

import base64
import hashlib
import json
import random
import subprocess
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.offline import contents, envelope, trust
from app.offline.contents import FileContent
from app.offline.envelope import Unreadable
from app.offline.schemas import FileKind
from tests.app.offline import ed25519
from tests.app.offline.conftest import module

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SEED = bytes(range(32))
KEY = Ed25519PrivateKey.from_private_bytes(SEED)
PUBLIC = envelope.raw_public(KEY.public_key())
TRUSTED = [base64.b64encode(PUBLIC).decode()]
CONTENT = FileContent(
    file="f-1", license="l-1", product="modeller", issued_at=NOW, plan="Pro", customer="Zoë Ng",
    quotas={"projects": 10}, activation_limit=2, expires_at=NOW + timedelta(days=365),
    valid_until=NOW + timedelta(days=45), nonce="n" * 22,
    fingerprint=hashlib.sha256(b"pc-1").hexdigest(),
)  # fmt: skip
TEXT = envelope.signed(FileKind.LICENSE, CONTENT.told(FileKind.LICENSE), KEY)
MUTATIONS = 20_000


VENDOR = module("verify_license")


def vendor_accepts(text):
    try:
        VENDOR["verify"](text, TRUSTED, "PC-1 ", "modeller", NOW, "n" * 22)
    except VENDOR["NotLicensed"]:
        return False
    return True


def resigned(told, kind=FileKind.LICENSE, head=None):
    """A text that holds these bytes, signed with the right key."""
    name = envelope.key_id(PUBLIC)
    head = f"customer-desk {kind} 1 ed25519 {name}\n" if head is None else head
    whole = head.encode() + told
    return envelope.armoured(kind, whole + KEY.sign(whole))


def parts(text):
    body = envelope.disarmed(text)[1]
    return body[:-64], body[-64:]


def test_what_was_signed_is_read():
    opened = envelope.opened(TEXT, [b"x" * 32, PUBLIC])
    assert (opened.kind, opened.key_id) == (FileKind.LICENSE, envelope.key_id(PUBLIC))
    seen = contents.seen(opened, NOW)
    assert seen.good
    assert contents.seen(opened, NOW, " PC-1").good
    assert contents.seen(opened, NOW, CONTENT.fingerprint).good
    assert (seen.customer, seen.quotas, seen.activation_limit) == ("Zoë Ng", {"projects": 10}, 2)
    assert (seen.expires_at, seen.nonce) == (CONTENT.expires_at, CONTENT.nonce)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: f"\ufeff\n  \t{text}\n\n ",
        str.strip,
    ],
    ids=["windows", "old mac", "around", "stripped"],
)
def test_line_ends_and_blanks_around_do_not_count(change):
    assert envelope.opened(change(TEXT), [PUBLIC]) == envelope.opened(TEXT, [PUBLIC])
    assert vendor_accepts(change(TEXT))


LINES = TEXT.split("\n")


REFUSED = [
    ("", "begin with"),
    ("hello", "begin with"),
    (TEXT.lower(), "begin with"),
    ("x" + TEXT, "begin with"),
    (TEXT[: len(TEXT) // 2], "cut off"),
    (TEXT[:-10], "cut off"),
    (TEXT + "x", "behind the last line"),
    (TEXT + TEXT, "behind the last line"),
    (TEXT.replace("LICENSE", "DEACTIVATION"), "changed or damaged"),
    (TEXT.replace(LINES[1], LINES[1][:30] + "\n" + LINES[1][30:]), "changed or damaged"),
    (TEXT.replace(LINES[1], LINES[1] + " "), "changed or damaged"),
    (TEXT.replace(LINES[1], " " + LINES[1]), "changed or damaged"),
    (TEXT.replace(LINES[2] + "\n", ""), "changed"),
    (TEXT.replace(LINES[1] + "\n", LINES[1] + "\n\n"), "changed or damaged"),
    (TEXT.replace(LINES[1], LINES[2]), "changed or damaged"),
    (TEXT.replace("\n", ""), "begin with|cut off"),
    ("-----BEGIN CUSTOMER DESK LICENSE-----\n-----END CUSTOMER DESK LICENSE-----", "changed"),
    ("x" * 20_000, "far too long"),
    (envelope.checked({"a": 1}), "request of a device"),
    (resigned(b"[1]"), "changed or damaged"),
    (resigned(b'{"file":"a","file":"b"}'), "changed or damaged"),
    (resigned(b'{"file":NaN}'), "changed or damaged"),
    (resigned(b'{"file":' + b"[" * 5000), "changed or damaged"),
    (resigned(b"{}", head="customer-desk license 2 ed25519 00\n"), "newer format"),
    (resigned(b"{}", head="customer-desk license 1 none 00\n"), "never accepted"),
    (
        resigned(b"{}", head="customer-desk license 1 ed25519 0123456789abcdef\n"),
        "“0123456789abcdef”",
    ),
    (resigned(b"{}", head="customer-desk license 1 ed25519 0123\x1b[2J\n"), "changed or damaged"),
    (resigned(b"{}", head="customer-desk deactivation 1 ed25519 00\n"), "changed or damaged"),
    (resigned(b"{}", head=""), "changed or damaged"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED, ids=range(len(REFUSED)))
def test_anything_else_is_refused_with_its_own_sentence(text, why):
    with pytest.raises(Unreadable, match=why):
        envelope.opened(text, [PUBLIC])


def test_a_key_that_is_not_trusted_is_none():
    with pytest.raises(Unreadable, match="not among the trusted"):
        envelope.opened(TEXT, [b"y" * 32])
    with pytest.raises(Unreadable, match="not among the trusted"):
        envelope.opened(TEXT, [])
    with pytest.raises(VENDOR["NotLicensed"], match="not trusted"):
        VENDOR["verify"](TEXT, [base64.b64encode(b"y" * 32).decode()], now=NOW)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"product": "other"}, "another product"),
        ({"nonce": "m" * 22}, "another request"),
        ({"device_id": None}, "another device"),
    ],
    ids=["product", "nonce", "device"],
)
def test_a_product_asks_for_itself(asked, why):
    with pytest.raises(VENDOR["NotLicensed"], match=why):
        VENDOR["verify"](TEXT, TRUSTED, **{"device_id": "pc-1", "now": NOW, **asked})


def mutated(text, chance):
    """A text that somebody changed in one of the ways one does."""
    data = bytearray(text.encode())
    place = chance.randrange(len(data))
    match chance.randrange(7):
        case 0 | 1:
            data[place] ^= 1 << chance.randrange(8)
        case 2:
            data[place] = chance.randrange(256)
        case 3:
            del data[place : place + chance.randrange(1, 9)]
        case 4:
            data[place:place] = chance.randbytes(chance.randrange(1, 9))
        case 5:
            del data[place:]
        case _:
            # In the decoded bytes, with the armour made anew.
            kind, body = envelope.disarmed(text)
            changed = bytearray(body)
            changed[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
            data = bytearray(envelope.armoured(kind, bytes(changed)).encode())
    return data.decode("utf-8", "surrogateescape")


def test_no_changed_text_is_accepted():
    chance, neutral = random.Random(2026), 0
    for _try in range(MUTATIONS):
        text = mutated(TEXT, chance)
        if envelope.normalised(text) == envelope.normalised(TEXT):
            neutral += 1  # Only what does not count is different: line ends, blanks around.
            continue
        with pytest.raises(Unreadable):
            envelope.opened(text, [PUBLIC])
        assert not vendor_accepts(text)
    assert neutral < MUTATIONS / 50


def test_every_single_bit_counts():
    told = TEXT.strip().encode()
    for place in range(len(told)):
        for bit in range(8):
            changed = bytearray(told)
            changed[place] ^= 1 << bit
            text = changed.decode("utf-8", "surrogateescape")
            with pytest.raises(Unreadable):
                envelope.opened(text, [PUBLIC])
            assert not vendor_accepts(text)


def test_another_implementation_of_ed25519_agrees():
    assert ed25519.public(SEED) == PUBLIC
    # RFC 8032, 7.1, test 2: the reference itself is right.
    seed = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
    known = (
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert ed25519.sign(seed, b"\x72").hex() == known
    signed, signature = parts(TEXT)
    assert ed25519.verify(PUBLIC, signed, signature)
    assert ed25519.sign(SEED, signed) == signature
    assert not ed25519.verify(PUBLIC, signed + b" ", signature)
    theirs = envelope.armoured(FileKind.LICENSE, signed + ed25519.sign(SEED, signed))
    assert envelope.opened(theirs, [PUBLIC]).key_id == envelope.key_id(PUBLIC)
    # The same signature with the group's order added to it is not accepted twice over.
    more = int.from_bytes(signature[32:], "little") + ed25519.L
    twice = signature[:32] + more.to_bytes(32, "little")
    with pytest.raises(Unreadable, match="does not hold"):
        envelope.opened(envelope.armoured(FileKind.LICENSE, signed + twice), [PUBLIC])


def openssl(*arguments):
    run = ["openssl", *map(str, arguments)]
    return subprocess.run(run, check=True, capture_output=True, text=True).stdout


def test_openssl_verifies_ours_and_we_verify_what_it_signed(tmp_path):
    public, private, told, mark = (tmp_path / name for name in ("pub", "priv", "told", "mark"))
    public.write_text(trust.pem(PUBLIC))
    signed, signature = parts(TEXT)
    told.write_bytes(signed)
    mark.write_bytes(signature)
    asked = ("pkeyutl", "-verify", "-pubin", "-inkey", public, "-rawin", "-in", told)
    assert "Verified Successfully" in openssl(*asked, "-sigfile", mark)

    openssl("genpkey", "-algorithm", "ed25519", "-out", private)
    openssl("pkey", "-in", private, "-pubout", "-out", public)
    [theirs] = trust.public_keys(public.read_text())
    told.write_bytes(
        signed.replace(envelope.key_id(PUBLIC).encode(), envelope.key_id(theirs).encode())
    )
    openssl("pkeyutl", "-sign", "-inkey", private, "-rawin", "-in", told, "-out", mark)
    text = envelope.armoured(FileKind.LICENSE, told.read_bytes() + mark.read_bytes())
    assert envelope.opened(text, [theirs]).content["license"] == "l-1"


def test_public_keys_are_read_from_pem_and_base64():
    other = envelope.raw_public(Ed25519PrivateKey.generate().public_key())
    both = [PUBLIC, other]
    assert trust.public_keys("".join(map(trust.pem, both)).replace("\n", "\r\n")) == both
    raw = "\n".join(base64.b64encode(one).decode() for one in both)
    assert trust.public_keys(f"\ufeff{raw}\n\n") == both
    for bad, why in (
        ("", "no Ed25519 public key"),
        ("AAAA", "no Ed25519 public key"),
        ("ä", "no Ed25519 public key"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "no Ed25519 public key"),
        (openssl("genpkey", "-algorithm", "ed25519"), "private key"),
    ):
        with pytest.raises(Unreadable, match=why):
            trust.public_keys(bad)


@pytest.mark.parametrize(
    ("values", "now", "device", "why"),
    [
        ({}, NOW - timedelta(days=2), None, "clock says"),
        ({}, NOW + timedelta(days=45), None, "was good until"),
        ({"expires_at": NOW + timedelta(days=3)}, NOW + timedelta(days=50), None, "expired at"),
        ({}, NOW, "pc-2", "another device"),
    ],
    ids=["set back", "over", "expired", "device"],
)
def test_a_genuine_file_may_still_not_be_good(values, now, device, why):
    told = CONTENT.told(FileKind.LICENSE)
    told |= {name: contents.instant(value) for name, value in values.items()}
    text = envelope.signed(FileKind.LICENSE, told, KEY)
    seen = contents.seen(envelope.opened(text, [PUBLIC]), now, device)
    assert not seen.good
    assert why in seen.sentence
    with pytest.raises(VENDOR["NotLicensed"]):
        VENDOR["verify"](text, TRUSTED, device or "pc-1", now=now)


def test_a_signed_file_that_lacks_something_is_refused():
    told = CONTENT.told(FileKind.LICENSE)
    for name, value in (("issued_at", "yesterday"), ("quotas", 3), ("file", None)):
        broken = {**told, name: value}
        if value is None:
            del broken[name]
        opened = envelope.opened(resigned(json.dumps(broken).encode()), [PUBLIC])
        with pytest.raises(Unreadable, match="does not hold what it should"):
            contents.seen(opened, NOW)
