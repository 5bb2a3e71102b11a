"""A customer's files as a tab, the strip on a card, and where files are kept."""

import threading

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QToolButton, QWidget

from app.attachments.schemas import AttachTo
from app.contents.schemas import Place
from app.core.receipt import Receipt
from app.interactions.drafts import InteractionDraft
from app.interactions.schemas import InteractionType
from tests.ui.customers.helpers import column, idle, press, said
from tests.ui.walk import faults
from ui.files import copies, steps
from ui.files.busy import Busy
from ui.files.drag import mime
from ui.files.settings import FileStorePanel
from ui.kit import dialogs
from ui.shell import catalogue
from ui.shell import making as make
from ui.shell.editing import Editing

MANY = ("save", "remove", "restore")


@pytest.fixture
def opened(monkeypatch):
    """What was handed to the computer's own programs."""
    urls = []
    monkeypatch.setattr(
        steps.QDesktopServices, "openUrl", lambda url: urls.append(url.toLocalFile()) or True
    )
    return urls


def test_files_are_added_opened_saved_and_removed(
    qtbot, desk, tab, run, action, file, added, opened, monkeypatch, tmp_path
):
    page = tab()
    assert page.body.empty.isVisible()
    paths = (file("offer.pdf"), file("setup.exe", b"MZ\0"), tmp_path)
    monkeypatch.setattr(dialogs, "ask_open_paths", lambda *_a: paths)
    press(page, "detail.files.new")
    qtbot.waitUntil(lambda: page.total == 2)
    idle(qtbot, desk)
    assert said(desk)[0] == "2 files added."
    assert "is a folder" in said(desk)[1]
    assert (column(page, "name"), column(page, "kind"), column(page, "size")) == (
        ["setup.exe", "offer.pdf"], ["Program", "PDF"], ["3 bytes", "14 bytes"],
    )  # fmt: skip
    assert faults(page) == []
    run(page, "open", 1)
    [copy] = opened
    assert copy.startswith(str(copies.folder()))
    assert not action(page, "open", 0).isEnabled()
    page.opened.emit(page.model.ids[0])
    idle(qtbot, desk)
    refusal = desk.notices.history[-1]
    assert "may run something on this computer" in refusal.message
    assert (refusal.action[0], len(opened)) == ("Save as…", 1)

    target = tmp_path / "there.pdf"
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *_a: target)
    run(page, "save", 1)
    qtbot.waitUntil(target.exists)
    idle(qtbot, desk)
    assert said(desk)[-1] == "there.pdf was saved."
    folder = tmp_path / "all"
    folder.mkdir()
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_a: folder)
    page.view.clearSelection()
    press(page, "detail.files.saveAll")
    qtbot.waitUntil(lambda: len(list(folder.glob("*.*"))) == 2)
    idle(qtbot, desk)
    assert added


def offered(page):
    """What the bar below offers for the chosen files."""
    buttons = (page.bar.findChild(QPushButton, f"{page.place}.{name}") for name in MANY)
    return {name: button.isVisible() for name, button in zip(MANY, buttons, strict=True)}


def test_removed_files_are_brought_back(qtbot, desk, services, tab, run, action, added):
    added("offer.pdf", "setup.exe")
    page = tab()
    run(page, "remove", 0, 1)
    qtbot.waitUntil(lambda: page.total == 0)
    undo = desk.notices.history[-1]
    assert (undo.message, undo.action[0]) == ("2 files removed.", "Undo")
    undo.action[1]()
    qtbot.waitUntil(lambda: page.total == 2)
    idle(qtbot, desk)
    page.view.choose([0, 1], 0)
    assert offered(page) == {"save": True, "remove": True, "restore": False}
    run(page, "remove", 1)
    qtbot.waitUntil(lambda: column(page, "name") == ["setup.exe"])
    page.tools.filters.pick({"removed": True})
    page.ask()
    qtbot.waitUntil(lambda: column(page, "name") == ["offer.pdf"])
    idle(qtbot, desk)
    assert not action(page, "open", 0).isEnabled()
    services.attachments.remove([page.model.ids[0], *added("third.pdf")])
    qtbot.waitUntil(lambda: page.total == 2)
    page.view.choose([0, 1], 0)
    only_restored = {"save": True, "remove": False, "restore": True}
    qtbot.waitUntil(lambda: offered(page) == only_restored)
    # One alone has its menu, where what does not fit is left out.
    assert not action(page, "remove", 0).isEnabled()
    run(page, "restore", 0, 1)
    qtbot.waitUntil(lambda: page.total == 0)
    page.clear_filters()
    qtbot.waitUntil(lambda: page.total == 3)
    idle(qtbot, desk)


