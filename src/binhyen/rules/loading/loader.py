"""The doors: rulebook text or canonical data in; a rulebook, or every problem, out."""

import json
from collections.abc import Mapping

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.rules.loading.build import build_rulebook
from binhyen.rules.loading.problems import Problems, TooManyProblems
from binhyen.rules.loading.reader import read_shape
from binhyen.rules.loading.shape import RulebookShape
from binhyen.rules.loading.tree import Path, Piece, TooDeep, from_data
from binhyen.rules.loading.yaml_reader import LARGEST_FILE, Unreadable, read_yaml
from binhyen.rules.model.rulebook import Rulebook


def load_rulebook(text: str, *, source: str = "") -> Rulebook:
    """Read a rulebook in YAML. Raises InputProblems with every problem: place, message, cure.

    `source` names the file and is put before each place ("bo-tieu-chi.yaml, dòng 14, cột 7, tiêu chí 1c").
    """
    problems = Problems()
    rulebook = _load_yaml(text, problems)
    if rulebook is None:
        raise InputProblems(_from(source, problem) for problem in problems.found)
    return rulebook


def check_rulebook(text: str) -> tuple[Problem, ...]:
    """Every problem of a rulebook in YAML; empty if it can be loaded."""
    problems = Problems()
    _load_yaml(text, problems)
    return tuple(problems.found)


def load_canonical(data: Mapping[str, object] | str, *, places: Mapping[Path, str] | None = None) -> Rulebook:
    """Read the canonical form: parsed JSON or its text. Raises InputProblems.

    `places` tells where each path came from, for callers that read another kind of file: the place of
    ("subjects", "commune", "criteria", 0, "rule") may be "ô D5, trang tính 'Tiêu chí'".
    """
    problems = Problems()
    try:
        rulebook = _build(_tree_of(data, places, problems), problems)
    except (Unreadable, TooManyProblems):
        rulebook = None
    if rulebook is None:
        raise InputProblems(problems.found)
    return rulebook


def _load_yaml(text: str, problems: Problems) -> Rulebook | None:
    try:
        return _build(read_yaml(text, problems), problems)
    except (Unreadable, TooManyProblems):
        return None


def _tree_of(data: Mapping[str, object] | str, places: Mapping[Path, str] | None, problems: Problems) -> Piece:
    try:
        return from_data(_parsed(data) if isinstance(data, str) else data, places)
    except (TooDeep, RecursionError) as error:
        problems.add(Piece(), "tep_qua_lon", "Dữ liệu quá lớn hoặc lồng nhau quá sâu.", cure="bớt tầng, tách nhỏ")
        raise Unreadable from error
    except ValueError as error:
        problems.add(Piece(), "khong_phai_json", "Không đọc được JSON.", cure="kiểm tra lại tệp")
        raise Unreadable from error


def _parsed(text: str) -> object:
    if len(text) > LARGEST_FILE:
        raise TooDeep
    return json.loads(text)


def _build(tree: Piece, problems: Problems) -> Rulebook | None:
    shape = read_shape(RulebookShape, tree, problems)
    rulebook = build_rulebook(shape, problems)
    return None if problems.found else rulebook


def _from(source: str, problem: Problem) -> Problem:
    place = ", ".join(part for part in (source, problem.place) if part)
    return Problem(problem.code, problem.message, place, problem.cure, problem.severity)
