"""What crosses the boundary between offline licensing and its callers."""

from enum import StrEnum


class RequestKind(StrEnum):
    """What a device without a network asks for."""

    ACTIVATE = "activate"
    REFRESH = "refresh"
    DEACTIVATE = "deactivate"
