"""What the tests of the staff screens share."""

from PySide6.QtWidgets import QLabel, QWidget

from app.core.access import PRESETS, Actor
from ui.kit.form import FormDialog
from ui.staff.handover import Handover


def actor_of(role, staff_id):
    """Somebody in one of the roles as they ship."""
    preset = next(preset for preset in PRESETS if preset.name == role)
    return Actor(staff_id, role, preset.permissions, preset.scope, role=role)


def settle(qtbot, page):
    """Wait until every question has been answered."""
    qtbot.waitUntil(lambda: page.desk.tasks.is_idle and not page.asker.is_busy)


def dialog_of(qtbot, owner, kind=FormDialog):
    """The dialog that opens over `owner`."""

    def found():
        return [each for each in owner.findChildren(kind) if each.isVisible()]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[0]


def handover_of(qtbot, owner):
    """What shows a password once, over `owner`."""
    return dialog_of(qtbot, owner, Handover)


def fill(dialog, **values):
    """Type into a form."""
    for key, value in values.items():
        dialog.panel.box(key).editor.write(value)


def problem(dialog, key):
    """The sentence under a field."""
    return dialog.panel.box(key).problem


def texts(widget: QWidget):
    """Every label's words that are shown."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def said(desk):
    """What the person was told, latest last."""
    return [notice.message for notice in desk.notices.history]
