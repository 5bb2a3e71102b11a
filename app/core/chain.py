"""The links of the audit trail's chain: each hash covers an entry and the hash before it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Protocol

GENESIS = "0" * 64


class Linked(Protocol):
    """What a link says of a change."""

    action: str
    entity: str
    entity_id: int
    subject: str
    subject_id: int
    digest: str


def link(previous: str, entry: Mapping[str, Any]) -> str:
    """The hash of an entry: SHA-256 over the previous hash and every field, as JSON."""
    at: datetime = entry["at"]
    parts = [previous, entry["seq"], entry["command"], at.astimezone(UTC).isoformat()]
    parts += [entry[name] for name in _LINKED]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


_LINKED = (
    "actor_kind", "actor_id", "actor_name", "use_case", "action",
    "entity", "entity_id", "subject", "subject_id", "digest",
)  # fmt: skip


def digest(salt: str, body: str) -> str:
    """What a link says of its payload."""
    return hashlib.sha256((salt + body).encode()).hexdigest()


def linker(common: Mapping[str, Any]) -> Callable[[str, int, Linked], str]:
    """What `link` does, for the changes of one transaction: what they share is spelled once."""
    at: datetime = common["at"]
    shared = [common["command"], at.astimezone(UTC).isoformat()]
    shared += [common[name] for name in _LINKED[:4]]
    middle = json.dumps(shared)[1:-1]
    word = cache(json.dumps)

    def linked(previous: str, seq: int, change: Linked) -> str:
        text = (
            f'["{previous}", {seq}, {middle}, {word(change.action)}, {word(change.entity)}, '
            f"{change.entity_id}, {word(change.subject)}, {change.subject_id}, "
            f'"{change.digest}"]'
        )
        return hashlib.sha256(text.encode()).hexdigest()

    return linked
