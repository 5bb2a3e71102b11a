"""Every feature's use cases act for whoever has signed in."""

from typing import get_type_hints

from app.services import Services


def test_services_act_for_whom_they_were_built(services, admin, changes):
    for name in get_type_hints(Services):
        service = getattr(services, name)
        assert (service.actor, service.changes) == (admin, changes)
