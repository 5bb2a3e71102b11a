"""What every command knows: which database, and who asks."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

from app.commands.words import WrongUsage, say
from app.core.text import _

if TYPE_CHECKING:
    from app.bootstrap import Opened
    from app.services import Services

PASSWORD = "DESK_PASSWORD"  # noqa: S105 - the variable's name


@dataclass(frozen=True, slots=True)
class Options:
    """The options before the command."""

    database: str
    user: str
    json: bool

    @contextmanager
    def opened(self, *, create: bool = False, may_migrate: bool = False) -> Iterator["Opened"]:
        """The database, open until the block ends.

        Raises:
            DeskError: it cannot be opened; the sentence says why.
        """
        from app.bootstrap import open_database  # noqa: PLC0415 - see the package's docstring
        from app.core.engine import Address  # noqa: PLC0415 - as above
        from app.core.settings import Paths  # noqa: PLC0415 - as above

        address = Address.parse(self.database or Paths.of_this_user().database)
        found = open_database(address, create=create, may_migrate=may_migrate)
        try:
            for warning in found.warnings:
                say(warning)
            yield found
        finally:
            found.close()

    @contextmanager
    def services(self) -> Iterator["Services"]:
        """Every use case, for whoever `--user` names.

        Raises:
            DeskError: the database cannot be opened, or the person is not let in.
        """
        from app.services import Services  # noqa: PLC0415 - see the package's docstring

        with self.opened() as found:
            gate = found.gate
            if not self.user and gate.state().demo:
                actor = gate.enter_demo()
            elif not self.user:
                raise WrongUsage(_("Say who you are with --user EMAIL, before the command."))
            else:
                actor = gate.sign_in(self.user, password_of(self.user))
            services = Services.build(found.db, actor, found.changes)
            services.upkeep.run_due()
            yield services


def password_of(whom: str) -> str:
    """The password from the environment, or asked for at the keyboard."""
    if given := os.environ.get(PASSWORD):
        return given
    if not sys.stdin.isatty():
        raise WrongUsage(_("Put the password into the environment variable %s.") % PASSWORD)
    asked: str = typer.prompt(_("Password for %s") % whom, hide_input=True, err=True)
    return asked


def options_of(context: typer.Context) -> Options:
    """The options before the command."""
    found = context.find_object(Options)
    if found is None:
        raise TypeError("the command runs outside of desk")
    return found
