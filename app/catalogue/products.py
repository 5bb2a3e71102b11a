"""Use cases on products and their files."""

from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue import editing, events, listings
from app.catalogue.drafts import FileDraft, ProductDraft
from app.catalogue.model import Plan, Product, ProductFile
from app.catalogue.schemas import (
    FILE_LIMIT,
    FILE_NAME_LONGEST,
    FileRow,
    ProductChoice,
    ProductDetail,
    ProductRow,
)
from app.contents import keeping, names
from app.contents.adding import Adding, Steps
from app.contents.handing import Found, Reader
from app.contents.schemas import Place
from app.contents.taking import Advance, Taken, measured
from app.core.access import Permission
from app.core.clock import time_zone
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError, Invalid, NotFound
from app.core.folding import fold, search_text, sort_key
from app.core.listed import ListService
from app.core.progress import Progress
from app.core.query import Listing
from app.core.service import guarded, query, use_case
from app.core.text import _
from app.organization.service import current


class ProductService(ListService[ProductRow], reads=Permission.LICENSES_READ):
    """What licenses are issued for."""

    @query(Permission.LICENSES_READ)
    def choices(self, session: Session, *, every: bool = False) -> tuple[ProductChoice, ...]:
        """The products on sale by name, or every one."""
        asked = sa.select(Product.id, Product.name, Product.key_format, Product.active)
        if not every:
            asked = asked.where(Product.active)
        return tuple(ProductChoice(*row) for row in session.execute(asked.order_by("name", "id")))

    @query(Permission.LICENSES_READ)
    def show(self, session: Session, product_id: int) -> ProductDetail:
        """Everything about one product.

        Raises:
            NotFound: it is not there.
        """
        found = session.get(Product, product_id)
        if found is None:
            raise NotFound(_gone())
        names = {field.name for field in fields(ProductDetail)} - {"files"}
        files = sa.select(ProductFile).where(ProductFile.product_id == product_id)
        ordered = files.order_by(ProductFile.released_on.desc(), ProductFile.id.desc())
        return ProductDetail(
            **{name: getattr(found, name) for name in names},
            files=tuple(_file(one) for one in session.scalars(ordered)),
        )

    @use_case(Permission.PRODUCTS_EDIT)
    def create(self, session: Session, draft: ProductDraft) -> int:
        """Add a product, and return its id.

        Raises:
            Invalid: the draft has problems, keyed by field; the reference may be taken.
        """
        product = Product(uid=str(uuid4()), active=True)
        _fill(session, product, draft)
        session.add(product)
        session.flush()
        return product.id

    @use_case(Permission.PRODUCTS_EDIT)
    def edit(
        self, session: Session, product_id: int, version: int, draft: ProductDraft,
        base: ProductDraft | None = None,
    ) -> int:  # fmt: skip
        """Save changed fields; the new version. Keys that exist stay as they are.

        What others changed since `version`, when it held `base`, stays; a receipt names
        those fields.

        Raises:
            Conflict: others changed it since `version` and there is no `base`.
            Invalid: the draft has problems, keyed by field; the reference may be taken.
            NotFound: it is not there.
            Stale: others changed the same fields since; nothing was saved.
        """
        product = _get(session, product_id)
        before = product.name
        _fill(session, product, editing.product(session, product, version, (base, draft)))
        session.flush()
        if product.name != before:
            for tell in events.renamed:
                tell(session, product)
        return product.version

    @use_case(Permission.PRODUCTS_EDIT)
    def retire(self, session: Session, product_id: int) -> None:
        """Offer a product and its plans no longer; what was sold goes on.

        Raises:
            NotFound: it is not there.
        """
        _get(session, product_id).active = False

    @use_case(Permission.PRODUCTS_EDIT)
    def offer(self, session: Session, product_id: int) -> None:
        """Offer a product again.

        Raises:
            NotFound: it is not there.
        """
        _get(session, product_id).active = True

    @use_case(Permission.PRODUCTS_EDIT)
    def remove(self, session: Session, product_id: int) -> None:
        """Take a product away that nothing was ever sold of.

        Raises:
            Conflict: it has plans or licenses.
            NotFound: it is not there.
        """
        product = _get(session, product_id)
        if product.licenses:
            raise Conflict(_("Licenses of %s were issued. Retire it instead.") % product.name)
        if session.scalar(sa.select(Plan.id).where(Plan.product_id == product_id).limit(1)):
            raise Conflict(_("%s still has plans. Remove them first, or retire it.") % product.name)
        files = sa.select(ProductFile).where(ProductFile.product_id == product_id)
        for one in session.scalars(files).all():
            _take_away(session, one)
        session.delete(product)

    @guarded(Permission.PRODUCTS_EDIT)
    def add_file(
        self, product_id: int, draft: FileDraft, path: Path, progress: Progress | None = None
    ) -> int:
        """Keep a file customers may download, at most 50 MB; return its id.

        Raises:
            Cancelled: the caller asked for it; nothing was kept.
            Invalid: the draft has problems, or the file is too large or cannot be read.
            NotFound: the product is not there.
            Unavailable: there is no room, or the managed folder cannot be written.
        """
        draft.checked()
        steps = Steps(progress or Progress(), 2 * measured(path, FILE_LIMIT))
        place, folder = self._place(product_id)
        name = names.kept(path.name, FILE_NAME_LONGEST)
        attach = partial(self._add_file, product_id, draft, name)
        return Adding(place, folder, FILE_LIMIT, self._keep, attach).add(path, steps.go)

    @use_case(Permission.PRODUCTS_EDIT)
    def remove_file(self, session: Session, file_id: int) -> None:
        """Offer a file no longer; upkeep takes its content away when nothing else has it.

        Raises:
            NotFound: it is not there.
        """
        _take_away(session, _offered(session, file_id))

    @guarded(Permission.LICENSES_READ)
    def save_file(self, file_id: int, path: Path, progress: Progress | None = None) -> None:
        """Write a file to `path`; what was there is replaced by the whole file or not at all.

        Raises:
            Cancelled: the caller asked for it; what was there stays.
            Damaged: what was kept is missing or was changed.
            NotFound: it is not there.
            Unavailable: it cannot be written, or the managed folder cannot be reached.
        """
        reader = Reader(partial(self._found, file_id), partial(self._piece, file_id))
        reader.save(path, progress or Progress())

    @query(Permission.PRODUCTS_EDIT)
    def _place(self, session: Session, product_id: int) -> tuple[Place, Path]:
        """Where files go; asked before anything is read, and that the product is there."""
        if session.get(Product, product_id) is None:
            raise NotFound(_gone())
        return keeping.settings(session)

    @use_case(Permission.PRODUCTS_EDIT)
    def _keep(
        self, session: Session, content: Taken, place: Place, folder: Path, advance: Advance
    ) -> None:
        keeping.keep(session, content, place, folder, advance)

    @use_case(Permission.PRODUCTS_EDIT)
    def _add_file(
        self, session: Session, product_id: int, draft: FileDraft, name: str, content: Taken
    ) -> int | None:
        _get(session, product_id)
        if not keeping.want(session, content.sha256):
            return None
        values = draft.checked()
        zone = time_zone(current(session).time_zone)
        row = ProductFile(
            product_id=product_id,
            release=values["release"],
            file_name=name,
            note=values["note"],
            released_on=values["released_on"] or session.info["now"].astimezone(zone).date(),
            size=content.size,
            sha256=content.sha256,
        )
        session.add(row)
        session.flush()
        return row.id

    @query(Permission.LICENSES_READ)
    def _found(self, session: Session, file_id: int) -> Found:
        row = _offered(session, file_id)
        return keeping.located(session, row.file_name, row.sha256)

    @query(Permission.LICENSES_READ)
    def _piece(self, session: Session, file_id: int, position: int) -> bytes | None:
        return keeping.piece(session, _offered(session, file_id).sha256, position)

    def _explain(self, duplicate: Duplicate) -> DeskError:  # noqa: ARG002 - one value can be taken
        return Invalid({"reference": _("Somebody used this reference in the same moment.")})

    def _listing(self, session: Session) -> Listing[ProductRow]:
        return listings.products(current(session), session.info["now"])


