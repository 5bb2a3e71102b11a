"""Every feature's use cases act for whoever has signed in."""

from app.services import Services


def test_services_act_for_whom_they_were_built(services, admin, changes):
    for name in Services.names():
        service = getattr(services, name)
        assert (service.actor, service.changes) == (admin, changes)
