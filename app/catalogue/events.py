"""What others do when products and plans are renamed, in the same transaction."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product

# Called with what has another name now, after it was flushed.
renamed: list[Callable[[Session, Product | Plan], None]] = []
