"""What this computer remembers."""

import json
import os
import stat

import pytest

from app.core import settings as kept
from app.core.errors import Unavailable
from app.core.settings import Paths, Settings


@pytest.fixture
def paths(home):
    found = Paths.of_this_user()
    assert found.data == home / "data"
    return found


def test_the_environment_gathers_every_folder(tmp_path):
    paths = Paths.of_this_user({"CUSTOMER_DESK_HOME": str(tmp_path)})

    assert {paths.data, paths.config, paths.state, paths.log} == {
        tmp_path / name for name in ("data", "config", "state", "log")
    }
    assert (paths.database.name, paths.demo.name) == ("customer-desk.db", "demo.db")


def test_without_it_the_system_says_where():
    assert Paths.of_this_user({}).data.name == "customer-desk"


def test_settings_come_back_as_saved(paths):
    wanted = Settings("/data/ä.db", {}, "dark", 150, "compact").with_email("/data/ä.db", "a@b.org")

    kept.save(paths, wanted)

    assert kept.load(paths) == kept.Loaded(wanted)
    assert kept.load(paths).settings.email_for("/data/ä.db") == "a@b.org"
    assert kept.load(paths).settings.email_for("elsewhere") == ""


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_nobody_else_may_read_them(paths):
    paths.make()
    kept.save(paths, Settings())

    assert stat.S_IMODE(paths.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((paths.config / "settings.json").stat().st_mode) == 0o600


def test_without_a_file_there_is_what_ships(paths):
    assert kept.load(paths) == kept.Loaded(Settings())


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[1, 2]", b"\xff\xfe", b"null", b"[" * 100_000, b'"text"']
)
def test_a_damaged_file_is_set_aside_with_a_word(paths, damage):
    paths.make()
    (paths.config / "settings.json").write_bytes(damage)

    found = kept.load(paths)

    assert found.settings == Settings()
    assert "were damaged and are now in settings.damaged.json" in found.notice
    assert (paths.config / "settings.damaged.json").read_bytes() == damage
    assert kept.load(paths).notice == ""


def test_single_values_that_make_no_sense_are_replaced(paths):
    paths.make()
    stored = {
        "theme": "dark", "density": "tight", "text_scale": 5000, "database": 7,
        "emails": {"a": 1}, "future": True,
    }  # fmt: skip
    (paths.config / "settings.json").write_text(json.dumps(stored))

    assert kept.load(paths) == kept.Loaded(Settings(theme="dark"))


def test_a_place_that_cannot_be_written_is_told(paths, home):
    home.write_text("a file where the folder should be")

    with pytest.raises(Unavailable):
        kept.save(paths, Settings())
    with pytest.raises(Unavailable):
        paths.make()
    assert kept.load(paths).settings == Settings()
