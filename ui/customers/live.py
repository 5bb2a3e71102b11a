"""Keeps a profile form in step with what others save, without touching what is being typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from app.core.errors import Clash
from app.core.merging import three_way
from app.core.text import _
from app.customers.drafts import ProfileDraft
from app.customers.schemas import CustomerDetail
from ui.customers.basis import NAMES, profile_of
from ui.customers.looks import short
from ui.customers.profile_body import Names, ProfileBody, named
from ui.customers.words import in_words
from ui.kit.flash import flash
from ui.kit.form_basis import Basis, read_back
from ui.kit.form_editors import Unreadable
from ui.kit.tips import tip

_TOGETHER = tuple(ProfileDraft.together.values())


@dataclass(frozen=True, slots=True)
class News:
    """The fields others changed, and those among them where something else is typed."""

    changed: tuple[str, ...] = ()
    clashing: tuple[str, ...] = ()


class LiveForm(QObject):
    """`basis` is what the form is judged against; where edits clash it stays the older one."""

    def __init__(self, body: ProfileBody) -> None:
        super().__init__(body)
        self._body, self._panel = body, body.panel
        self.basis: Basis[ProfileDraft]
        self._seen: CustomerDetail
        self._clashing: tuple[str, ...] = ()
        self._tipped: set[str] = set()

    @property
    def seen(self) -> int:
        """The newest version that is shown."""
        return self._seen.version

    def fill(self, found: CustomerDetail, *, editable: bool) -> None:
        """Show a customer from scratch."""
        self._body.show_customer(found, editable=editable)
        base = profile_of(found)
        self.basis = Basis(found.version, base, read_back(self._panel, base))
        self._seen, self._clashing = found, ()
        self._tips({})

    def meet(self, found: CustomerDetail) -> News:
        """Take in the customer as it is now: fields nobody touched change at once."""
        base, theirs = _values(self.basis.base), _values(profile_of(found))
        before = _values(profile_of(self._seen))
        merge = three_way(base, theirs, base | self._typed(), _TOGETHER)
        news = tuple(name for name in NAMES if theirs[name] != before[name])
        taken = {
            name: theirs[name]
            for name in NAMES
            if name not in merge.clashes and theirs[name] != base[name]
        }
        self._seen = found
        self._clashing = tuple(name for name in merge.clashes if theirs[name] != base[name])
        self._take(taken, _names(found), self.basis.version if merge.clashes else found.version)
        for name in taken:
            if merge.values[name] != theirs[name]:  # Of a set, what is ticked here is kept, too.
                self._panel.box(name).editor.write(merge.values[name])
        self.highlight([name for name in news if name in taken])
        self.mark()
        return News(news, tuple(name for name in self._clashing if name in news))

    def mark(self) -> None:
        """Show beside each field that is edited what others put there meanwhile."""
        theirs, told = profile_of(self._seen), {}
        who, say = short(self._seen.updated_by) or _("Somebody else"), in_words(_names(self._seen))
        for name in self._clashing:
            value = say(name, getattr(theirs, name)) or _("empty")
            told[name] = _("%(who)s's value: %(value)s") % {"who": who, "value": value}
            said = _("%(who)s changed this to “%(value)s”.") % {"who": who, "value": short(value)}
            take = partial(self.take_theirs, name)
            self._panel.box(name).warn(said, (_("Use theirs"), take))
        self._tips(told)

    def take_theirs(self, name: str) -> None:
        """Give up what was typed into a field, and into those that belong to it."""
        group = next((group for group in _TOGETHER if name in group), (name,))
        theirs = _values(profile_of(self._seen))
        self._clashing = tuple(other for other in self._clashing if other not in group)
        version = self.basis.version if self._clashing else self._seen.version
        self._take({other: theirs[other] for other in group}, _names(self._seen), version)
        self.mark()

    def highlight(self, names: list[str]) -> None:
        """Draw the eye to fields."""
        for name in names:
            flash(self._panel.box(name).editor.input)

    def show(self, name: str) -> None:
        """Go to a field and draw the eye to it."""
        self._panel.go_to(name)
        self.highlight([name])

    def settle(self, clash: Clash, chosen: Mapping[str, Any]) -> None:
        """Begin again from what was stored when edits clashed, with what was chosen typed in."""
        stored, typed = dict(clash.stored), self._typed()
        self._clashing = ()
        rest = {n: stored[n] for n in NAMES if n in clash.fields or n not in typed}
        self._take(rest, clash.names, clash.version)
        base = ProfileDraft(**stored)
        self.basis = replace(self.basis, base=base)
        for name, value in chosen.items():
            if value != stored[name]:
                self._body.offer(name, value, clash.names.get(name, {}).get(value, ""))
                self._panel.box(name).editor.write(value)
        self.mark()

    def saved(self, basis: Basis[ProfileDraft]) -> None:
        """What is in the form was saved; what others saved with it comes by `meet`."""
        self.basis, self._clashing = basis, ()
        self._tips({})

    def _typed(self) -> dict[str, Any]:
        """What is typed and differs from what was loaded; what cannot be read is like nothing."""
        found: dict[str, Any] = {}
        for name in self._panel.touched:
            try:
                found[name] = self._panel.box(name).read()
            except Unreadable:
                found[name] = object()
        return found

    def _take(self, values: Mapping[str, Any], names: Names, version: int) -> None:
        self._body.take(values, names)
        base = replace(self.basis.base, **values)
        read = read_back(self._panel, base)
        shown = replace(self.basis.shown, **{name: getattr(read, name) for name in values})
        self.basis = Basis(version, base, shown)

    def _tips(self, told: Mapping[str, str]) -> None:
        for name in self._tipped - set(told):
            self._panel.box(name).editor.input.setToolTip("")
        for name, text in told.items():
            self._panel.box(name).editor.input.setToolTip(tip(text))
        self._tipped = set(told)


def _names(found: CustomerDetail) -> Names:
    known = {key: {value: name} for key, (value, name) in named(found).items() if value is not None}
    return known | {"tags": {chip.id: chip.name for chip in found.chips}}


def _values(draft: ProfileDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in NAMES}
