"""Puts files on some demo customers and orders: small ones that can really be opened."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.attachments import kinds
from app.attachments.model import Attachment
from app.contents import keeping
from app.contents.model import Content
from app.contents.schemas import Place
from app.core import audit, bulk
from app.core.audit import Change
from app.core.folding import sort_key
from app.orders.model import Order

# Of so many orders, each of the first ones has a file; so far do they reach.
_EVERY, _REACH = 4, 240
_BLUE, _GREY = "rgb(36,87,214)", "rgb(120,120,130)"
_PAGE = """%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R
/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length %(length)d>>stream
%(text)s
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%%%EOF
"""


def _pdf(*lines: str) -> bytes:
    text = "BT /F1 16 Tf 72 760 Td 24 TL " + " ".join(f"({line}) ' " for line in lines) + "ET"
    return (_PAGE % {"length": len(text), "text": text}).encode()


_FILES = (
    ("Framework agreement.pdf", _pdf("Framework agreement", "", "Signed by both sides.")),
    ("Delivery note.pdf", _pdf("Delivery note", "", "Everything arrived in good order.")),
    ("Seats by department.csv", b"department,seats\r\nDesign,12\r\nPlanning,7\r\nSales,21\r\n"),
    ("Call notes.txt", b"They like the trial.\nAsk again when the budget is settled.\n"),
    (
        "Floor plan.svg",
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80">'
        f'<rect x="4" y="4" width="112" height="72" fill="none" stroke="{_BLUE}"/>'
        f'<path d="M60 4v40M4 44h112" stroke="{_GREY}"/></svg>'.encode(),
    ),
)


def attach_files(session: Session, *, audited: bool) -> int:
    """Put files on the first orders and their customers, and return how many.

    Without `audited` the caller records what was done.
    """
    rows = list(_rows(session))
    if not rows:
        return 0
    for key, row in zip(bulk.next_ids(session, Attachment, len(rows)), rows, strict=True):
        row["id"] = key
    _keep(session)
    bulk.insert(session, Attachment, rows)
    for row in rows if audited else ():
        fields = {name: [None, row[name]] for name in ("name", "size")}
        whose = row["customer_id"]
        told = Change("created", "attachments", row["id"], "customers", whose, fields)
        audit.record(session, told)
    return len(rows)


def _rows(session: Session) -> Iterator[dict[str, Any]]:
    columns = (Order.id, Order.customer_id, Order.created_at, Order.created_by)
    found = sa.select(*columns).order_by(Order.id).limit(_REACH)
    for number, order in enumerate(session.execute(found)):
        if number % _EVERY:
            continue
        name, content = _FILES[number // _EVERY % len(_FILES)]
        at = min(order.created_at + timedelta(minutes=20), session.info["now"])
        yield {
            **bulk.blank(Attachment),
            "customer_id": order.customer_id,
            # Every other one is on the customer alone.
            "order_id": order.id if number // _EVERY % 2 else None,
            "name": name,
            "name_key": sort_key(name),
            "media_type": kinds.media_type(name),
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "created_at": at,
            "created_by": order.created_by,
            "updated_at": at,
            "updated_by": order.created_by,
        }


def _keep(session: Session) -> None:
    now = session.info["now"]
    for _name, content in _FILES:
        sha256 = hashlib.sha256(content).hexdigest()
        row = Content(sha256=sha256, size=len(content), place=Place.DATABASE, added_at=now)
        session.add(row)
        session.flush()
        keeping.write(session, sha256, [content], lambda _count: None)