def test_a_name_and_a_note_are_changed(qtbot, tab, run, dialog_of, save, added):
    added("offer.pdf")
    page = tab()
    run(page, "details", 0)
    dialog = dialog_of(page, "fileDetails")
    assert faults(dialog) == []
    for key, value in (("name", "Offer 2.pdf"), ("note", "Signed.\nBy both")):
        box = dialog.panel.box(key)
        box.editor.write(value)
        box.editor.edited.emit()
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "name") == ["Offer 2.pdf"])


def test_files_are_dropped_pasted_and_dragged_out(qtbot, desk, tab, file, services, jane):
    page, at = tab(), QPointF(50, 50)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file("dropped.txt"))), QUrl("https://example.org")])
    rest = (
        Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    entering, drop = QDragEnterEvent(at.toPoint(), *rest), QDropEvent(at, *rest)
    assert QApplication.sendEvent(page, entering)
    assert entering.isAccepted()
    assert page.body.empty.property("focused")
    QApplication.sendEvent(page, drop)
    assert not page.body.empty.property("focused")
    qtbot.waitUntil(lambda: page.total == 1)
    picture = QImage(20, 10, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    press(page, "detail.files.paste")
    qtbot.waitUntil(lambda: page.total == 2)
    idle(qtbot, desk)
    newest = services.attachments.of(AttachTo(jane))[0]
    assert newest.name.startswith("Pasted picture 20")
    assert (newest.kind.value, newest.media_type) == ("image", "image/png")
    QGuiApplication.clipboard().setText("only words")
    press(page, "detail.files.paste")
    assert "The clipboard holds no file" in said(desk)[-1]

    page.view.choose([0, 1], 0)
    page.view.drag_wanted.emit()
    idle(qtbot, desk)
    assert said(desk)[-1] == "The copies are ready now. Drag again."
    [saved] = page.drag.ready.values()
    urls = mime(saved).urls()
    assert {url.fileName() for url in urls} == {newest.name, "dropped.txt"}


def test_the_strip_of_an_order_shows_and_takes_its_files(
    qtbot, desk, file, added, order, opened, monkeypatch, services
):
    one = order()
    added("on order.pdf", order_id=one)
    added("elsewhere.pdf")
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    catalogue.open_order(desk, window, one)
    idle(qtbot, desk)
    card = next(each for each in window.children() if each.objectName() == "orderCard")
    strip = card.findChild(QWidget, "orderCard.files")
    qtbot.waitUntil(lambda: [row.name for row in strip.shown] == ["on order.pdf"])
    assert faults(card) == []
    monkeypatch.setattr(dialogs, "ask_open_paths", lambda *_a: (file("signed.pdf"),))
    press(card, "orderCard.files.add")
    qtbot.waitUntil(lambda: len(strip.shown) == 2)
    idle(qtbot, desk)
    assert strip.title.text() == "Files (2)"
    press(card, "orderCard.files.0.open")
    idle(qtbot, desk)
    assert opened[0].endswith("signed.pdf")
    card.findChild(QToolButton, "orderCard.files.0.remove").click()
    qtbot.waitUntil(lambda: len(strip.shown) == 1)
    idle(qtbot, desk)
    to = services.attachments.target(order_id=one)
    assert [row.belongs for row in services.attachments.of(to)] == ["ORD-000001"]
    # The whole card takes files: the strip may be out of sight.
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file("dropped.txt")))])
    rest = (
        Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    assert QApplication.sendEvent(card, QDragEnterEvent(QPointF(50, 50).toPoint(), *rest))
    QApplication.sendEvent(card, QDropEvent(QPointF(50, 50), *rest))
    qtbot.waitUntil(lambda: "dropped.txt" in [row.name for row in strip.shown])
    card.reject()


def test_keys_take_back_what_was_done_to_files_once(qtbot, desk, services, jane, tab, run, added):
    window = QMainWindow()
    qtbot.addWidget(window)
    editing = Editing(desk, window)
    added("offer.pdf", "setup.exe")
    window.show()
    page = tab()
    page.activateWindow()
    qtbot.waitUntil(lambda: editing.undo.text() == "Undo: Add a file to Jane Roe")

    def press_undo():
        page.view.setFocus()
        QTest.keyClick(page.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    run(page, "remove", 0)
    qtbot.waitUntil(lambda: column(page, "name") == ["offer.pdf"])
    qtbot.waitUntil(lambda: editing.undo.text() == "Undo: Remove a file of Jane Roe")
    press_undo()
    qtbot.waitUntil(lambda: page.total == 2)
    idle(qtbot, desk)
    assert said(desk)[-1] == "Undone: Remove a file of Jane Roe."
    run(page, "remove", 0, 1)
    qtbot.waitUntil(lambda: page.total == 0)
    idle(qtbot, desk)
    desk.notices.history[-1].action[1]()
    qtbot.waitUntil(lambda: page.total == 2)
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: editing.undo.text() == "Undo: Add a file to Jane Roe")
    press_undo()
    qtbot.waitUntil(lambda: column(page, "name") == ["offer.pdf"])
    idle(qtbot, desk)
    assert said(desk)[-1] == "Undone: Add a file to Jane Roe."
    assert [row.name for row in services.attachments.of(AttachTo(jane), removed=True)] == [
        "offer.pdf"
    ]
    assert editing.redo.text() == "Redo: Add a file to Jane Roe"


def test_the_strip_of_an_interaction_shows_its_files(qtbot, desk, services, jane, file):
    call = InteractionDraft(jane, InteractionType.CALL, "About the offer", "They like it.")
    one = services.interactions.log(call)
    services.attachments.add(AttachTo(jane, interaction_id=one), file("setup.exe", b"x"))
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    make.interaction_steps(desk, window).show(one)
    idle(qtbot, desk)
    card = next(each for each in window.children() if each.objectName() == "interactionCard")
    strip = card.findChild(QWidget, "interactionCard.files")
    qtbot.waitUntil(lambda: [row.name for row in strip.shown] == ["setup.exe"])
    assert faults(card) == []
    press(card, "interactionCard.files.0.open")
    idle(qtbot, desk)
    assert "may run something" in said(desk)[-1]
    receipt = Receipt()
    services.interactions.noting(receipt).remove([one])
    [row] = services.attachments.of(AttachTo(jane))
    assert (row.interaction_id, row.belongs) == (None, "")
    services.undo.undo(receipt.command)
    [row] = services.attachments.of(AttachTo(jane))
    assert (row.interaction_id, row.belongs) == (one, "About the offer")
    idle(qtbot, desk)
    card.reject()


def test_the_place_is_chosen_and_files_are_moved(
    qtbot, desk, services, added, monkeypatch, tmp_path
):
    added("a.pdf", "b.pdf")
    panel = FileStorePanel(desk)
    qtbot.addWidget(panel)
    panel.show()
    idle(qtbot, desk)
    assert panel.told.text().startswith("In the database: 2 files, 10 bytes")
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_a: tmp_path / "none")
    panel.choose.click()
    panel.panel.box("place").editor.write(Place.FOLDER)
    panel.panel.box("place").editor.edited.emit()
    panel.save.click()
    idle(qtbot, desk)
    assert "There is no folder" in panel.panel.box("folder").problem
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_a: tmp_path)
    panel.choose.click()
    panel.save.click()
    idle(qtbot, desk)
    monkeypatch.setattr(dialogs, "confirm", lambda *_a, **_k: True)
    assert not panel.moves[Place.DATABASE].isEnabled()
    panel.moves[Place.FOLDER].click()
    idle(qtbot, desk)
    assert "2 files were moved." in said(desk)
    assert services.file_store.kept().in_folder == 2
    assert faults(panel) == []


def test_what_takes_long_can_be_stopped_and_a_viewer_only_reads(
    qtbot, desk, viewer_desk, tab, added, action
):
    added("a.pdf")
    window = QWidget()
    qtbot.addWidget(window)
    busy = Busy(desk, "detail.files", window)
    began = threading.Event()

    def work(progress):
        began.set()
        while True:
            progress.check()

    busy.do("Adding…", work, lambda _none: None)
    busy.do("Never begun", lambda _progress: desk.notices.say("no"), lambda _none: None)
    assert began.wait(10)
    busy.stop.click()
    qtbot.waitUntil(lambda: not busy.bar.is_busy)
    assert said(desk) == ["Cancelled. Nothing was changed."]

    page = tab(on=viewer_desk)
    assert not page.acceptDrops()
    assert (
        page.findChild(QPushButton, "detail.files.new") is None
        or not page.findChild(QPushButton, "detail.files.new").isVisible()
    )
    assert action(page, "open", 0).isEnabled()
    assert not action(page, "remove", 0).isEnabled()
    idle(qtbot, viewer_desk)
