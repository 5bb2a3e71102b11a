"""The columns, filters and shipped views of the lists of products and plans."""

from typing import Any

from app.catalogue.schemas import PlanRow, ProductRow
from app.core.listing import Condition, ListQuery, Op
from app.core.text import N_, _
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.cells import Cell, Kind
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.format import RIGHT
from ui.kit.icons import Icon
from ui.kit.table import Column, columns
from ui.kit.theme import Tone
from ui.kit.views_book import Shipped

LOOKS = {True: (Tone.OK, Icon.CIRCLE_CHECK), False: (Tone.NEUTRAL, Icon.CIRCLE_OFF)}
STATES = {True: N_("On sale"), False: N_("Retired")}


def state(active: bool) -> str:
    """Whether something is on sale, in a word or two."""
    return _(STATES[active])


def _limit(_row: Any, value: Any, text: str) -> Cell:
    return Cell(_("Unlimited"), Kind.MUTED) if value is None else Cell(text)


def _price(_row: Any, value: Any, text: str) -> Cell:
    return Cell("\u2014", Kind.MUTED) if value is None else Cell(text)


PRODUCTS = columns(
    ProductRow,
    Column("name", N_("Product"), 200, cook=cells.name, priority=0, stretch=True),
    Column("reference", N_("Reference"), 150, cook=cells.muted, priority=0),
    Column("active", N_("State"), 112, show=state, cook=cells.badge(LOOKS), priority=0),
    Column("plans", N_("Plans"), 80, priority=1),
    Column("licenses", N_("Licenses"), 92, priority=1),
    Column("email_on_issue", N_("E-mail on issue"), 124, priority=3, sortable=False),
    Column("created_at", N_("Created"), 120, cook=cells.muted_day, priority=4),
    Column("updated_at", N_("Updated"), 120, cook=cells.muted_day, shown=False),
)
PLANS = columns(
    PlanRow,
    Column("product", N_("Product"), 160, priority=0),
    Column("name", N_("Plan"), 160, cook=cells.name, priority=0, stretch=True),
    Column("active", N_("State"), 112, show=state, cook=cells.badge(LOOKS), priority=0),
    Column("monthly", N_("A month"), 104, cook=_price, align=RIGHT, priority=1),
    Column("yearly", N_("A year"), 110, cook=_price, align=RIGHT, priority=1),
    Column("activation_limit", N_("Devices"), 92, cook=_limit, align=RIGHT, priority=1),
    Column("licenses", N_("Licenses"), 92, priority=2),
    Column("created_at", N_("Created"), 120, cook=cells.muted_day, priority=4),
    Column("updated_at", N_("Updated"), 120, cook=cells.muted_day, shown=False),
)
PRODUCT_FILTERS = (FilterSpec("active", N_("On sale"), FilterKind.YES_NO),)
PLAN_FILTERS = (
    FilterSpec("active", N_("On sale"), FilterKind.YES_NO),
    FilterSpec("product_id", N_("Product")),
)
SHIPPED = (
    Shipped(
        "onSale",
        N_("On sale"),
        ListQuery(conditions=(Condition("active", Op.IS, value=True),)),
    ),
    Shipped(
        "retired",
        N_("Retired"),
        ListQuery(conditions=(Condition("active", Op.IS, value=False),)),
    ),
)


def size(count: int) -> str:
    """Bytes as people say them."""
    if count < 1 << 20:
        return _("%s KB") % fmt.text(max(1, round(count / 1024)))
    return _("%s MB") % fmt.text(round(count / (1 << 20)))
