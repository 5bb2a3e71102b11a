"""Translation for every layer, without Qt."""

import gettext

_catalogue = gettext.NullTranslations()


def _(message: str) -> str:
    """The message in the user's language."""
    return _catalogue.gettext(message) if message else ""


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a message that fits `count`, in the user's language."""
    return _catalogue.ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - the name translators' tools look for
    """Mark a constant for translation later."""
    return message
