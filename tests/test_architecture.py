"""Rules of the house that linters cannot see."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import app
from app.core.listed import ListService
from app.core.service import Service
from app.registry import MODELS
from app.services import Services
from app.staff.gate import GateService

ROOT = Path(__file__).parents[1]
SOURCES = sorted(path for top in ("app", "ui") for path in (ROOT / top).rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
PATHS = pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))

# Where each of these may stand, and nowhere else.
ONLY_PLACE = {
    "QMessageBox": "ui/kit",
    "QFileDialog": "ui/kit",
    "QThread": "ui/kit",
    "QRunnable": "ui/kit",
    "QThreadPool": "ui/kit",
    "QSettings": "ui/kit",
}


def services() -> list[type[Service]]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    return [
        kind
        for kind in (*Service.__subclasses__(), *ListService.__subclasses__())
        if kind is not ListService
    ]


def named(tree: ast.Module) -> set[str]:
    """Every name a module uses."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


@PATHS
def test_a_module_is_one_thing_and_says_which(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
    if path.name != "__init__.py" or path.stat().st_size:
        assert ast.get_docstring(TREES[path])


@PATHS
def test_what_callers_see_is_described(path):
    silent = [
        node.name
        for node in TREES[path].body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


@pytest.mark.parametrize("service", services(), ids=lambda service: service.__name__)
def test_every_use_case_names_its_permission_and_is_described(service):
    public = {
        name: method
        for name, method in inspect.getmembers(service, inspect.isfunction)
        if not name.startswith("_") and name not in dir(Service)
    }
    assert public
    assert [name for name, method in public.items() if not hasattr(method, "permission")] == []
    assert [name for name, method in public.items() if not method.__doc__] == []


def test_every_service_is_built_for_each_actor():
    built = set(Services.kinds().values())
    assert set(services()) - built == {GateService}


def test_every_model_is_registered():
    found = {path for path in SOURCES if path.name == "model.py"}
    registered = {Path(module.__file__) for module in MODELS}
    assert found <= registered


def test_only_the_kernel_commits():
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}
    ]
    assert [call for call in calls if not call.startswith("app/core/")] == []


@pytest.mark.parametrize(("name", "place"), ONLY_PLACE.items())
def test_each_concern_has_one_place(name, place):
    strays = [
        str(path.relative_to(ROOT))
        for path, tree in TREES.items()
        if name in named(tree) and not path.is_relative_to(ROOT / place)
    ]
    assert strays == []


def test_colours_live_in_the_themes():
    hexes = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and len(node.value) in (4, 7)
        and node.value.startswith("#")
        and all(character in "0123456789abcdefABCDEF" for character in node.value[1:])
    ]
    assert hexes == []


def test_the_top_level_is_fixed():
    shown = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert shown - {"build", "dist"} == {
        "pyproject.toml", "app", "ui", "resources", "migrations", "tests", "packaging",
        "README.md", "LICENSE", "uv.lock",
    }  # fmt: skip
