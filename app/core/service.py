"""The service base: one permission check, one transaction, one change notice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial, wraps
from typing import Concatenate, ParamSpec, Self, TypeVar

from sqlalchemy.orm import Session

from app.core import once
from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.driver_errors import Duplicate
from app.core.engine import Database
from app.core.errors import DeskError, Lost, Unsure
from app.core.receipt import Receipt
from app.core.text import _

__all__ = ["Receipt", "Service", "guarded", "query", "use_case"]

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S", bound="Service")
Body = Callable[Concatenate[S, Session, P], R]
UseCase = Callable[Concatenate[S, P], R]


@dataclass(frozen=True)
class Service:
    """A feature's use cases, run for one actor.

    `key` makes the next use case idempotent: a second run with the same key does
    nothing and gives the first run's answer. `reason` goes into the audit trail.
    `receipt` learns which command the use case became, so that it can be undone.
    """

    db: Database
    actor: Actor
    changes: Changes
    key: str | None = None
    reason: str = ""
    receipt: Receipt | None = None

    def keyed(self, key: str) -> Self:
        """The same service, whose next use case runs at most once under `key`."""
        return replace(self, key=key)

    def because(self, reason: str) -> Self:
        """The same service, noting `reason` beside what it changes."""
        return replace(self, reason=reason)

    def noting(self, receipt: Receipt) -> Self:
        """The same service, whose next use case writes its command into `receipt`."""
        return replace(self, receipt=receipt)

    def _explain(self, duplicate: Duplicate) -> DeskError:
        """What to tell a person about a value that is taken, where no rule looked before."""
        return duplicate


def use_case(permission: Permission) -> Callable[[Body[S, P, R]], UseCase[S, P, R]]:
    """Guard a method that takes a `Session` and run it as one transaction that may write.

    Once the transaction has committed, listeners hear which rows it changed. When the
    server went away and surely kept nothing, all of it is run again, for a while.
    """

    def decorate(body: Body[S, P, R]) -> UseCase[S, P, R]:
        def attempt(service: S, *args: P.args, **kwargs: P.kwargs) -> R:
            result: R
            try:
                with service.db.transaction(
                    service.actor, _name(service, body), service.reason
                ) as session:
                    if service.key is None:
                        result = body(service, session, *args, **kwargs)
                    else:
                        result = once.run(
                            session, service.key, lambda: body(service, session, *args, **kwargs)
                        )
            except Unsure as unsure:
                raise unsure.then(partial(_learn, service, session, result)) from unsure
            _announce(service, session)
            return result

        @wraps(body)
        def run(service: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            service.actor.require(permission)
            patience = service.db.patience
            again = partial(attempt, service, *args, **kwargs)
            try:
                return patience.keep_trying(patience.writing, again)
            except Duplicate:
                # Perhaps somebody took the value in the very same moment. Nothing was kept;
                # tried again, the use case sees their row and can say whose it is.
                pass
            try:
                return patience.keep_trying(patience.writing, again)
            except Duplicate as duplicate:
                raise service._explain(duplicate) from duplicate  # noqa: SLF001 - our own hook

        run.__dict__["permission"] = permission
        return run

    return decorate


def query(permission: Permission) -> Callable[[Body[S, P, R]], UseCase[S, P, R]]:
    """Guard a method that takes a `Session` and only reads; run again if the server goes away."""

    def decorate(body: Body[S, P, R]) -> UseCase[S, P, R]:
        @wraps(body)
        def run(service: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            service.actor.require(permission)

            def attempt() -> R:
                with service.db.reading(service.actor) as session:
                    return body(service, session, *args, **kwargs)

            return service.db.patience.keep_trying(service.db.patience.reading, attempt)

        run.__dict__["permission"] = permission
        return run

    return decorate


def guarded(permission: Permission) -> Callable[[Callable[Concatenate[S, P], R]], UseCase[S, P, R]]:
    """Guard a method that is made of several transactions of its own."""

    def decorate(body: Callable[Concatenate[S, P], R]) -> UseCase[S, P, R]:
        @wraps(body)
        def run(service: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            service.actor.require(permission)
            return body(service, *args, **kwargs)

        run.__dict__["permission"] = permission
        return run

    return decorate


def _announce(service: Service, session: Session) -> None:
    """Tell whoever asked and whoever listens what a committed transaction did."""
    if service.receipt is not None:
        service.receipt.command = session.info.get("command", 0)
        service.receipt.merged, service.receipt.by = session.info.get("merged", ((), ""))
    if touched := session.info.get("touched"):
        service.changes.publish(touched)


def _learn(service: Service, session: Session, result: R, kept: bool) -> R:
    """The answer of a transaction of which it was not known whether it was kept."""
    if not kept:
        raise Lost(_("It was not saved. You can save it again."))
    _announce(service, session)
    return result


def _name(service: Service, body: Callable[..., object]) -> str:
    feature = type(service).__name__.removesuffix("Service").lower()
    return f"{feature}.{body.__name__.lstrip('_')}"
