"""How a file is to be imported, as it was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.commands.words import WrongUsage, one_of, say
from app.core.text import _

if TYPE_CHECKING:
    from app.exchange.schemas import Inspection, Options
    from app.services import Services

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
DATE_ORDERS = ("ymd", "dmy", "mdy")
MATCHES = ("automatic", "client-id", "email", "company")
MODES = ("both", "create", "update")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The import's options as typed; blank ones are guessed, or come from a saved mapping."""

    match: str
    mode: str
    encoding: str
    delimiter: str
    date_order: str
    sheet: str
    header_row: int | None
    default: tuple[str, ...]
    fixed: tuple[str, ...]
    blanks_clear: bool
    create_tags: bool
    skip_errors: bool

    def reading(self) -> "Options":
        """How the file is to be read."""
        from app.exchange.schemas import (  # noqa: PLC0415 - see the package's docstring
            ENCODINGS,
            DateOrder,
            Options,
        )

        for name, given, known in (
            ("--encoding", self.encoding, tuple(ENCODINGS)),
            ("--delimiter", self.delimiter, tuple(DELIMITERS)),
            ("--date-order", self.date_order, DATE_ORDERS),
            ("--match", self.match, MATCHES),
            ("--mode", self.mode, MODES),
        ):
            one_of(name, given, known)
        return Options(
            self.encoding or None,
            DELIMITERS.get(self.delimiter),
            DateOrder(self.date_order) if self.date_order else None,
            skip_errors=self.skip_errors,
            sheet=self.sheet,
            header_row=self.header_row,
        )

    def put_to(
        self,
        services: "Services",
        found: "Inspection",
        columns: Mapping[str, str] | None,
        profile: str,
    ) -> "tuple[Mapping[str, str] | None, Options]":
        """The mapping and all options: what was typed goes before what a saved mapping says.

        Raises:
            Invalid: there is no such mapping, or none of its columns are in the file.
        """
        from app.exchange.schemas import ColumnRule, MatchBy, Mode  # noqa: PLC0415 - as above

        typed = how = self.reading()
        if profile:
            fitted = _saved(services, found, profile)
            columns = fitted[0] if columns is None else columns
            how = replace(
                fitted[1],
                encoding=typed.encoding or fitted[1].encoding,
                delimiter=typed.delimiter or fitted[1].delimiter,
                date_order=typed.date_order or fitted[1].date_order,
                sheet=typed.sheet or fitted[1].sheet,
                header_row=typed.header_row or fitted[1].header_row,
                skip_errors=typed.skip_errors,
            )
        rules = dict(how.rules)
        for field, text in _pairs("--default", self.default).items():
            rules[field] = replace(rules.get(field, ColumnRule()), default=text)
        return columns, replace(
            how,
            match=MatchBy(self.match.replace("-", "_")) if self.match else how.match,
            mode=Mode(self.mode) if self.mode else how.mode,
            blanks_clear=self.blanks_clear or how.blanks_clear,
            create_tags=self.create_tags or how.create_tags,
            rules=rules,
            fixed={**how.fixed, **_pairs("--set", self.fixed)},
        )


def _saved(
    services: "Services", found: "Inspection", name: str
) -> "tuple[Mapping[str, str], Options]":
    from app.core.errors import Invalid  # noqa: PLC0415 - seldom needed

    named = [one for one in services.imports.profiles() if one.name.casefold() == name.casefold()]
    if not named:
        known = ", ".join(one.name for one in services.imports.profiles()) or _("none")
        said = _("There is no saved mapping “%(name)s”. There are: %(known)s.")
        raise Invalid({"profile": said % {"name": name, "known": known}})
    fitted = next((one for one in named if one.mine), named[0]).fitted(found.header)
    if not fitted.mapping:
        raise Invalid({"profile": fitted.note})
    if fitted.note:
        say(fitted.note)
    return fitted.mapping, fitted.options


def _pairs(name: str, typed: tuple[str, ...]) -> dict[str, str]:
    from app.exchange.schemas import FIELDS  # noqa: PLC0415 - see the package's docstring

    found = {}
    for pair in typed:
        field, sign, text = pair.partition("=")
        if not sign or field not in FIELDS:
            said = _("%(name)s needs FIELD=TEXT, where FIELD is one of %(known)s.")
            raise WrongUsage(said % {"name": name, "known": ", ".join(FIELDS)})
        found[field] = text
    return found
