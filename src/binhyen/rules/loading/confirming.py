"""A new version of a rulebook in which things that were to confirm are confirmed, each with its source."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from binhyen.kernel import text
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.loading.loader import load_canonical
from binhyen.rules.loading.tree import Path
from binhyen.rules.model.parts import Citation, Status, Window, plain
from binhyen.rules.model.rulebook import CutOff, Rulebook, Subject


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What an administrator found in a source, for one place of `Rulebook.to_confirm()`.

    A level takes `at_least` where it has a cut-off, else a `rule`; a criterion takes a `rule`; a window takes its days,
    or nothing where those it has turned out right.
    """

    place: str
    citation: Citation
    at_least: Decimal | None = None
    rule: str = ""
    window: Window | None = None


def with_confirmed(rulebook: Rulebook, confirmations: Sequence[Confirmation], *, version: str) -> Rulebook:
    """The rulebook as a new `version` in which these places are settled and cite their sources.

    Raises InputProblems: a place that is not to confirm, a number out of reach, a rule that means nothing, levels that
    do not imply each other.
    """
    settling = _Settling(rulebook, version)
    for given in confirmations:
        settling.settle(given)
    if settling.problems:
        raise InputProblems(settling.problems)
    return load_canonical(settling.data, places=settling.places)


class _Settling:
    """Writes confirmations into the canonical form of a rulebook."""

    def __init__(self, rulebook: Rulebook, version: str) -> None:
        self.rulebook = rulebook
        self.data: dict[str, Any] = json.loads(json.dumps(rulebook.canonical())) | {"version": version}
        self.places: dict[Path, str] = {}
        self.problems: list[Problem] = []
        if version.strip() == rulebook.version:
            cure = f"đặt số hiệu khác {rulebook.version}"
            self._refuse("phiên bản", "trung_phien_ban", "Bản đã xác nhận là một phiên bản mới.", cure)

    def settle(self, given: Confirmation) -> None:
        """Write one confirmation, or note why it cannot be."""
        if given.place not in self.rulebook.to_confirm():
            self._refuse(given.place, "khong_cho_xac_nhan", "Chỗ này không chờ xác nhận.", "chọn trong danh sách")
            return
        kind, what, *code = given.place.split(".", 2)
        subject, written = self.rulebook.subjects[SubjectKind(kind)], self.data["subjects"][kind]
        path: Path = ("subjects", kind)
        if what == "window":
            self._window(subject, written, given)
        elif what == "levels":
            self._level(subject, written["levels"], code[0], given, path)
        else:
            at, criterion = _find(written["criteria"], code[0], (*path, "criteria"))
            self._write(criterion, given.rule, given.citation, at, f"tiêu chí {code[0]}")

    def _window(self, subject: Subject, written: dict[str, Any], given: Confirmation) -> None:
        if given.window is not None:
            written["window"] = given.window.canonical()
        elif subject.window is None:
            message, cure = "Thời gian xét chưa có ngày.", "nhập ngày đầu và ngày cuối"
            self._refuse("thời gian xét", "cua_so_thieu_ngay", message, cure)
        written["window"].pop("status", None)
        written["basis"] = [*written.get("basis", []), given.citation.canonical()]

    def _level(
        self, subject: Subject, levels: list[dict[str, Any]], code: str, given: Confirmation, path: Path
    ) -> None:
        index = next(index for index, one in enumerate(levels) if one["code"] == code)
        level, called = subject.levels[index], f"mức {code}"
        rule = given.rule
        if level.cut_off is not None and given.at_least is not None:
            rule = self._at_least(subject, level.cut_off, given.at_least, called)
        self._write(levels[index], rule, given.citation, (*path, "levels", index), called)
        levels[index].pop("cut_off", None)

    def _at_least(self, subject: Subject, cut_off: CutOff, number: Decimal, called: str) -> str:
        most = _most(subject, cut_off)
        if not number.is_finite() or not 0 <= number <= most or number != round(number, _DECIMALS[cut_off]):
            message = f"Ngưỡng {cut_off.vietnamese} phải từ 0 đến {text.number(most)}."
            self._refuse(called, "nguong_ngoai_tam", message, "kiểm tra lại nguồn")
        return f"{cut_off.value} >= {plain(number)}"

    def _write(self, written: dict[str, Any], rule: str, citation: Citation, path: Path, called: str) -> None:
        if not rule.strip():
            cure = "nhập ngưỡng hoặc quy tắc đọc được trong nguồn"
            self._refuse(called, "thieu_quy_tac", "Chưa có nội dung xác nhận.", cure)
        self.places[path] = "nội dung xác nhận"
        written["rule"] = rule
        written.pop("status")
        written["basis"] = [*written.get("basis", []), citation.canonical()]

    def _refuse(self, place: str, code: str, message: str, cure: str) -> None:
        self.problems.append(Problem(code, message, place, cure))


_DECIMALS = {CutOff.POINTS: 2, CutOff.COUNT_MET: 0}


def _most(subject: Subject, cut_off: CutOff) -> Decimal:
    if cut_off is CutOff.POINTS:
        return subject.max_points or Decimal(0)
    return Decimal(len(subject.criteria))


def _find(criteria: list[dict[str, Any]], code: str, path: Path) -> tuple[Path, dict[str, Any]]:
    """The criterion of this code that is to confirm, and where it stands."""
    for index, one in enumerate(criteria):
        if one["code"] == code and one.get("status") == Status.TO_CONFIRM.value:
            return (*path, index), one
        with suppress(LookupError):
            return _find(one.get("items", []), code, (*path, index, "items"))
    raise LookupError(code)
