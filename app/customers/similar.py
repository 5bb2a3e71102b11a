"""Finds customers who may be the one somebody is typing."""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.contact import normalise_email, phone_digits, website_domain
from app.core.errors import DeskError
from app.core.folding import fold, sort_key
from app.core.query import Where
from app.core.text import N_, _
from app.customers.model import Customer
from app.customers.schemas import Match, Probe, Shelf

MOST = 5
_PHONE_DIGITS = 7
_SHORTEST_NAME = 2
# What firms hang behind their name; two names that differ only in it are one firm's.
_WORDS = (
    "inc incorporated corp corporation co company ltd limited llc llp plc gmbh ag kg ohg mbh "
    "se sa sas sarl srl spa bv nv ab as asa oy aps pty kk s.a s.r.l"
)
_FORMS = _WORDS.split()
_DOUBLES = ("co ltd", "co., ltd", "co. ltd", "pty ltd", "gmbh & co kg", "gmbh & co. kg")
_FORM = re.compile(rf"[\s,.&]+(?:{'|'.join(re.escape(form) for form in _FORMS)})\.?$")
_ENDS = ("", *(f"{gap}{form}{dot}" for form in (*_FORMS, *_DOUBLES) for gap in (" ", ", ")
               for dot in ("", ".")))  # fmt: skip


def bare_name(name: str) -> str:
    """A company's name folded and without its legal form, to compare names by."""
    bare = fold(name).strip()
    while (shorter := _FORM.sub("", bare)) != bare:
        bare = shorter
    return bare.strip(" ,.&")


def find_similar(session: Session, probe: Probe, within: tuple[Where, ...]) -> list[Match]:
    """At most `MOST` living customers with the same e-mail, phone, website or name.

    Each test is a look-up in an index, so it is as quick among a million. Among those of
    the same name, those with the same postal code come first.
    """
    found: dict[int, Match] = {}
    for why, where in _tests(probe):
        statement = (
            sa.select(
                Customer.id, Customer.name, Customer.email, Customer.postal_code, Customer.country
            )
            .where(Customer.shelf.in_([Shelf.CURRENT, Shelf.ARCHIVED]), where, *within)
            .limit(_SOME)
        )
        matches = [
            Match(row.id, row.name or row.email or "", row.email or "", _why(why, probe, row))
            for row in session.execute(statement)
            if row.id != probe.own
        ]
        matches.sort(key=lambda match: match.why == _(_NAME))
        for match in matches:
            found.setdefault(match.id, match)
    return list(found.values())[:MOST]


_SOME = 50
_NAME = N_("same name")


def _why(why: str, probe: Probe, row: Any) -> str:
    if why is _NAME and (code := _squeezed(probe.postal_code)) == _squeezed(row.postal_code):
        return _("same name and postal code") if code else _(why)
    return _(why)


def _squeezed(postal_code: str) -> str:
    return "".join(filter(str.isalnum, postal_code)).casefold()


def _tests(probe: Probe) -> list[tuple[str, Where]]:
    tests: list[tuple[str, Where]] = []
    try:
        email = normalise_email(probe.email).norm
        tests.append((N_("same e-mail"), Customer.email_norm == email))
    except DeskError:
        pass  # Half an address is no reason to complain while somebody types.
    digits = phone_digits(probe.phone)
    if len(digits) >= _PHONE_DIGITS:
        tests.append((N_("same phone"), Customer.phone_digits == digits))
    if domain := website_domain(probe.website):
        tests.append((N_("same website"), Customer.website_domain == domain))
    name = bare_name(probe.name)
    if len(name) >= _SHORTEST_NAME:
        names = {sort_key(name + end) for end in _ENDS}
        same = (column.in_(names) for column in (Customer.company_key, Customer.name_key))
        tests.append((_NAME, sa.or_(*same)))
    return tests
