"""Imports and foreign keys point downward; writes have one door."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

from tests.repository.code import ROOT, SOURCE, modules

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS: list[str] = next(contract["layers"] for contract in CONTRACTS if contract["id"] == "layers")
HEIGHT = {name.strip(): height for height, layer in enumerate(reversed(LAYERS)) for name in layer.split("|")}
OURS = [model for model in apps.get_models() if model.__module__.startswith("binhyen.")]
# Django's own and other people's apps lie below all of ours.
BELOW = -1

WRITES = {
    "save",
    "asave",
    "create",
    "acreate",
    "update_or_create",
    "get_or_create",
    "bulk_create",
    "bulk_update",
    "delete",
    "raw",
}
READERS = ("views", "forms", "selectors", "urls", "templatetags", "papers", "phrases")


def lint(folder: Path, config: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--config", config, "--no-cache"]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(folder), "PATH": ""}
    )


def engines_named() -> set[str]:
    """The modules of engines that the contracts name: a skeleton without them cannot be checked."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return set(re.findall(r'"binhyen\.engines\.(\w+)"', text))


def test_every_import_contract_is_kept() -> None:
    answer = lint(ROOT, ROOT / "pyproject.toml")
    assert answer.returncode == 0, answer.stdout


def test_a_layer_broken_on_purpose_is_reported(tmp_path: Path) -> None:
    package = tmp_path / "binhyen"
    for layer in HEIGHT:
        (package / layer).mkdir(parents=True)
        (package / layer / "__init__.py").touch()
    (package / "__init__.py").touch()
    for name in engines_named():
        (package / "engines" / f"{name}.py").touch()
    (package / "units" / "selectors.py").write_text(
        "def late():\n    from binhyen.dossiers import models\n    return models\n"
    )
    (package / "dossiers" / "models.py").touch()
    answer = lint(tmp_path, ROOT / "pyproject.toml")
    assert answer.returncode == 1
    assert "binhyen.units.selectors -> binhyen.dossiers.models" in answer.stdout


def test_every_folder_of_the_product_stands_in_the_layers() -> None:
    folders = {path.name for path in SOURCE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(HEIGHT)


def test_foreign_keys_point_downward() -> None:
    upward = [
        f"{model.__module__}.{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in OURS
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if isinstance(field, ForeignKey | ManyToManyField) and height(field.related_model) > height(model)
    ]
    assert upward == []


def test_neighbours_in_the_layers_hold_no_foreign_keys_to_each_other() -> None:
    sideways = [
        f"{model.__name__}.{field.name}"
        for model in OURS
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if isinstance(field, ForeignKey | ManyToManyField)
        and height(field.related_model) == height(model) != BELOW
        and folder(field.related_model) != folder(model)
    ]
    assert sideways == []


def folder(model: type) -> str:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "binhyen" else ""


def height(model: type) -> int:
    return HEIGHT.get(folder(model), BELOW)


def writes(text: str) -> list[str]:
    """Calls that look like a write to the database: on a manager, a queryset or a model instance."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return [
        f"{call.lineno}: .{call.func.attr}("
        for call in calls
        if isinstance(call.func, ast.Attribute) and (call.func.attr in WRITES or rewrites_rows(call.func.attr, call))
    ]


def rewrites_rows(name: str, call: ast.Call) -> bool:
    """`.update(field=…)` writes rows; `.update({…})` and `.update(b"…")` belong to dictionaries and digests."""
    return name in ("update", "aupdate") and bool(call.keywords) and not call.args


@pytest.mark.parametrize("kind", READERS)
def test_only_services_write(kind: str) -> None:
    readers = [path for path in modules() if kind in (path.stem, *path.relative_to(SOURCE).parts[1:-1])]
    assert {str(path): found for path in readers if (found := writes(path.read_text(encoding="utf-8")))} == {}


def test_a_write_outside_the_services_would_be_seen() -> None:
    text = "def act(unit):\n    unit.save()\n    Unit.objects.filter(id=1).update(name='y')\n    seen.update({})\n"
    assert writes(text) == ["2: .save(", "3: .update("]
