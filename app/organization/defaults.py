"""What this computer suggests for a new organization."""

FALLBACK_ZONE = "UTC"
FALLBACK_CURRENCY = "USD"


def local_time_zone() -> str:
    """The IANA name of this computer's time zone; UTC where it has none."""
    from zoneinfo import available_timezones  # noqa: PLC0415 - only the first run asks

    from babel.localtime import get_localzone  # noqa: PLC0415 - as above

    try:
        name = str(get_localzone())
    except (LookupError, OSError, ValueError):  # a computer set to nonsense
        name = ""
    name = name.removeprefix("Etc/")
    return name if name in available_timezones() else FALLBACK_ZONE


def local_currency() -> str:
    """The ISO code of the currency used where this computer's language is spoken."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - only the first run asks
    from babel.numbers import get_territory_currencies  # noqa: PLC0415 - as above

    from app.core.currencies import is_currency  # noqa: PLC0415 - as above

    try:
        territory = Locale.default("LC_MONETARY").territory
    except (UnknownLocaleError, ValueError):
        territory = None
    used = get_territory_currencies(territory) if territory else []
    return next((code for code in used if is_currency(code)), FALLBACK_CURRENCY)
