"""A canvas that knows how many pages there are when it writes the first."""

from collections.abc import Callable
from typing import Any

Around = Callable[[Any, int, int], None]


def counting(around: Around) -> type[Any]:
    """A kind of canvas that calls `around` (canvas, page, of how many) on each page."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - slow, seldom needed

    class Counting(Canvas):  # type: ignore[misc] # reportlab has no types
        """Holds every page back until the last is done."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self._held: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self._held.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._held, start=1):
                self.__dict__.update(page)
                around(self, number, len(self._held))
                super().showPage()
            super().save()

    return Counting
