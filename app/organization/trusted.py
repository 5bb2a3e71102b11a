"""The domains whose customers are verified by themselves: read from text, and recognised.

A domain stands for itself and everything below it: acme.com also for mail.acme.com.
"""

import re
from functools import lru_cache

from app.core.contact import personal_domain, website_domain
from app.core.text import _

MOST = 500
_BETWEEN = re.compile(r"[\s,;]+")
# Where anybody may take a name: co.uk, com.au, gov.br and their like.
_ANYBODYS = re.compile(r"(?:ac|co|com|edu|gob|gouv|gov|mil|ne|net|nom|or|org)\.[a-z]{2}")


@lru_cache(maxsize=8)
def domains_of(text: str) -> tuple[str, ...]:
    """The domains a text names, each once, as e-mail addresses are compared by them."""
    found = (_domain(word) for word in words_of(text))
    return tuple(dict.fromkeys(domain for domain in found if domain))


def words_of(text: str) -> list[str]:
    """The text in parts, a domain each: on lines of their own, or with commas between."""
    return [word for word in _BETWEEN.split(text) if word]


def domains_problem(text: str, *, needed: bool) -> str | None:
    """A sentence when one of the domains cannot be trusted, or none is there but `needed`."""
    words = words_of(text)
    if needed and not words:
        return _("Enter at least one domain such as acme.com, or switch trusted domains off.")
    if len(words) > MOST:
        return _("There are more than %d domains. Take some away.") % MOST
    return next(filter(None, map(_problem, words)), None)


def is_trusted(text: str, email_norm: str | None) -> bool:
    """Whether an address, by its key, is of one of the domains or below it."""
    host = (email_norm or "").rpartition("@")[2]
    return any(host == one or host.endswith(f".{one}") for one in domains_of(text) if host)


def _domain(word: str) -> str | None:
    return website_domain(word.removeprefix("*.").rpartition("@")[2])


def _problem(word: str) -> str | None:
    domain = _domain(word)
    if domain is None or "." not in domain:
        return _("“%s” is not a domain. Write it like acme.com.") % word
    if personal_domain(f"x@{domain}"):
        return (
            _("Anybody can have an address at %s, so it cannot be trusted. Take it away.") % domain
        )
    if _ANYBODYS.fullmatch(domain):
        return _("Anybody can have a domain in %s. Enter a company's own domain.") % domain
    return None
