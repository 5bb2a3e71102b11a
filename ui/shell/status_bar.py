"""The line at the bottom: work that runs in the background, the connection, the list's length."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from app.core.text import _
from ui.kit.icons import Icon
from ui.kit.parts import Picture, button, label
from ui.kit.tasks import Job, Tasks
from ui.kit.theme import Role, theme

HEIGHT = 34
AGAIN_MS = 6_000


class StatusBar(QFrame):
    """Shows the oldest job that runs, with its progress and Cancel, and a lost connection."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setProperty("role", "status")
        self._tasks = tasks
        self.tasks = QWidget()
        self.tasks.setObjectName("shell.tasks")
        self._title = label("", "", name="shell.tasks.title")
        self._bar = QProgressBar(textVisible=False)
        self._bar.setObjectName("shell.tasks.progress")
        self._bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._bar.setFixedWidth(180)
        self._percent = label("", "caption")
        self.cancel = button(_("Cancel"), "shell.tasks.cancel", role="link")
        self.cancel.clicked.connect(self._cancel)
        self.count = label("", "caption", name="shell.count")
        self.ready = label(_("Ready"), "caption")
        self.link = QWidget()
        self._link_icon = Picture(Icon.CLOUD_ALERT, 16, Role.DANGER)
        self.link_text = label("", name="shell.link")
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._calm)
        self._arrange()
        for signal in (tasks.started, tasks.advanced, tasks.finished):
            signal.connect(self._show)
        theme().changed.connect(self._fit)
        self._fit()
        self._show()

    def show_count(self, text: str) -> None:
        """Say how long the list is, in words."""
        self.count.setText(text)

    def show_lost(self) -> None:
        """Say that the database does not answer, and that this will change by itself."""
        self._again.stop()
        self.link_text.setText(_("Connection lost. Reconnecting\u2026"))
        self._link_icon.show_icon(Icon.CLOUD_ALERT, Role.DANGER)
        self.link.show()
        self.ready.hide()

    def show_back(self) -> None:
        """Say for a moment that the database answers again."""
        self.link_text.setText(_("Connected again"))
        self._link_icon.show_icon(Icon.CIRCLE_CHECK, Role.OK_FG)
        self._again.start()

    def _calm(self) -> None:
        self.link.hide()
        self._show()

    def _arrange(self) -> None:
        told = QHBoxLayout(self.link)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(8)
        told.addWidget(self._link_icon)
        told.addWidget(self.link_text)
        self.link.hide()
        inside = QHBoxLayout(self.tasks)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        for part in (self._title, self._bar, self._percent, self.cancel):
            inside.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self.ready)
        row.addWidget(self.link)
        row.addWidget(self.tasks)
        row.addStretch(1)
        row.addWidget(self.count)

    def _show(self, _job: Job | None = None) -> None:
        jobs = self._tasks.jobs
        self.tasks.setVisible(bool(jobs))
        self.ready.setVisible(not jobs and self.link.isHidden())
        if not jobs:
            return
        job = jobs[0]
        more = len(jobs) - 1
        title = _("Stopping: %(title)s") if job.cancelled else "%(title)s"
        title %= {"title": job.title}
        self._title.setText(
            _("%(title)s and %(more)d more") % {"title": title, "more": more} if more else title
        )
        percent = job.percent
        self._bar.setRange(0, 0 if percent is None else 100)
        self._bar.setValue(percent or 0)
        self._bar.setAccessibleName(title)
        self._percent.setText("" if percent is None else f"{percent} %")
        self.cancel.setEnabled(not job.cancelled)
        self.cancel.setAccessibleName(_("Cancel %(title)s") % {"title": job.title})

    def _cancel(self) -> None:
        if jobs := self._tasks.jobs:
            jobs[0].cancel()
            self._show()

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(HEIGHT))
