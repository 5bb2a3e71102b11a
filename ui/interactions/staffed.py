"""What a form says of a follow-up while it is filled in: who may do it, and what is over."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from app.interactions.drafts import FollowUpDraft
from ui.interactions.editors import WhoEditor
from ui.interactions.form_drafts import moment_of
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import FormPanel
from ui.kit.form_choices import Option
from ui.kit.form_editors import Unreadable


class Staffed(QObject):
    """Follows the customer that is chosen in a panel; `key` is the field of who is to do it."""

    def __init__(self, desk: Desk, panel: FormPanel[Any], key: str) -> None:
        super().__init__(panel)
        self._desk, self._panel, self._key = desk, panel, key
        self._whose: int | None = None
        panel.box("customer_id").editor.edited.connect(self._follow)

    def _follow(self) -> None:
        try:
            whose = self._panel.box("customer_id").read()
        except Unreadable:
            return
        if whose is None or whose == self._whose:
            return
        self._whose = whose
        work = partial(self._desk.services.follow_ups.assignees, whose)
        self._desk.tasks.run(self, work, self._offer)

    def _offer(self, staff: Sequence[Option]) -> None:
        editor = self._panel.box(self._key).editor
        if isinstance(editor, WhoEditor):
            editor.offer_staff(staff)


class DueHint(QObject):
    """Says of a day or a reminder's time that is over what that means, though it may be saved.

    The fields of the follow-up are called as in its draft, after `prefix`.
    """

    def __init__(self, panel: FormPanel[Any], prefix: str = "") -> None:
        super().__init__(panel)
        self._boxes = {key: panel.box(f"{prefix}{key}") for key in ("due_on", "remind_at")}
        for box in self._boxes.values():
            box.editor.edited.connect(self._tell)

    def _tell(self) -> None:
        try:
            due = self._boxes["due_on"].read()
        except Unreadable:
            due = None
        moment = moment_of(due, self._boxes["remind_at"].read())
        hints = FollowUpDraft(due_on=due, remind_at=moment).hints(fmt.today(), datetime.now(UTC))
        for key, box in self._boxes.items():
            box.warn(hints.get(key, ""))
