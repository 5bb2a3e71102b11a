"""Puts rows on the clipboard, for spreadsheets (as a table) and for everything else (as text)."""

from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import QMimeData

Line = Sequence[str]


def to_tsv(title: Line, lines: Iterable[Line]) -> str:
    """One line per row, tabs between the cells; tabs and line breaks within become spaces."""
    return "\n".join("\t".join(_flat(cell) for cell in line) for line in (title, *lines))


def to_html(title: Line, lines: Iterable[Line]) -> str:
    """The same as a table."""
    head = "".join(f"<th>{escape(cell)}</th>" for cell in title)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in line)}</tr>" for line in lines
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def mime(title: Line, lines: Sequence[Line]) -> QMimeData:
    """Both, for the clipboard."""
    data = QMimeData()
    data.setText(to_tsv(title, lines))
    data.setHtml(to_html(title, lines))
    return data


def _flat(cell: str) -> str:
    return " ".join(cell.replace("\t", " ").splitlines())
