"""The keys license files are signed with, as a section of the settings."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.changes import Touched
from app.core.files import replacing
from app.core.text import N_, _
from app.offline.schemas import KeyState, PublicKeys, SigningKeyRow
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.badge import Badge
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.flow import FlowLayout
from ui.kit.icons import Icon
from ui.kit.list_states import StateView
from ui.kit.parts import button, card, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import Tone

PLACE = "signingKeys"
LOOKS = {
    KeyState.SIGNS: (N_("Signs"), Tone.OK, Icon.CIRCLE_CHECK),
    KeyState.PREPARED: (N_("Prepared"), Tone.INFO, Icon.HOURGLASS),
    KeyState.RETIRED: (N_("Retired"), Tone.NEUTRAL, Icon.ARCHIVE),
}


class SigningKeysPanel(QWidget):
    """Every key with what it is for; a new one is prepared, then signing moves on to it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._keys = desk, desk.services.signing_keys
        self.setProperty("role", "clear")
        self.create_key = button(_("Create key"), f"{PLACE}.create", Icon.PLUS)
        self.rotate_key = button(_("Rotate\u2026"), f"{PLACE}.rotate", Icon.REPEAT)
        self.export_all = button(_("Save all public keys\u2026"), f"{PLACE}.export", Icon.DOWNLOAD)
        self.empty = StateView(f"{PLACE}.empty", Icon.KEY)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(10)
        self.shown: tuple[SigningKeyRow, ...] = ()
        self.create_key.clicked.connect(self._create)
        self.rotate_key.clicked.connect(self._rotate)
        self.export_all.clicked.connect(partial(self._export, ""))
        self._arrange()
        desk.changes.heard.connect(self._heard)
        self._load()

    def _heard(self, touched: Touched) -> None:
        if "signing_keys" in touched:
            self._load()

    def _load(self) -> None:
        self._desk.tasks.run(self, self._keys.all, self._show)

    def _show(self, found: list[SigningKeyRow]) -> None:
        self.shown = tuple(found)
        while (item := self.rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row in found:
            self.rows.addWidget(self._card(row))
        states = {row.state for row in found}
        self.empty.setVisible(not found)
        self.create_key.setText(_("Prepare the next key") if found else _("Create key"))
        self.create_key.setAccessibleName(self.create_key.text())
        self.create_key.setVisible(KeyState.PREPARED not in states)
        self.rotate_key.setVisible(KeyState.SIGNS in states)
        self.export_all.setVisible(bool(found))

    def _card(self, row: SigningKeyRow) -> QFrame:
        made = card(margins=(14, 10, 14, 12))
        inside = made.layout()
        top = QHBoxLayout()
        name = label(row.key_id, "strong", name=f"{PLACE}.{row.key_id}.id")
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        top.addWidget(name)
        badge = Badge(f"{PLACE}.{row.key_id}.state")
        word, tone, picture = LOOKS[row.state]
        badge.show_badge(_(word), tone, picture)
        top.addWidget(badge)
        top.addStretch(1)
        steps = FlowLayout()
        for thing, title, icon, run in (
            ("copyRaw", _("Copy base64"), Icon.COPY, partial(self._copy, row.key_id, "raw")),
            ("copyPem", _("Copy PEM"), Icon.COPY, partial(self._copy, row.key_id, "pem")),
            ("save", _("Save\u2026"), Icon.DOWNLOAD, partial(self._export, row.key_id)),
        ):
            step = button(title, f"{PLACE}.{row.key_id}.{thing}", icon)
            step.setAccessibleName(_("%(what)s: %(key)s") % {"what": title, "key": row.key_id})
            step.clicked.connect(run)
            steps.addWidget(step)
        if isinstance(inside, QVBoxLayout):
            inside.setSpacing(6)
            inside.addLayout(top)
            inside.addWidget(paragraph(_told(row), "muted"))
            inside.addLayout(steps)
        return made

    def _create(self) -> None:
        said = (
            _("The next key is prepared. Build its public key into your products, then rotate.")
            if self.shown
            else _("The signing key was created. Build its public key into your products.")
        )
        self._desk.tasks.run(self, self._keys.create, lambda _id: self._desk.notices.say(said))

    def _rotate(self) -> None:
        prepared = next((row for row in self.shown if row.state is KeyState.PREPARED), None)
        now = next((row for row in self.shown if row.state is KeyState.SIGNS), None)
        if now is None:
            return
        after = (
            _("From now on %s signs.") % prepared.key_id
            if prepared
            else _(
                "From now on a new key signs. Products that do not know its public key refuse "
                "new files: prepare the next key first, unless the old one may be known to others."
            )
        )
        stays = _("%s is retired and never signs again. What it signed stays good.") % now.key_id
        title = _("Rotate the signing key?")
        if confirm(self, title, f"{after}\n\n{stays}", _("Rotate key"), destructive=not prepared):
            said = _("%s signs from now on.")
            self._desk.tasks.run(
                self, self._keys.rotate, lambda name: self._desk.notices.say(said % name)
            )

    def _copy(self, key_id: str, form: str, _checked: bool = False) -> None:
        def copied(found: PublicKeys) -> None:
            QGuiApplication.clipboard().setText(getattr(found, form))
            self._desk.notices.say(_("The public key was copied."))

        self._desk.tasks.run(self, partial(self._keys.public, key_id), copied)

    def _export(self, key_id: str, _checked: bool = False) -> None:
        suggested = f"{key_id or 'public-keys'}.pem"
        kinds = ["PEM (*.pem)", _("Base64, one a line (*.txt)")]
        path = dialogs.ask_save_path(self, suggested, kinds)
        if path is None:
            return

        def work() -> None:
            _write(path, self._keys.public(key_id))

        said = _("Saved as %s.") % path.name
        self._desk.tasks.run(self, work, lambda _none: self._desk.notices.say(said))

    def _arrange(self) -> None:
        self.empty.tell(
            _("No signing key yet"),
            _("The first is made with the first license file, or now."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        column.addWidget(label(_("Signing keys"), "h2"))
        column.addWidget(
            paragraph(
                _(
                    "License files are signed with a key that never leaves this database. Products "
                    "check them with the public key. To change keys, prepare the next one, build "
                    "its public key into your products, then rotate."
                ),
                "muted",
            )
        )
        steps = FlowLayout()
        for step in (self.create_key, self.rotate_key, self.export_all):
            steps.addWidget(step)
        column.addLayout(steps)
        column.addWidget(self.empty)
        column.addLayout(self.rows)
        column.addStretch(1)


def _told(row: SigningKeyRow) -> str:
    said = [_("Created %(at)s by %(who)s.") % {
        "at": fmt.text(row.created_at), "who": row.created_by,
    }]  # fmt: skip
    if row.signs_since is not None:
        said.append(_("Signs since %s.") % fmt.text(row.signs_since))
    if row.retired_at is not None:
        said.append(_("Retired %s.") % fmt.text(row.retired_at))
    return " ".join(said)


def _write(path: Path, found: PublicKeys) -> None:
    """Public keys in the form the file's ending asks for; runs on a worker."""
    text = found.raw if path.suffix == ".txt" else found.pem
    with replacing(path) as new:
        new.write_bytes(text.encode())
