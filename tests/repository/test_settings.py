"""Every setting is documented, has the stated default, and says what is wrong with a wrong value."""

import ast
import re
from pathlib import Path

import pytest

from binhyen.config.environment import Environment
from binhyen.kernel.errors import Misconfigured
from tests.repository.code import ROOT, SOURCE, modules

READERS = {"text", "flag", "whole", "items", "folder", "address", "mail_server"}
SAMPLE = (ROOT / "env.sample").read_text(encoding="utf-8")
DOCUMENTED = set(re.findall(r"^#?([A-Z_]+)=", SAMPLE, re.MULTILINE))


def settings_read(path: Path) -> set[str]:
    """Names that a module reads through a typed reader, or from the process environment itself."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    first = [(call.func, call.args[0]) for call in calls if isinstance(call.func, ast.Attribute) and call.args]
    return {
        name.value
        for reader, name in first
        if isinstance(reader, ast.Attribute)
        and isinstance(name, ast.Constant)
        and isinstance(name.value, str)
        and reads_environment(reader)
    }


def reads_environment(reader: ast.Attribute) -> bool:
    owner = ast.unparse(reader.value)
    return (owner == "env" and reader.attr in READERS) or (owner == "os.environ" and reader.attr in ("get", "pop"))


def test_every_setting_that_is_read_stands_in_env_sample() -> None:
    read = set().union(*(settings_read(path) for path in modules()))
    assert read == DOCUMENTED


def test_settings_are_found_where_they_are_read() -> None:
    assert "BINHYEN_DATA_DIR" in settings_read(SOURCE / "config" / "settings.py")


@pytest.mark.parametrize("name", sorted(DOCUMENTED))
def test_each_setting_is_explained_above_its_line(name: str) -> None:
    paragraph = next(part for part in SAMPLE.split("\n\n") if f"{name}=" in part)
    assert paragraph.startswith("# ")


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (lambda env: env.flag("BINHYEN_X", default=False), "maybe"),
        (lambda env: env.whole("BINHYEN_X", 3, low=1, high=9), "10"),
        (lambda env: env.whole("BINHYEN_X", 3, low=1, high=9), "ba"),
        (lambda env: env.folder("BINHYEN_X", "./var"), "/dev/null/var"),
        (lambda env: env.mail_server("BINHYEN_X"), "mail.example:25"),
    ],
)
def test_a_wrong_value_names_the_setting_and_the_cure(reader, value: str) -> None:
    with pytest.raises(Misconfigured, match=r"BINHYEN_X=.*(Write|Example|Choose)"):
        reader(Environment({"BINHYEN_X": value}))
