"""E-mail addresses, phone numbers and websites: what is kept, compared and refused."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from app.core.errors import DeskError
from app.core.folding import fold, main_digits
from app.core.text import _

EMAIL_LENGTH = 254
_EMAIL_EXAMPLE = "anna@example.com"
_WEBSITE_EXAMPLE = "example.com"

_PHONE = re.compile(r"\+[ .()\-]*[1-9][0-9 .()\-]*")
# As RFC 5322 has it: an import asks thousands of times about few domains.
_PLAIN_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
# Domains the whole judgement below would pass as they are: no xn--, no name set apart.
_PLAIN_HOST = re.compile(
    r"(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+"
    r"(?!(?:arpa|invalid|local|localhost|onion|test)$)(?!..--)(?:[a-z0-9][a-z0-9-]{0,61})?[a-z]",
    re.ASCII | re.IGNORECASE,
)
_SURELY_SHORT = 200
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15

_FREE_AND_ACCESS_PROVIDERS = (
    "aim.com aol.com att.net bellsouth.net bigpond.com bluewin.ch bol.com.br btinternet.com "
    "charter.net comcast.net cox.net daum.net duck.com earthlink.net email.com fastmail.com "
    "fastmail.fm free.fr freenet.de gmail.com googlemail.com hey.com hushmail.com icloud.com "
    "inbox.com inbox.ru interia.pl laposte.net libero.it list.ru mac.com mail.com mail.de "
    "mail.ru mailbox.org me.com msn.com naver.com ntlworld.com o2.pl onet.pl orange.fr pm.me "
    "posteo.de proton.me protonmail.ch protonmail.com qq.com rediffmail.com rocketmail.com "
    "rogers.com runbox.com sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.com sky.com "
    "surfeu.de sympatico.ca t-online.de terra.com.br tiscali.it tuta.io tutanota.com ukr.net "
    "uol.com.br verizon.net virgilio.it virginmedia.com wanadoo.fr web.de wp.pl ya.ru "
    "yeah.net zoho.com zohomail.com 126.com 139.com 163.com"
)
_PERSONAL = frozenset(_FREE_AND_ACCESS_PROVIDERS.split())
# Offered under the endings of many countries.
_PERSONAL_EVERYWHERE = re.compile(
    r"(?:gmx|hotmail|live|outlook|windowslive|yahoo|yandex|ymail)\.(?:com?\.)?[a-z]{2,4}"
)


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """`typed` is what is kept and shown, `norm` the key by which addresses are compared."""

    typed: str
    norm: str


def normalise_email(text: str) -> EmailAddress:
    """The address in `text`; outer spaces do not count, and the case only for `typed`.

    Dots and plus-tags stay part of the key. The domain's key is its IDNA form, so
    that "Zoë@Exämple.org" and "zoë@xn--exmple-cua.org" are one.

    Raises:
        DeskError: this is no address mail could be sent to.
    """
    typed = unicodedata.normalize("NFC", text).strip()
    if problem := _plain_email_problem(typed):
        raise DeskError(problem)
    local, _at, host = typed.rpartition("@")
    key = _key(local)
    domain = _ascii_domain(host, key)
    if domain is None:
        raise DeskError(
            _(
                "This is not a complete e-mail address. Look for spaces, missing or doubled "
                "dots, and write it like %s."
            )
            % _EMAIL_EXAMPLE
        )
    return EmailAddress(typed, f"{key}@{domain}")


def email_problem(text: str) -> str | None:
    """A sentence with an example when `text` (also when blank) is no e-mail address."""
    try:
        normalise_email(text)
    except DeskError as problem:
        return str(problem)
    return None


def personal_domain(email: str) -> bool:
    """Whether the address belongs to a free or access provider rather than to a firm."""
    domain = email.strip().rpartition("@")[2].lower()
    return domain in _PERSONAL or _PERSONAL_EVERYWHERE.fullmatch(domain) is not None


def phone_problem(text: str, country: str = "US") -> str | None:
    """A sentence with an example from `country` when `text` is no international number.

    It must start with + and the country code and hold 7 to 15 digits; spaces, dashes,
    dots and brackets are welcome. Blank is no problem here.
    """
    folded = fold(text)
    if not folded or (_PHONE.fullmatch(folded) and _digit_count_fits(folded)):
        return None
    if re.search(r"[^0-9+ .()\-]", folded):
        said = _("Write the phone number with digits, spaces, dashes, dots and brackets only")
    elif not re.match(r"\+[ .()\-]*[1-9]", folded):
        said = _("Start the phone number with + and the country code")
    elif not _digit_count_fits(folded):
        said = _("Write a phone number of 7 to 15 digits")
    else:
        said = _("Write + only once, before the country code")
    return _("%(what_to_do)s, for example %(example)s.") % {
        "what_to_do": said,
        "example": phone_example(country),
    }


def phone_digits(text: str) -> str:
    """The number's digits, in ASCII, without an extension; empty when it has none."""
    return main_digits(text)


