"""Where the organization is, as far as its time zone tells."""


def country_of(zone: str) -> str:
    """The ISO code of the country a time zone belongs to; blank for zones such as UTC."""
    from babel.core import get_global  # noqa: PLC0415 - slow, seldom needed

    territory = str(get_global("zone_territories").get(zone, ""))
    return territory if len(territory) == 2 and territory.isalpha() and territory != "ZZ" else ""  # noqa: PLR2004 - two letters are a country, three digits a continent
