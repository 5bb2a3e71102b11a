"""What every document begins and ends with: who writes to whom, and about what."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.countries import country_name
from app.core.text import _
from app.exchange.papers.paper import MM, MUTED, RIGHT, SMALL, TITLE, Paper
from app.exchange.pdf.letters import STRONG

Facts = Sequence[tuple[str, str]]
_FACTS_WIDTH, _NAMES_WIDTH = 82 * MM, 34 * MM


def head(
    paper: Paper, seller: Mapping[str, Any], buyer: Mapping[str, Any], facts: Facts,
    logo: bytes | None,
) -> None:  # fmt: skip
    """The seller's logo or name, the title, the buyer's address, and facts beside it."""
    left = paper.picture(logo) or paper.text(seller.get("name", ""), STRONG, 13)
    title = paper.text(paper.title.split("\n")[0], STRONG, TITLE, align=RIGHT)
    half = paper.width / 2
    told = [
        [paper.text(name, colour=MUTED), paper.text(value, STRONG)]
        for name, value in facts
        if value
    ]
    beside = paper.table(told, (_NAMES_WIDTH, _FACTS_WIDTH - _NAMES_WIDTH)) if told else ""
    flush = (("LEFTPADDING", (0, 0), (0, -1), 0), ("RIGHTPADDING", (-1, 0), (-1, -1), 0))
    paper.parts += [
        paper.table([[left, title]], (half, half), *flush),
        paper.gap(12),
        paper.table(
            [[address(paper, seller, buyer), beside]],
            (paper.width - _FACTS_WIDTH, _FACTS_WIDTH),
            *flush,
        ),
        paper.gap(8),
    ]


def address(paper: Paper, seller: Mapping[str, Any], buyer: Mapping[str, Any]) -> Any:
    """A buyer's address below the seller's in one small line, as for a window envelope."""
    sender = ", ".join([seller.get("name", ""), *seller.get("address", "").splitlines()])
    lines = [
        buyer.get("name", ""),
        buyer.get("person", ""),
        buyer.get("address_line1", ""),
        buyer.get("address_line2", ""),
        " ".join(filter(None, (buyer.get("postal_code", ""), buyer.get("city", "")))),
        buyer.get("state", ""),
        country_name(buyer["country"]) if buyer.get("country") else "",
    ]
    return [
        paper.text(sender, size=SMALL, colour=MUTED),
        paper.gap(2),
        paper.text("\n".join(line for line in lines if line), size=10),
    ]


def foot(seller: Mapping[str, Any]) -> tuple[str, ...]:
    """The seller's lines at the bottom of each page."""
    where = [*seller.get("address", "").splitlines()]
    if seller.get("country"):
        where.append(country_name(seller["country"]))
    tax = _("Tax number: %s") % seller["tax_id"] if seller.get("tax_id") else ""
    first = " \u00b7 ".join(filter(None, (seller.get("name", ""), ", ".join(filter(None, where)))))
    second = " \u00b7 ".join(filter(None, (seller.get("email", ""), tax)))
    return tuple(filter(None, (first, second)))


def customer_facts(buyer: Mapping[str, Any]) -> Facts:
    """What documents say of who gets them."""
    return (
        (_("Client ID"), buyer.get("client_id", "")),
        (_("Your tax number"), buyer.get("tax_id", "")),
    )
