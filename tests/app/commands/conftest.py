"""Runs command lines of `desk` in this process."""

import json

import pytest

from app import cli
from tests.conftest import PASSWORD

ADA = "ada@example.org"
COMPANY = {
    "company_name": "Zürich Ä&Ö AG",
    "country": "CH",
    "address_line1": "Bahnhofstrasse 1",
    "city": "Zürich",
    "postal_code": "8001",
    "phone": "+41 44 668 18 00",
    "admin_first_name": "Zoë",
    "admin_last_name": "Ng",
    "admin_email": "zoe@acme.example",
    "admin_password": "Correct-horse-9",
}


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("DESK_PASSWORD", PASSWORD)


@pytest.fixture
def desk(capsys):
    """A function that runs a command line; it gives status, stdout and stderr's lines."""

    def run(*arguments):
        status = cli.run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.out, said.err.splitlines()

    return run


@pytest.fixture
def written(make_address):
    """The address of a founded database, as one types it."""
    return typed(make_address(founded=True))


@pytest.fixture
def ask(desk, written):
    """The same as `desk`, as Ada in the founded database."""
    return lambda *arguments: desk("--database", written, "--user", ADA, *arguments)


@pytest.fixture
def company_file(tmp_path):
    path = tmp_path / "company.json"
    path.write_text(json.dumps(COMPANY), encoding="utf-8")
    return path


def typed(address):
    if address.path and address.path.exists():
        address.path.chmod(0o600)  # as the program makes them, or it warns
    return str(address.path or address.url.render_as_string(hide_password=False))


@pytest.fixture
def three(ask, tmp_path):
    """A database with the customers Anna, Bert and Çelik."""
    path = tmp_path / "three.csv"
    path.write_text(
        "E-mail,First name,Last name,Phone\n"
        "bert@b.example,Bert,Zorn,+49 30 1234567\n"
        "anna@a.example,Anna,Ärger,+49 30 1234568\n"
        "celik@c.example,Çelik,,\n",
        encoding="utf-8",
    )
    status, out, err = ask("customers", "import", path)
    assert (status, err[-1]) == (0, "3 created, 0 updated, 0 unchanged, 0 left out.")
    assert {key: json.loads(out)[key] for key in ("create", "update", "unchanged", "error")} == {
        "create": 3, "update": 0, "unchanged": 0, "error": 0,
    }  # fmt: skip
    return path
