"""A license, and a device without a network that asks for it by what vendors copy."""

from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from itertools import count

import pytest

from app.licensing.schemas import DeviceKind
from app.offline.requests import Request
from app.offline.schemas import DeviceSeen, RequestKind
from tests.app.licensing.conftest import (  # noqa: F401 - fixtures
    a_license,
    acting,
    device,
    jane,
    make_plan,
    make_product,
    plan,
    product,
    stored,
)


def module(name):
    """One of the modules vendors copy, as they run it."""
    found = {}
    source = files("resources").joinpath("licensing", f"{name}.py").read_text("utf-8")
    exec(compile(source, name, "exec"), found)  # noqa: S102 - it is no package of ours
    assert len(source.splitlines()) <= 60
    return found


_NUMBERS = count(1)


@dataclass
class Box:
    """A device with a product on it."""

    services: object
    clock: object
    key: str
    name: str = "box-1"
    file: str = ""
    said: dict = field(default_factory=dict)

    def request(self, kind="activate", **values):
        """The text of a new request; `ahead` is by how much its clock is."""
        made_at = self.clock.now() + values.pop("ahead", timedelta())
        given = {
            "kind": RequestKind(kind),
            "device": DeviceSeen(self.name, DeviceKind.HARDWARE, "Box", "box.lan", "Linux"),
            "nonce": f"nonce-{next(_NUMBERS):022d}",
            "made_at": made_at,
            "key": self.key,
            "file": "" if kind == "activate" else self.file,
            **values,
        }
        return Request(**given).text()

    def ask(self, kind="activate", **values):
        """The staff's response to a new request, which the device keeps."""
        return self.take(self.request(kind, **values))

    def take(self, text):
        """The staff's response to this request, which the device keeps."""
        response = self.services.offline.answer(text)
        self.said = self.services.offline.look_at(response.text)
        self.file = self.said.file
        return response


@pytest.fixture
def licensed(a_license, jane):  # noqa: F811 - a fixture
    return a_license(jane)


@pytest.fixture
def box(services, clock, licensed):
    """A device that was told the key of a license with two seats."""
    return Box(services, clock, services.licenses.reveal(licensed))