def _fill(session: Session, product: Product, draft: ProductDraft) -> None:
    values: dict[str, Any] = draft.checked()
    norm = fold(values["reference"])
    taken = sa.select(Product.name).where(
        Product.reference_norm == norm, Product.id != (product.id or 0)
    )
    if (other := session.scalar(taken)) is not None:
        said = _("%(other)s has the reference %(reference)s already. Choose another one.")
        words = {"other": other, "reference": values["reference"]}
        raise Invalid({"reference": said % words})
    for name, value in values.items():
        setattr(product, name, value)
    product.reference_norm = norm
    product.name_key = sort_key(product.name) or ""
    product.search_text = search_text([product.name, product.reference])


def _take_away(session: Session, found: ProductFile) -> None:
    """Its content is let go of, unless something else has the same."""
    session.delete(found)
    session.flush()
    keeping.let_go(session, [found.sha256])


def _get(session: Session, product_id: int) -> Product:
    found = session.get(Product, product_id, with_for_update=True)
    if found is None:
        raise NotFound(_gone())
    return found


def _offered(session: Session, file_id: int) -> ProductFile:
    found = session.get(ProductFile, file_id)
    if found is None:
        raise NotFound(_("That file is gone. Reload the list."))
    return found


def _gone() -> str:
    return _("That product is gone. Reload the list.")


def _file(row: ProductFile) -> FileRow:
    return FileRow(**{field.name: getattr(row, field.name) for field in fields(FileRow)})
