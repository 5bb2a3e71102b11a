"""One document on its pages: head, parts one below the other, a foot with the page's number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from app.core.text import _
from app.exchange.papers.tongue import Tongue
from app.exchange.pdf.bidi import as_seen
from app.exchange.pdf.letters import PLAIN, STRONG, Letters

MM = 72 / 25.4
MARGIN, FOOT = 18 * MM, 24 * MM
# Shares of red, green and blue.
INK, MUTED = (0.11, 0.14, 0.19), (0.36, 0.40, 0.46)
LINE, BAND, _STAMP = (0.78, 0.81, 0.85), (0.93, 0.945, 0.96), (0.85, 0.87, 0.90)
Colour = tuple[float, float, float]
TEXT, SMALL, TITLE = 9.0, 7.5, 20.0
LEFT, RIGHT = 0, 2
_LOGO = (60 * MM, 20 * MM)


@dataclass
class Paper:
    """Gathers the parts of a document and writes it; the same parts give the same bytes.

    `foot` are the seller's lines at the bottom of each page, `stamp` a word across it.
    """

    title: str
    tongue: Tongue
    author: str = ""
    about: str = ""
    foot: Sequence[str] = ()
    stamp: str = ""
    letters: Letters = field(default_factory=Letters)
    parts: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Have the fonts there before anything is measured."""
        from reportlab.lib.pagesizes import A4, LETTER  # noqa: PLC0415 - slow, seldom needed

        self.page = LETTER if self.tongue.on_letter_paper else A4
        self.width = self.page[0] - 2 * MARGIN
        for style in (PLAIN, STRONG):
            self.letters.width("x", style, TEXT)

    def text(
        self, text: str, style: str = PLAIN, size: float = TEXT, *,
        colour: Colour = INK, align: int = LEFT,
    ) -> Any:  # fmt: skip
        """Lines of text that wrap where they are put."""
        from reportlab.lib.styles import ParagraphStyle  # noqa: PLC0415 - see above
        from reportlab.platypus import Paragraph  # noqa: PLC0415 - as above

        look = ParagraphStyle(
            style, fontName="Inter-SemiBold" if style == STRONG else "Inter-Regular",
            fontSize=size, leading=size * 1.35, textColor=colour, alignment=align,
        )  # fmt: skip
        return Paragraph("<br/>".join(self._marked(one, style) for one in text.split("\n")), look)

    def gap(self, height: float) -> Any:
        """Room between two parts, in millimetres."""
        from reportlab.platypus import Spacer  # noqa: PLC0415 - see above

        return Spacer(0, height * MM)

    def table(
        self, rows: Sequence[Sequence[Any]], widths: Sequence[float], *commands: tuple[Any, ...],
        heads: int = 0, align: str = "LEFT",
    ) -> Any:  # fmt: skip
        """A table of texts; its first `heads` rows come again on every page."""
        from reportlab.platypus import LongTable, TableStyle  # noqa: PLC0415 - see above

        usual = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]  # fmt: skip
        made = LongTable(
            [list(row) for row in rows], colWidths=list(widths), repeatRows=heads, hAlign=align
        )
        made.setStyle(TableStyle([*usual, *commands]))
        return made

    def picture(self, content: bytes | None) -> Any:
        """A logo as large as it may be; None where there is none."""
        if not content:
            return None
        from reportlab.lib.utils import ImageReader  # noqa: PLC0415 - see above
        from reportlab.platypus import Image  # noqa: PLC0415 - as above

        width, height = ImageReader(BytesIO(content)).getSize()
        scale = min(_LOGO[0] / width, _LOGO[1] / height)
        return Image(BytesIO(content), width * scale, height * scale, hAlign="LEFT")

    def together(self, *parts: Any) -> Any:
        """Parts that are not torn apart by the end of a page."""
        from reportlab.platypus import KeepTogether  # noqa: PLC0415 - see above

        return KeepTogether(list(parts))

    def write(self, path: Path) -> None:
        """Write the PDF."""
        from reportlab import rl_config  # noqa: PLC0415 - see above
        from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate  # noqa: PLC0415 - as above

        from app.exchange.papers.counting import counting  # noqa: PLC0415 - as above

        # Compressed pages need not be text as well, a quarter larger.
        rl_config.useA85 = 0
        frame = Frame(
            MARGIN, FOOT, self.width, self.page[1] - MARGIN - FOOT,
            leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
        )  # fmt: skip
        document = BaseDocTemplate(
            str(path), pagesize=self.page, title=self.title, author=self.author,
            subject=self.about, creator="Customer Desk", lang="en", invariant=1,
        )  # fmt: skip
        document.addPageTemplates([PageTemplate(frames=[frame])])
        document.build(self.parts, canvasmaker=counting(self._around))

    def _around(self, canvas: Any, number: int, count: int) -> None:
        """What is on each page around the frame."""
        if self.stamp:
            canvas.saveState()
            canvas.setFillColorRGB(*_STAMP, alpha=0.6)
            canvas.translate(self.page[0] / 2, self.page[1] / 2)
            canvas.rotate(45)
            canvas.setFont("Inter-SemiBold", 84)
            canvas.drawCentredString(0, -30, self.stamp)
            canvas.restoreState()
        canvas.setStrokeColorRGB(*LINE)
        canvas.line(MARGIN, FOOT - 4 * MM, self.page[0] - MARGIN, FOOT - 4 * MM)
        told = _("Page %(number)d of %(count)d") % {"number": number, "count": count}
        room = self.width - self.letters.width(told, PLAIN, SMALL) - 12
        foot = self.text("\n".join(self.foot), size=SMALL, colour=MUTED)
        _wide, high = foot.wrap(room, FOOT)
        foot.drawOn(canvas, MARGIN, FOOT - 6 * MM - high)
        canvas.setFont("Inter-Regular", SMALL)
        canvas.setFillColorRGB(*MUTED)
        canvas.drawRightString(self.page[0] - MARGIN, FOOT - 6 * MM - SMALL, told)

    def _marked(self, line: str, style: str) -> str:
        runs = self.letters.runs(as_seen(line), style)
        return "".join(f'<font name="{font}">{escape(part)}</font>' for font, part in runs)
