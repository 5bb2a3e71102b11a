"""Requests answered, license files given out, and signing keys kept, in their dialogs."""

from datetime import timedelta
from itertools import count

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication

from app.licensing.activations_drafts import DeviceDraft
from app.licensing.schemas import DeviceKind
from app.offline.requests import Request
from app.offline.schemas import DeviceSeen, KeyState, RequestKind
from tests.ui.licensing.devices import dialog, idle, part, sell, three_seats
from tests.ui.walk import faults
from ui.kit.dialogs import Answer
from ui.licensing.offline import license_files, offline_activation
from ui.licensing.signing import SigningKeysPanel

NONCES = count(1)


@pytest.fixture
def licensed(services, product, person):
    return sell(services, product, three_seats(services, product), person())


@pytest.fixture
def request_text(services, clock, licensed):
    """A function that makes a request as a device does."""
    key = services.licenses.reveal(licensed)

    def make(kind=RequestKind.ACTIVATE, file="", **ahead):
        device = DeviceSeen("BOX-1", DeviceKind.HARDWARE, "Box", "box.lan", "Linux")
        made_at = clock.now() + timedelta(**ahead)
        return Request(kind, device, f"nonce-{next(NONCES):022d}", made_at, key, file=file).text()

    return make


@pytest.fixture
def asked(qtbot, desk, host):
    made = offline_activation(desk, host)
    idle(qtbot, desk)
    return made


def said(qtbot, asked, text):
    """Wait for a sentence about the request."""
    qtbot.waitUntil(lambda: text in asked.said.text(), timeout=10_000)


def test_a_request_is_shown_answered_copied_saved_and_never_twice(
    qtbot, desk, asked, request_text, services, licensed, tmp_path, monkeypatch
):
    text = request_text()
    asked.text.setPlainText(text)
    said(qtbot, asked, "This license can be activated on this device.")
    assert "Box" in part(asked, "offline.device").text()
    assert part(asked, "offline.seat").text() == "Takes one more seat."
    assert asked.answer.text() == "Activate and answer"
    assert faults(asked) == []
    asked.answer.click()
    qtbot.waitUntil(lambda: asked.response.text.toPlainText() != "", timeout=10_000)
    assert services.licenses.rows([licensed])[0].activations == 1
    qtbot.waitUntil(lambda: asked.response.qr.code is not None, timeout=10_000)
    asked.response.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert services.offline.look_at(copied).good
    path = tmp_path / "answer.txt"
    monkeypatch.setattr("ui.kit.dialogs.ask_save_path", lambda *_: path)
    asked.response.save.click()
    qtbot.waitUntil(path.exists)
    assert services.offline.look_at(path.read_text()).good
    assert faults(asked) == []
    asked.another.click()
    asked.text.setPlainText(text)
    said(qtbot, asked, "is not answered twice")
    assert not asked.answer.isEnabled()
    asked.text.setPlainText(request_text(RequestKind.DEACTIVATE, services.offline.look_at(copied)
                                         .file))  # fmt: skip
    said(qtbot, asked, "The device's seat would be free again.")
    asked.answer.click()
    qtbot.waitUntil(lambda: services.licenses.rows([licensed])[0].activations == 0, timeout=10_000)
    idle(qtbot, desk)


def test_a_file_is_dropped_and_nonsense_says_what_to_do(
    qtbot, asked, request_text, tmp_path, monkeypatch
):
    path = tmp_path / "box.req"
    path.write_text(request_text(days=3))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPoint(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    asked.dropEvent(drop)
    said(qtbot, asked, "Set the device's clock")
    assert not asked.answer.isEnabled()
    monkeypatch.setattr("ui.kit.dialogs.ask_open_path", lambda *_: tmp_path / "gone.req")
    asked.open_file.click()
    said(qtbot, asked, "gone.req cannot be read")
    asked.text.setPlainText("hello")
    qtbot.waitUntil(lambda: "gone.req" not in asked.said.text() and asked.said.text() != "")
    assert asked.seen is None


def test_a_refused_request_leads_to_the_reasons(qtbot, asked, request_text, services, licensed):
    services.license_life.suspend([licensed], "Unpaid")
    asked.text.setPlainText(request_text())
    said(qtbot, asked, "The license is suspended (Unpaid).")
    assert asked.why.isVisible()
    asked.why.click()
    reasons = dialog(qtbot, "why")
    qtbot.waitUntil(lambda: "suspended" in reasons.answer.verdict.text(), timeout=10_000)
    part(reasons, "why.resume").click()
    said(qtbot, asked, "This license can be activated on this device.")


def test_a_license_file_is_made_for_a_device_and_kept_in_the_list(
    qtbot, desk, host, services, licensed
):
    device = services.activations.activate(licensed, DeviceDraft("BOX-1", label="Box")).id
    files = license_files(desk, host, licensed, activation_id=device)
    form = dialog(qtbot, "issueFile")
    form.panel.box("days").editor.line.setText("0")
    form.save.click()
    assert "1 to 3660 days" in form.panel.box("days").problem
    form.panel.box("days").editor.line.setText("30")
    assert faults(form) == []
    form.save.click()
    made = dialog(qtbot, "licenseFile")
    assert services.offline.look_at(made.view.text.toPlainText()).good
    assert faults(made) == []
    qtbot.waitUntil(lambda: files.list.topLevelItemCount() == 1, timeout=10_000)
    row = files.list.topLevelItem(0)
    assert (row.text(2), row.text(3)) == ("Box", "Dec 20, 2026")
    assert faults(files) == []
    idle(qtbot, desk)


def test_signing_keys_are_made_prepared_rotated_and_exported(
    qtbot, desk, services, tmp_path, monkeypatch
):
    panel = SigningKeysPanel(desk)
    qtbot.addWidget(panel)
    panel.show()
    idle(qtbot, desk)
    assert panel.empty.isVisible()
    panel.create_key.click()
    qtbot.waitUntil(lambda: [row.state for row in panel.shown] == [KeyState.SIGNS])
    panel.create_key.click()
    qtbot.waitUntil(lambda: len(panel.shown) == 2)
    assert panel.create_key.isHidden()
    new, old = (row.key_id for row in panel.shown)
    asked = []
    monkeypatch.setattr(
        "ui.licensing.signing.confirm", lambda *said, **_: asked.append(said) or Answer(True)
    )
    panel.rotate_key.click()
    qtbot.waitUntil(
        lambda: [row.state for row in panel.shown] == [KeyState.SIGNS, KeyState.RETIRED]
    )
    assert f"{old} is retired" in asked[0][2]
    assert f"{new} signs" in asked[0][2]
    part(panel, f"signingKeys.{new}.copyRaw").click()
    raw = services.signing_keys.public(new).raw
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == raw)
    path = tmp_path / "keys.pem"
    monkeypatch.setattr("ui.kit.dialogs.ask_save_path", lambda *_: path)
    panel.export_all.click()
    qtbot.waitUntil(path.exists)
    assert path.read_text() == services.signing_keys.public().pem
    assert faults(panel) == []
    idle(qtbot, desk)
