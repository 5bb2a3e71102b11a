"""Writes down a failure nobody foresaw."""

import traceback
from datetime import UTC, datetime

from app.core.settings import Paths
from app.core.text import _


def report(error: BaseException) -> str:
    """Add the failure to the log, and return the sentence that says where it is."""
    path = Paths.of_this_user().log / "desk.log"
    told = "".join(traceback.format_exception(error))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat()}\n{told}\n")
    except OSError:
        return _("Something unforeseen went wrong (%s), and it could not be logged.") % (
            type(error).__name__
        )
    return _(
        "Something unforeseen went wrong (%(kind)s). Report it together with %(path)s, "
        "which says more."
    ) % {"kind": type(error).__name__, "path": path}
