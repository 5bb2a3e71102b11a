"""What a person typed into a form, apart from what was loaded into it."""

from collections.abc import Mapping
from typing import Any

from ui.kit.form_panel import FormPanel

# Field → what stood there when it was loaded, and what stands there now; plain JSON.
Entries = Mapping[str, tuple[Any, Any]]


def typed(panel: FormPanel[Any]) -> Entries:
    """Every field that was changed, but never a password."""
    return {
        key: (panel.begun[key], box.editor.kept())
        for key, box in panel.boxes.items()
        if not box.editor.secret and box.editor.kept() != panel.begun[key]
    }


def bring(panel: FormPanel[Any], entries: Entries) -> list[str]:
    """Put back what was typed another time; fields that were changed since stay as they are.

    Returns the fields in which something else stood then than was loaded now.
    """
    moved = []
    for key, (stood, stands) in entries.items():
        box = panel.boxes.get(key)
        if box is None or box.editor.kept() != panel.begun[key]:
            continue
        if panel.begun[key] != stood:
            moved.append(key)
        box.editor.bring(stands)
    return moved


def reset(panel: FormPanel[Any]) -> None:
    """Take back every change."""
    for key in typed(panel):
        panel.boxes[key].editor.bring(panel.begun[key])
    panel.forget_problems()
