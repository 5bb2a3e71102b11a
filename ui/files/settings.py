"""Where files are kept, for the whole organization: a section of the settings."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.contents.schemas import Kept, Moved, Place, PlaceDraft
from app.core.progress import Progress
from app.core.text import N_, _, ngettext
from ui.files.busy import Busy
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form_choices import choice
from ui.kit.form_field import Field, Section
from ui.kit.form_panel import FormPanel
from ui.kit.form_saver import MessageBar, Saver
from ui.kit.icons import Icon
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph

PLACE = "fileStore"
SPEC = (
    Section(
        N_("Files"),
        (
            Field(
                "place",
                N_("New files go into"),
                choice(
                    lambda: [
                        (Place.DATABASE, _("The database")),
                        (Place.FOLDER, _("A folder")),
                    ]
                ),
                wide=True,
            ),
            Field(
                "folder",
                N_("Folder"),
                help=N_(
                    "On a disk that every computer here reaches under this path. Back it up "
                    "together with the database."
                ),
                wide=True,
            ),
        ),
        N_("Files that are there already stay where they are until you move them."),
    ),
)
_SHOWN = 3


class FileStorePanel(QWidget):
    """Loads where files go, lets it be changed, and moves what is there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._desk = desk
        self.panel: FormPanel[PlaceDraft] = FormPanel(PLACE, PlaceDraft, SPEC)
        self.bar = MessageBar(PLACE)
        self.save = button(_("Save"), f"{PLACE}.save", role="primary")
        self.save.setEnabled(False)
        self.choose = button(_("Choose folder\u2026"), f"{PLACE}.choose", Icon.FOLDER)
        self.choose.clicked.connect(self._choose)
        self.saver: Saver[PlaceDraft] = Saver(
            desk, self.panel, self.bar, self.save, desk.services.file_store.set_place
        )
        self.saver.saved.connect(self._saved)
        self.panel.edited.connect(lambda: self.save.setEnabled(self.panel.is_dirty))
        self.panel.entered.connect(self.saver.submit)
        self.told = paragraph("", name=f"{PLACE}.told")
        self.moves = {
            place: button(title, f"{PLACE}.{place.value}", picture)
            for place, title, picture in (
                (Place.DATABASE, _("Move all into the database\u2026"), Icon.DATABASE),
                (Place.FOLDER, _("Move all into the folder\u2026"), Icon.FOLDER),
            )
        }
        for place, mover in self.moves.items():
            mover.clicked.connect(partial(self._move, place))
        self.busy = Busy(desk, PLACE, self)
        self._arrange()
        self._load()

    def _arrange(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 12, 0)
        body.setSpacing(8)
        body.addWidget(self.panel)
        body.addWidget(self.bar)
        ends = QHBoxLayout()
        ends.addWidget(self.choose)
        ends.addStretch()
        ends.addWidget(self.save)
        body.addLayout(ends)
        body.addSpacing(8)
        body.addWidget(label(_("What is there"), "h2"))
        body.addWidget(self.told)
        row = QHBoxLayout()
        for mover in self.moves.values():
            row.addWidget(mover)
        row.addStretch()
        body.addLayout(row)
        body.addWidget(self.busy)
        body.addStretch()

    def _load(self) -> None:
        self.panel.setEnabled(False)
        self._desk.tasks.run(self, self._desk.services.file_store.kept, self._show)

    def _show(self, kept: Kept) -> None:
        self.panel.setEnabled(True)
        if not self.panel.is_dirty:
            self.panel.load(PlaceDraft(kept.place, kept.folder))
        self.told.setText(
            "\n".join(
                (
                    _lying(_("In the database: %s"), kept.in_database, kept.database_bytes),
                    _lying(_("In the folder: %s"), kept.in_folder, kept.folder_bytes),
                )
            )
        )
        self.moves[Place.DATABASE].setEnabled(kept.in_folder > 0)
        self.moves[Place.FOLDER].setEnabled(kept.in_database > 0 and bool(kept.folder))

    def _choose(self) -> None:
        folder = dialogs.ask_folder(self, _("Folder for files"))
        if folder is not None:
            editor = self.panel.box("folder").editor
            editor.write(str(folder))
            editor.edited.emit()

    def _saved(self, _none: object = None) -> None:
        self._desk.notices.say(_("Settings saved."))
        self._load()

    def _move(self, place: Place, _checked: bool = False) -> None:
        title = {
            Place.DATABASE: _("Move all files into the database?"),
            Place.FOLDER: _("Move all files into the folder?"),
        }[place]
        said = _(
            "Everybody can go on working meanwhile. You can stop at any time, and go on later "
            "where you stopped."
        )
        if not dialogs.confirm(self, title, said, _("Move files")):
            return
        move_all = self._desk.services.file_store.move_all

        def work(progress: Progress) -> Moved:
            return move_all(place, progress)

        self.busy.do(_("Moving files\u2026"), work, self._moved)

    def _moved(self, moved: Moved) -> None:
        said = ngettext("%s file was moved.", "%s files were moved.", moved.done)
        told = [said % fmt.text(moved.done)]
        if moved.stopped:
            left = ngettext("%s is left.", "%s are left.", moved.left)
            told.append(left % fmt.text(moved.left))
        self._desk.notices.say(" ".join(told))
        if moved.refused:
            more = len(moved.refused) - _SHOWN
            shown = list(moved.refused[:_SHOWN])
            if more > 0:
                shown.append(ngettext("%d more stays.", "%d more stay.", more) % more)
            self._desk.notices.warn(" ".join(shown))
        self._load()


def _lying(where: str, count: int, size: int) -> str:
    said = ngettext("%(count)s file, %(size)s", "%(count)s files, %(size)s", count)
    return where % (said % {"count": fmt.text(count), "size": fmt.size(size)})


# A name, a title, a picture, and what builds the section.
SECTION = (PLACE, N_("Files"), Icon.PAPERCLIP, FileStorePanel)
