"""Every feature's use cases are within reach of whoever has signed in."""

import importlib
import pkgutil
from typing import get_type_hints

import app
from app.core.service import Service
from app.services import Services
from app.staff.gate import GateService


def test_every_service_has_its_field():
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)

    def kinds(kind):
        return {kind}.union(*(kinds(sub) for sub in kind.__subclasses__()))

    ours = {kind for kind in kinds(Service) if kind.__module__.startswith("app.")}
    assert set(get_type_hints(Services).values()) == ours - {Service, GateService}


def test_services_act_for_whom_they_were_built(services, admin, changes):
    for name in get_type_hints(Services):
        service = getattr(services, name)
        assert (service.actor, service.changes) == (admin, changes)
