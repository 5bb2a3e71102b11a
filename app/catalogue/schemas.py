"""What crosses the boundary between the catalogue and its callers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.catalogue.terms import Terms
from app.contents.schemas import Limit
from app.core.money import Money
from app.core.text import N_

FILE_LIMIT = Limit(50 << 20, N_("%(name)s is larger than 50 MB. Offer it on your website instead."))
FILE_NAME_LONGEST = 200


class Duration(StrEnum):
    """How long a license of a plan is good: as long as it was paid for, so many months, or ever."""

    CYCLE = "cycle"
    MONTHS = "months"
    EVER = "ever"


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A line in the list of products. Field names are sort keys.

    One that is not `active` is no longer offered, and stays for what was sold.
    """

    id: int
    name: str
    reference: str
    active: bool
    plans: int
    licenses: int
    email_on_issue: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of a product that customers may download; `size` is in bytes."""

    id: int
    release: str
    file_name: str
    note: str
    released_on: date
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """Everything about one product."""

    id: int
    version: int
    uid: str
    reference: str
    name: str
    description: str
    email_on_issue: bool
    key_format: str
    active: bool
    plans: int
    licenses: int
    files: tuple[FileRow, ...]
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A line in the list of plans. Field names are sort keys.

    Prices are those of one unit; None where the plan is not sold so. `activation_limit`
    None is unlimited.
    """

    id: int
    name: str
    product: str
    product_id: int
    active: bool
    monthly: Money | None
    yearly: Money | None
    activation_limit: int | None
    licenses: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class TermsVersion:
    """Terms a plan had, or has: since when, and by whom."""

    terms: Terms
    since: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PlanDetail:
    """Everything about one plan; `history` holds its terms, newest first."""

    id: int
    version: int
    product_id: int
    product: str
    name: str
    description: str
    active: bool
    terms: Terms
    licenses: int
    history: tuple[TermsVersion, ...]
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class ProductChoice:
    """A product to choose in a form."""

    id: int
    name: str
    key_format: str
    active: bool


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """A plan to choose in a form, with the terms a new sale gets."""

    id: int
    name: str
    product_id: int
    product: str
    terms: Terms
