"""Text that wraps, and labels that name the widget below them."""

from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.kit.parts import label


def paragraph(text: str = "", role: str = "", name: str = "") -> QLabel:
    """Plain text over as many lines as it needs."""
    made = label(text, role, name=name)
    made.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def titled(widget: QWidget, text: str, inside: QWidget | None = None) -> QVBoxLayout:
    """`widget` with its title above; `inside` is the part of it that takes the focus."""
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(title_for(inside or widget, text))
    column.addWidget(widget)
    return column


def title_for(widget: QWidget, text: str, *, required: bool = False) -> QLabel:
    """A label to stand above `widget`: its buddy, and its name for a screen reader."""
    above = label(f"{text} *" if required else text, "label")
    above.setBuddy(widget)
    widget.setAccessibleName(text)
    return above
