"""One license: found, opened, explained, and used on another device."""

import statistics
import time
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from app.core import bulk
from app.customers.model import Customer
from app.customers.schemas import Status
from app.licensing import keys
from app.licensing.activations_drafts import DeviceDraft
from app.licensing.explain_schemas import Asked
from app.licensing.issuing import PLACE
from app.licensing.model import Activation, License
from app.licensing.schemas import LicenseStatus
from tests.bench.data import Scene
from tests.bench.measure import Line, middle, once

ACTIVATED = 40
# What holds for a license is spread over these tables.
PARTS = (
    "SELECT * FROM licenses WHERE id = {license}",
    "SELECT * FROM products WHERE id = {product}",
    "SELECT * FROM plans WHERE id = {plan}",
    "SELECT * FROM plan_terms WHERE id = {terms}",
    "SELECT * FROM organization",
)
DEVICES = (
    "SELECT state, last_verified_at, fingerprint FROM activations WHERE license_id = {license}",
    "SELECT * FROM customer_holds WHERE customer_id = {customer}",
)
OWNER = ("SELECT * FROM customers WHERE id = {customer}",)


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    yield finding(scene)
    yield opening(scene)
    yield tab(scene)
    yield explaining(scene)
    yield activating(scene)


def finding(scene: Scene) -> Line:
    """A license by its whole key."""
    with scene.database.reading(scene.actor) as session:
        sold = session.scalars(sa.select(License).order_by(License.id).limit(1)).one()
        key = scene.actor.vault.unseal(sold.key_sealed, PLACE % sold.uid).decode()
    raw = sa.select(License.id).where(License.key_digest == keys.digest(key))
    figure = middle(lambda: once(lambda: scene.services.licenses.find(key)), 25)
    return Line("find a license by its key", figure, middle(lambda: scene.raw.read(raw), 25), 3)


def opening(scene: Scene) -> Line:
    """Everything a license's window shows of the license itself."""
    one = usable(scene)[0]
    figure = middle(lambda: once(lambda: scene.services.licenses.show(one.id)), 15)
    raw = asked_of(one, PARTS + OWNER)
    return Line("open a license", figure, middle(lambda: scene.raw.read(*raw), 15), 5)


def tab(scene: Scene) -> Line:
    """The licenses of the customer who has most of them."""
    with scene.database.reading(scene.actor) as session:
        many = session.execute(
            sa.text("SELECT id FROM customers WHERE shelf = 'current' "
                    "ORDER BY licenses DESC LIMIT 1")
        ).scalar_one()  # fmt: skip
    licenses = scene.services.licenses
    figure = middle(lambda: once(lambda: licenses.customer_licenses(many)), 15)
    raw = f"SELECT * FROM licenses WHERE customer_id = {many} ORDER BY created_at DESC"
    return Line("a customer's licenses", figure, middle(lambda: scene.raw.read(raw), 15), above=15)


def explaining(scene: Scene) -> Line:
    """Why a license would activate on a device, or not."""
    one = usable(scene)[1]
    asked = Asked(license_id=one.id, device="BENCH-0001")
    figure = middle(lambda: once(lambda: scene.services.explain.explain(asked)), 15)
    raw = asked_of(one, PARTS + OWNER + DEVICES)
    return Line("explain a license", figure, middle(lambda: scene.raw.read(*raw), 15), 5)


def activating(scene: Scene) -> Line:
    """A device more on a license: checked, audited, counted, on disk."""
    figures, floors, fresh = [], [], f"{time.time_ns():X}"
    names = [column.key for column in bulk.table_of(Activation).columns]
    activate, run = scene.services.activations.activate, scene.raw.write
    made = []
    for number, one in enumerate(usable(scene)[:ACTIVATED]):
        device = DeviceDraft(f"{fresh}-{number}", label="Bench", hostname=f"bench-{number}")
        begun = time.perf_counter()
        made.append(activate(one.id, device).id)
        figures.append((time.perf_counter() - begun) * 1000)
        # The same row once more, without checks, trail and counter.
        own = {"id": str(-1 - number), "fingerprint": f"'{fresh}-{number}'"}
        values = ", ".join(own.get(name, name) for name in names)
        floors.append(
            run(f"INSERT INTO activations ({', '.join(names)}) "
                f"SELECT {values} FROM activations WHERE id = {made[-1]}")
        )  # fmt: skip
    run("DELETE FROM activations WHERE id < 0")
    scene.services.activations.deactivate(made, "Benchmark")
    figure, floor = statistics.median(figures), statistics.median(floors)
    return Line("activate a license", figure, floor, 4)


def usable(scene: Scene) -> Sequence[sa.Row[Any]]:
    """Licenses that have room for further devices, the same ones on every run."""
    statement = (
        sa.select(License.id, License.product_id, License.plan_id, License.terms_id,
                  License.customer_id)
        .join(Customer, Customer.id == License.customer_id)
        .where(License.status == LicenseStatus.ACTIVE, License.activation_limit >= 10)
        .where(License.activations < 8, Customer.status == Status.ACTIVE)
        .order_by(License.customer_id.desc(), License.id)
        .limit(ACTIVATED)
    )  # fmt: skip
    with scene.database.reading(scene.actor) as session:
        return session.execute(statement).all()


def asked_of(one: sa.Row[Any], statements: Sequence[str]) -> list[str]:
    """The statements about one license."""
    ids = {"license": one.id, "product": one.product_id, "plan": one.plan_id,
           "terms": one.terms_id, "customer": one.customer_id}  # fmt: skip
    return [statement.format(**ids) for statement in statements]
