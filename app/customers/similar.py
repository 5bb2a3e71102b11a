"""Finds customers who may be the one somebody is typing."""

import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.contact import normalise_email, phone_digits, website_domain
from app.core.errors import DeskError
from app.core.folding import fold
from app.core.query import Where
from app.core.text import N_, _
from app.customers.model import Customer
from app.customers.schemas import Match, Probe, Shelf

MOST = 5
_PHONE_DIGITS = 7
# What firms hang behind their name; two names that differ only in it are one firm's.
_FORMS = re.compile(
    r"[\s,.]+(?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|plc|gmbh|ag|kg|"
    r"ohg|mbh|se|sa|sas|sarl|srl|spa|bv|nv|ab|as|asa|oy|aps|pty|kk|s\.?a\.?|s\.?r\.?l\.?)\.?$"
)


def bare_name(name: str) -> str:
    """A company's name folded and without its legal form, to compare names by."""
    bare = fold(name).strip()
    while (shorter := _FORMS.sub("", bare)) != bare:
        bare = shorter
    return bare.strip(" ,.")


def find_similar(session: Session, probe: Probe, within: tuple[Where, ...]) -> list[Match]:
    """At most `MOST` living customers with the same e-mail, phone, website or name."""
    found: dict[int, Match] = {}
    for why, where in _tests(probe):
        statement = (
            sa.select(Customer.id, Customer.name, Customer.email, Customer.company_name)
            .where(Customer.shelf.in_([Shelf.CURRENT, Shelf.ARCHIVED]), where, *within)
            .limit(MOST * 4)
        )
        for row in session.execute(statement):
            if why == _NAME and bare_name(row.company_name or row.name) != bare_name(probe.name):
                continue
            match = Match(row.id, row.name or row.email or "", row.email or "", _(why))
            found.setdefault(row.id, match)
    return list(found.values())[:MOST]


_NAME = N_("same name")


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
    if len(name) > 1:
        begins = sa.or_(
            *(
                sa.and_(column >= name, column < name + "\U0010ffff")
                for column in (Customer.company_key, Customer.name_key)
            )
        )
        tests.append((_NAME, begins))
    return tests
