"""Invoices, credit notes, receipts and statements on paper."""

import struct
import zlib
from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import Conflict, NotFound, Unavailable
from app.core.money import Money
from app.core.progress import Cancelled, Progress
from app.exchange.papers.tongue import Tongue
from app.invoices.drafts import CreditDraft
from app.payments.schemas import PaymentState
from tests.app.exchange.pdf_text import read_pdf
from tests.app.payments.conftest import (
    acting,
    draft,
    issued,
    jane,
    make_customer,
    owing,
    paid,
    stored,
    taxed,
)

__all__ = [
    "acting", "draft", "issued", "jane", "make_customer", "owing", "paid", "stored", "taxed",
]  # fmt: skip


def texts(path):
    """What a file says, spaces of all kinds as one."""
    return " ".join(" ".join(page.text for page in read_pdf(path)).split())


def test_an_invoice_says_what_was_issued_and_never_changes(services, issued, paid, tmp_path):
    made = issued(10_000, 2_550, reference="PO 4711", note="As agreed.")
    path = tmp_path / "invoice.pdf"

    services.papers.invoice(made, path)

    said, first = texts(path), path.read_bytes()
    for part in ("Invoice", "INV-2026-00001", "PO 4711", "Work 10000", "100.00 EUR", "As agreed."):
        assert part in said
    assert "VAT 19 % of 125.50 EUR" in said
    assert "23.85 EUR" in said  # 19.00 and 4.85: rounded on each line
    assert "149.35 EUR" in said
    assert "Page 1 of 1" in said
    paid(14_935)
    services.papers.invoice(made, path)
    assert path.read_bytes() == first


def test_drafts_voids_and_credit_notes_say_so(services, draft, issued, tmp_path):
    path = tmp_path / "paper.pdf"
    services.papers.invoice(services.invoices.create(draft(100)), path)
    assert "DRAFT" in texts(path)

    gone = issued(100)
    services.invoices.void(gone, "Sent twice")
    services.papers.invoice(gone, path)
    assert "VOID" in texts(path)

    credit = services.invoices.credit(issued(5_000), CreditDraft(reason="Returned goods"))
    services.papers.invoice(credit.id, path)
    said = texts(path)
    for part in ("Credit note", credit.number, "For invoice", "Returned goods", "Total credited"):
        assert part in said


def test_many_lines_fill_pages_that_are_counted(services, issued, tmp_path):
    made = issued(*range(100, 220))
    path = tmp_path / "long.pdf"

    services.papers.invoice(made, path)

    pages = read_pdf(path)
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page.text
    assert all("Unit price" in page.text for page in pages[:-1])


def test_where_the_seller_is_numbers_are_written_as_there(services, issued, tmp_path):
    settings = services.organization.settings()
    there = {"seller_country": "DE", "seller_name": "Alder & Söhne", "payment_details": "IBAN 1"}
    services.organization.save(replace(settings, **there))
    path = tmp_path / "de.pdf"

    services.papers.invoice(issued(123_456), path)

    said = texts(path)
    assert "1.234,56 EUR" in said
    assert "20.11.2026" in said
    assert "Alder & Söhne" in said
    assert "IBAN 1" in said
    assert read_pdf(path)[0].size == pytest.approx((595.28, 841.89), abs=0.1)


def test_a_logo_is_drawn_in_the_place_of_the_name(services, issued, tmp_path):
    services.seller.set_logo(_png())
    path = tmp_path / "logo.pdf"

    services.papers.invoice(issued(100), path)

    # The name stays in the line above the address and in the foot, no longer at the top.
    assert read_pdf(path)[0].texts[0] != "Test firm"
    assert b"/Subtype /Image" in path.read_bytes()


def test_a_receipt_says_what_was_paid_and_given_back(services, owing, paid, tmp_path):
    owing(4_000)
    made = paid(5_000, method="Bank transfer", reference="RF18")
    path = tmp_path / "receipt.pdf"

    services.papers.payment_receipt(made.id, path)

    said = texts(path)
    for part in ("Receipt", made.number, "Bank transfer", "RF18", "40.00 EUR", "Kept as credit"):
        assert part in said
    waiting = paid(100, state=PaymentState.PENDING)
    with pytest.raises(Conflict):
        services.papers.payment_receipt(waiting.id, path)


def test_a_statement_adds_up(services, jane, owing, paid, tmp_path):
    owing(4_000)
    paid(1_500)
    path = tmp_path / "statement.pdf"

    services.papers.statement(jane, "EUR", date(2026, 11, 1), date(2026, 11, 30), path)

    said = texts(path)
    for part in ("Statement of account", "Balance brought forward", "25.00 EUR", "To be paid"):
        assert part in said


def test_many_go_into_a_folder_each_under_its_number(services, issued, tmp_path):
    ids = [issued(100), issued(200)]

    files = services.papers.invoices_into(ids, tmp_path)

    assert [path.name for path in files] == [
        "Invoice INV-2026-00001.pdf", "Invoice INV-2026-00002.pdf",
    ]  # fmt: skip
    assert "INV-2026-00002" in texts(files[1])
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        services.papers.invoices_into(ids, tmp_path / "none", stopped)


def test_what_is_not_there_and_where_nothing_can_be_written(services, issued, tmp_path):
    with pytest.raises(NotFound):
        services.papers.invoice(99, tmp_path / "x.pdf")
    with pytest.raises(Unavailable, match="folder"):
        services.papers.invoice(issued(100), tmp_path / "gone" / "x.pdf")
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en_US", "1,234.50 EUR"),
        ("de_DE", "1.234,50 EUR"),
        ("de_CH", "1’234.50 EUR"),
        ("nonsense", "1,234.50 EUR"),
    ],
)
def test_amounts_as_they_are_written_in_a_place(locale, told):
    assert " ".join(Tongue(locale).amount(Money(123_450, "EUR")).split()) == told


def test_amounts_have_the_places_of_their_currency():
    assert Tongue("en_US").amount(Money(1234, "JPY")).split() == ["1,234", "JPY"]
    assert Tongue("en_US").amount(Money(-1234, "KWD")).split() == ["\u22121.234", "KWD"]
    assert Tongue("en_US").percent(99_750) == "9.975\u00a0%"


def _png():
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\x00" + b"\xff\x00\x00" * 2 + b"\x00" + b"\x00\xff\x00" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
