"""What the first list does not need is not imported before it is there."""

import subprocess
import sys
from pathlib import Path

import pytest

from ui.shell import ahead

HEAVY = (
    "alembic", "babel", "calamine", "openpyxl", "python_calamine", "reportlab", "sqlalchemy",
    "vobject", "ui.customers.bulk_dialog", "ui.customers.company_form", "ui.customers.window",
    "ui.exchange.export_dialog", "ui.exchange.import_dialog", "ui.kit.filter_builder",
    "ui.kit.form_panel", "ui.kit.undo_dialog", "ui.kit.views_save", "ui.shell.settings",
    "ui.staff.page",
)  # fmt: skip
# What opening a database that is there already, and the first rows, do without.
LATER = (
    "alembic", "app.demo.service", "app.licensing.model", "app.registry",
    "app.undo.service", "babel",
)  # fmt: skip
GUI = "ui.main, ui.shell.run, ui.shell.program"
DATA = "app.bootstrap, app.demo.founding, app.services, app.customers.service, app.views.service"
ALONE = """
import sys
import {modules}
print(*[name for name in {heavy!r} if name in sys.modules])
"""


@pytest.mark.parametrize(("modules", "heavy"), [(GUI, HEAVY), (DATA, LATER)])
def test_the_first_list_imports_nothing_heavy(modules, heavy):
    done = subprocess.run(
        [sys.executable, "-c", ALONE.format(modules=modules, heavy=heavy)],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [], "")


def test_python_imports_by_itself_and_keeps_no_sources():
    told = """
import ui.binding, builtins, linecache
import app.customers.model, PySide6.QtWidgets
print(builtins.__import__.__name__ != "__feature_import__")
print(sum(len(found) > 1 for name, found in linecache.cache.items() if name.endswith(".py")))
"""
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=Path(__file__).parents[3],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.stdout.split(), done.stderr) == (["True", "0"], "")


def test_the_rest_comes_when_the_list_is_there(qtbot, desk):
    ahead.look_ahead(desk, desk.tasks)
    wanted = {*ahead.PLAIN, *ahead.WIDGETS}
    qtbot.waitUntil(lambda: wanted <= sys.modules.keys(), timeout=20_000)
