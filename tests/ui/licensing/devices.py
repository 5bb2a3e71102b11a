"""What the tests of activations share: a license with three seats, and its dialogs."""

from datetime import date, timedelta

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.catalogue.drafts import PlanDraft
from app.catalogue.terms import Cycle
from app.core.money import Money
from app.licensing.activations_drafts import RecordDraft
from app.licensing.drafts import IssueDraft


def three_seats(services, product, **terms):
    """A plan with three seats whose devices are stale after 40 days; its id."""
    given = {"activation_limit": 3, "stale_days": 40, "offline_allowed": True, **terms}
    draft = PlanDraft(name="Three", yearly=Money(9_900, "EUR"), **given)
    return services.plans.create(product, draft)


def sell(services, product, plan, customer_id):
    """A license of the plan for this year; its id."""
    begin = date(2026, 1, 1)
    draft = IssueDraft(product, plan, Cycle.YEARLY, customer_id=customer_id, starts_on=begin)
    return services.licenses.issue(draft).id


def put_on(services, clock, license_id, **ages):
    """Devices on a license, by name: how long ago each was verified; their ids."""
    ids = {}
    for name, ago in ages.items():
        seen = clock.now() - ago
        draft = RecordDraft(
            name.upper(), label=name, ip="192.0.2.7", activated_at=seen - timedelta(days=30),
            last_verified_at=seen,
        )  # fmt: skip
        ids[name] = services.activations.record(license_id, draft).id
    return ids


def dialog(qtbot, name):
    """The dialog of that name, once it is there."""

    def found():
        shown = (one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog))
        return [one for one in shown if one.isVisible() and one.objectName() == name]

    qtbot.waitUntil(lambda: len(found()) == 1, timeout=10_000)
    return found()[0]


def idle(qtbot, desk):
    """Wait until everything that was asked for has come."""
    qtbot.waitUntil(lambda: desk.tasks.is_idle, timeout=10_000)


def part(window, name):
    """A widget by its name."""
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def shown(page):
    """What the cells of a list say, by column, row by row."""
    specs = page.model.columns
    return [
        {spec.key: page.model.cell(row, at).text for at, spec in enumerate(specs)}
        for row in range(page.model.rowCount())
    ]
