"""What the first list does not need is not imported before it is there."""

import subprocess
import sys
from pathlib import Path

from ui.shell import ahead

HEAVY = (
    "alembic", "babel", "calamine", "openpyxl", "python_calamine", "reportlab", "sqlalchemy",
    "vobject", "ui.customers.bulk_dialog", "ui.customers.company_form", "ui.customers.window",
    "ui.exchange.export_dialog", "ui.exchange.import_dialog", "ui.shell.settings",
    "ui.staff.page",
)  # fmt: skip
ALONE = """
import sys
import ui.main, ui.shell.run, ui.shell.program
print(*[name for name in {heavy!r} if name in sys.modules])
"""


def test_the_first_window_imports_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-c", ALONE.format(heavy=HEAVY)],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.split(), done.stderr) == (0, [], "")


def test_the_rest_comes_when_the_list_is_there(qtbot, desk):
    ahead.look_ahead(desk, desk.tasks)
    wanted = {*ahead.PLAIN, *ahead.WIDGETS}
    qtbot.waitUntil(lambda: wanted <= sys.modules.keys(), timeout=20_000)
