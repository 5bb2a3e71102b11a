"""Use cases that put invoices, receipts and statements on paper."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from app.billing.parties import logo_of
from app.core.access import Permission
from app.core.files import replacing
from app.core.progress import Progress
from app.core.service import Service, guarded
from app.exchange.export_words import refuse_if_open
from app.exchange.papers.invoice import invoice_paper
from app.exchange.papers.paper import Paper
from app.exchange.papers.receipt import receipt_paper
from app.exchange.papers.statement import statement_paper
from app.invoices import detail, queries
from app.payments import detail as payments
from app.payments import statements

_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
Make = Callable[[Session], Paper]


class PaperService(Service):
    """PDF files of what the actor sees of billing; the same document gives the same file."""

    @guarded(Permission.BILLING_READ)
    def invoice(self, invoice_id: int, path: Path | str) -> None:
        """Write an invoice or credit note as it was issued; a draft is marked as one.

        Raises:
            NotFound: it is not there, or not for this actor to see.
            Unavailable: the file cannot be written.
        """
        self._write(path, lambda session: self._invoice(session, invoice_id))

    @guarded(Permission.BILLING_READ)
    def payment_receipt(self, payment_id: int, path: Path | str) -> None:
        """Write the receipt of a payment.

        Raises:
            Conflict: the payment has not been received.
            NotFound: it is not there, or not for this actor to see.
            Unavailable: the file cannot be written.
        """
        self._write(path, lambda session: self._receipt(session, payment_id))

    @guarded(Permission.BILLING_READ)
    def statement(
        self, customer_id: int, currency: str, from_on: date, to_on: date, path: Path | str
    ) -> None:
        """Write a customer's statement of account, both days included.

        Raises:
            Invalid: the days are the wrong way round, or there is no such currency.
            NotFound: the customer is not there, or not for this actor to see.
            Unavailable: the file cannot be written.
        """
        asked = statements.Asked(customer_id, currency, from_on, to_on)
        self._write(path, lambda session: self._statement(session, asked))

    @guarded(Permission.BILLING_READ)
    def invoices_into(
        self, ids: Sequence[int], folder: Path | str, progress: Progress | None = None
    ) -> tuple[Path, ...]:
        """Write each invoice into a folder, named by its number; the files, in order.

        Raises:
            NotFound: one is not there, or not for this actor to see.
            Unavailable: a file cannot be written; those before it stay.
            Cancelled: `progress` was; those written stay.
        """
        makes = [lambda session, key=key: self._invoice(session, key) for key in ids]
        return self._each(makes, Path(folder), progress or Progress())

    @guarded(Permission.BILLING_READ)
    def receipts_into(
        self, ids: Sequence[int], folder: Path | str, progress: Progress | None = None
    ) -> tuple[Path, ...]:
        """Write each payment's receipt into a folder; the files, in order.

        Raises:
            Conflict: one of the payments has not been received.
            NotFound, Unavailable, Cancelled: as `invoices_into`.
        """
        makes = [lambda session, key=key: self._receipt(session, key) for key in ids]
        return self._each(makes, Path(folder), progress or Progress())

    @guarded(Permission.BILLING_READ)
    def statements_into(
        self,
        whose: Sequence[tuple[int, str]],
        period: tuple[date, date],
        folder: Path | str,
        progress: Progress | None = None,
    ) -> tuple[Path, ...]:
        """Write statements into a folder: of each customer, by id, in that currency.

        Raises:
            Invalid: the days are the wrong way round.
            NotFound, Unavailable, Cancelled: as `invoices_into`.
        """
        asked = [statements.Asked(key, currency, *period) for key, currency in whose]
        makes = [lambda session, one=one: self._statement(session, one) for one in asked]
        return self._each(makes, Path(folder), progress or Progress())

    def _each(self, makes: Sequence[Make], folder: Path, progress: Progress) -> tuple[Path, ...]:
        written: dict[Path, None] = {}
        for done, make in enumerate(makes):
            progress.report(done, len(makes))
            with self.db.reading(self.actor) as session:
                paper = make(session)
            path = _free(folder, paper.title, written)
            with replacing(path) as half:
                paper.write(half)
            written[path] = None
        progress.report(len(makes), len(makes))
        return tuple(written)

    def _write(self, path: Path | str, make: Make) -> None:
        refuse_if_open(path)
        with self.db.reading(self.actor) as session:
            paper = make(session)
        with replacing(path) as half:
            paper.write(half)

    def _invoice(self, session: Session, invoice_id: int) -> Paper:
        found = detail.detail(session, queries.get(session, self.actor, invoice_id))
        return invoice_paper(found, logo_of(session, found.seller.get("logo", "")))

    def _receipt(self, session: Session, payment_id: int) -> Paper:
        found = payments.receipt(session, self.actor, payment_id)
        return receipt_paper(found, logo_of(session, found.seller.get("logo", "")))

    def _statement(self, session: Session, asked: statements.Asked) -> Paper:
        found = statements.statement(session, self.actor, asked)
        return statement_paper(found, logo_of(session, found.seller.get("logo", "")))


def _free(folder: Path, title: str, taken: Iterable[Path]) -> Path:
    """Where a paper goes: named by its kind and number, and beside others of that name."""
    kind, _line, named = title.partition("\n")
    plain = _UNFIT.sub("_", f"{kind} {named}".strip()).strip(". ") or kind
    found, number = folder / f"{plain}.pdf", 2
    while found in taken:
        found, number = folder / f"{plain} ({number}).pdf", number + 1
    return found
