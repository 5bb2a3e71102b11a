"""What this computer remembers for its user: folders, and preferences in one JSON file.

Nothing secret is kept here, and nothing a database's organization decides.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import PlatformDirs

from app.core.errors import Unavailable
from app.core.files import describe_os_error, replacing
from app.core.text import _

HOME = "CUSTOMER_DESK_HOME"
FILE_NAME = "settings.json"


@dataclass(frozen=True, slots=True)
class Paths:
    """The program's own folders; `CUSTOMER_DESK_HOME` gathers them under one."""

    data: Path
    config: Path
    state: Path
    log: Path

    @classmethod
    def of_this_user(cls, environment: Mapping[str, str] | None = None) -> "Paths":
        """Where this system keeps such things, or where the environment says."""
        variables = os.environ if environment is None else environment
        if home := variables.get(HOME):
            root = Path(home).expanduser().absolute()
            return cls(root / "data", root / "config", root / "state", root / "log")
        places = PlatformDirs("customer-desk", appauthor=False)
        return cls(
            places.user_data_path,
            places.user_config_path,
            places.user_state_path,
            places.user_log_path,
        )

    @property
    def database(self) -> Path:
        """The database of whoever names no other."""
        return self.data / "customer-desk.db"

    @property
    def demo(self) -> Path:
        """The demo's own database."""
        return self.data / "demo.db"

    def make(self) -> None:
        """Make every folder, for this user alone.

        Raises:
            Unavailable: a folder cannot be made.
        """
        for folder in (self.data, self.config, self.state, self.log):
            make_private(folder)


@dataclass(frozen=True, slots=True)
class Settings:
    """Preferences of this user on this computer.

    `theme` is "system", "light" or "dark"; `text_scale` percent, 100 to 150; `density`
    "comfortable" or "compact". `database` is an address without its password, `emails`
    the address last signed in with, by database.
    """

    database: str = ""
    emails: dict[str, str] = field(default_factory=dict)
    theme: str = "system"
    text_scale: int = 100
    density: str = "comfortable"

    def email_for(self, database: str) -> str:
        """Who last signed in there, or nothing."""
        return self.emails.get(database, "")

    def with_email(self, database: str, email: str) -> "Settings":
        """The same, remembering who signed in where."""
        return replace(self, emails={**self.emails, database: email})


@dataclass(frozen=True, slots=True)
class Loaded:
    """Settings as read; `notice` says so when the file was damaged and set aside."""

    settings: Settings
    notice: str = ""


def load(paths: Paths) -> Loaded:
    """The settings kept, or those that ship.

    A damaged file is set aside under another name; single values that make no sense
    are replaced by what ships.
    """
    path = paths.config / FILE_NAME
    try:
        stored = dict[str, Any](json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return Loaded(Settings())
    except OSError as error:
        said = _("Your preferences cannot be read (%s). The ones that ship are used.")
        return Loaded(Settings(), said % error.strerror)
    except (TypeError, ValueError, RecursionError):
        return Loaded(Settings(), _set_aside(path))
    return Loaded(Settings(**{key: value for key, value in stored.items() if _fits(key, value)}))


def save(paths: Paths, settings: Settings) -> None:
    """Keep settings; a crash in the middle leaves the old ones.

    Raises:
        Unavailable: the file cannot be written.
    """
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=2)
    write_private(paths.config / FILE_NAME, text + "\n")


def make_private(folder: Path) -> None:
    """Make a folder that only this user can enter, unless it is there already.

    Raises:
        Unavailable: it cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(describe_os_error(error, folder)) from error


def write_private(path: Path, text: str) -> None:
    """Write a whole file that only this user can read.

    Raises:
        Unavailable: it cannot be written.
    """
    make_private(path.parent)
    with replacing(path) as half:
        half.chmod(0o600)
        half.write_text(text, encoding="utf-8")


_SHIPPED = asdict(Settings())
_KEYS = frozenset(found.name for found in fields(Settings))
_CHOICES = {"theme": ("system", "light", "dark"), "density": ("comfortable", "compact")}
_SCALES = range(100, 151)


def _fits(key: str, value: Any) -> bool:
    if key not in _KEYS or type(value) is not type(_SHIPPED[key]):
        return False
    if key == "emails":
        return all(isinstance(text, str) for text in value.values())
    if key == "text_scale":
        return value in _SCALES
    return key not in _CHOICES or value in _CHOICES[key]


def _set_aside(path: Path) -> str:
    aside = path.with_suffix(".damaged.json")
    try:
        path.replace(aside)
    except OSError:
        return _("Your preferences are damaged. The ones that ship are used.")
    return _("Your preferences were damaged and are now in %s. The ones that ship are used.") % (
        aside.name
    )
