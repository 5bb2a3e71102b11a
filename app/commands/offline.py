"""The command on license files that needs no database: verify."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from app.commands.options import options_of
from app.commands.words import give, say
from app.core.text import _

if TYPE_CHECKING:
    from app.offline.schemas import FileSeen

REFUSED = 1


def register(app: typer.Typer) -> None:
    """Add the command to those on licenses."""
    app.command("verify")(verify)


def verify(
    context: typer.Context,
    file: str = typer.Argument(..., metavar="FILE", help="A license file; - for stdin."),
    public_key: str = typer.Option(
        ..., metavar="FILE", help="The public keys that are trusted: PEM, or base64."
    ),
    fingerprint: str = typer.Option(
        "", metavar="ID", help="The device it has to be good on: its identifier or fingerprint."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print what the file says as JSON."),
) -> int:
    """Say whether a signed license file is genuine and good now. It needs no database."""
    from datetime import UTC, datetime  # noqa: PLC0415 - see the package's docstring

    from app.offline import contents, envelope, trust  # noqa: PLC0415 - as above

    keys = trust.public_keys(envelope.text_of(_read(public_key)))
    opened = envelope.opened(envelope.text_of(_read(file)), keys)
    seen = contents.seen(opened, datetime.now(UTC), fingerprint or None)
    if as_json or options_of(context).json:
        give(seen)
    else:
        _tell(seen)
    say(seen.sentence)
    return 0 if seen.good else REFUSED


def _tell(seen: "FileSeen") -> None:
    lines = {
        _("License"): seen.license,
        _("Product"): seen.product,
        _("Plan"): seen.plan,
        _("Customer"): seen.customer,
        _("Made"): seen.issued_at,
        _("License expires"): seen.expires_at or _("Never"),
        _("File good until"): seen.valid_until or "",
        _("Device"): seen.fingerprint or _("Any"),
        _("Quotas"): json.dumps(seen.quotas) if seen.quotas else "",
        _("Signed with"): seen.key_id,
    }
    for name, value in lines.items():
        if value:
            sys.stdout.write(f"{name}: {value}\n")


def _read(path: str) -> bytes:
    from app.core.errors import Unavailable  # noqa: PLC0415 - see the package's docstring
    from app.core.files import describe_os_error  # noqa: PLC0415 - as above
    from app.offline.envelope import LONGEST  # noqa: PLC0415 - as above

    try:
        if path == "-":
            return sys.stdin.buffer.read(LONGEST + 1)
        with Path(path).open("rb") as stream:
            return stream.read(LONGEST + 1)
    except OSError as error:
        raise Unavailable(describe_os_error(error, path, reading=True)) from error