def phone_e164(text: str, country: str = "US") -> str | None:
    """The number as +4930123456, or None when it is not one that could be dialled.

    `country` is assumed where the number does not begin with +.
    """
    import phonenumbers  # noqa: PLC0415 - slow, seldom needed

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    verdict = phonenumbers.is_possible_number_with_reason(number)
    if verdict != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_example(country: str) -> str:
    """A number as people of that country (ISO code) write it for abroad."""
    import phonenumbers  # noqa: PLC0415 - slow, seldom needed

    number = phonenumbers.example_number(country)
    if number is None:
        return phone_example("US")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def website_problem(text: str) -> str | None:
    """A sentence with an example when `text` is no website. Blank is no problem here."""
    if not text.strip() or website_domain(text):
        return None
    return _("Write the website like %(short)s or https://%(short)s.") % {"short": _WEBSITE_EXAMPLE}


def website_domain(text: str) -> str | None:
    """The domain of a website typed as "example.com" or as a whole http(s) address.

    Lower case, IDNA, without "www."; None when there is none.
    """
    address = unicodedata.normalize("NFC", text).strip()
    if not address.isprintable() or re.search(r"[\s\\@<>\"]", address):
        return None
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"}:
        return None
    domain = _ascii_domain(host.removesuffix("."))
    return domain and domain.removeprefix("www.")


def _plain_email_problem(typed: str) -> str | None:
    if not typed:
        return _("Enter an e-mail address, for example %s.") % _EMAIL_EXAMPLE
    if not typed.isprintable():
        return (
            _("The e-mail address holds an invisible character. Type it again, like %s.")
            % _EMAIL_EXAMPLE
        )
    if len(typed) > EMAIL_LENGTH:
        return _("An e-mail address has %d characters at most. Shorten it.") % EMAIL_LENGTH
    if "@" not in typed:
        return _("An e-mail address has an @ in it. Write it like %s.") % _EMAIL_EXAMPLE
    return None


def _ascii_domain(host: str, local: str = "x") -> str | None:
    """The domain's IDNA form when mail to `local` there could exist; one rule for all domains."""
    if len(host) <= _SURELY_SHORT and _PLAIN_HOST.fullmatch(host) and _PLAIN_LOCAL.fullmatch(local):
        return host.lower()
    return _judged(host, "x" if _PLAIN_LOCAL.fullmatch(local) else local)


@lru_cache(maxsize=4096)
def _judged(host: str, local: str) -> str | None:
    from email_validator import (  # noqa: PLC0415 - slow, seldom needed
        EmailNotValidError,
        validate_email,
    )

    try:
        valid = validate_email(f"{local}@{host}", check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return valid.ascii_domain.lower()


def _key(local: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", local).casefold())


def _digit_count_fits(folded: str) -> bool:
    return _FEWEST_DIGITS <= len(re.sub("[^0-9]", "", folded)) <= _MOST_DIGITS
