"""A trial as a workbook, made in the background: sums, what each criterion costs, every unit that changes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from binhyen.dossiers.models import Cycle
from binhyen.insight.past import judge_again
from binhyen.insight.trials import LEVELS, Report, report_of
from binhyen.kernel.text import fold
from binhyen.papers.producers import Produced
from binhyen.papers.producers import Report as Progress
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.rules.model.results import Outcome
from binhyen.sheets.writing import Cell, Sheet, workbook

KIND = "trial"
_SUMS = ("Hồ sơ", "Đạt theo bản cũ", "Đạt theo bản mới", "Đạt thêm", "Không còn đạt", "Thành chưa đủ căn cứ")


def produce(parameters: Mapping[str, Any], report: Progress) -> Produced:
    """Parameters: `draft` and `base` (ids of rulebooks; no base: each cycle's own), `cycles` (ids)."""
    draft = Rulebook.objects.get(pk=UUID(parameters["draft"]))
    base = Rulebook.objects.get(pk=UUID(parameters["base"])) if parameters["base"] else None
    cycles = list(Cycle.objects.filter(pk__in=parameters["cycles"]).order_by("-year", "name"))
    trials = []
    for done, cycle in enumerate(cycles):
        report(100 * done // len(cycles))
        trials.append(judge_again(cycle, compiled(draft), compiled(base) if base else None))
    name = fold(f"xet thu {draft.programme.code} {draft.version}").replace(" ", "-").replace("/", "-")[:80]
    return Produced(f"{name}.xlsx", workbook(_sheets(report_of(trials), draft, base)))


def _sheets(found: Report, draft: Rulebook, base: Rulebook | None) -> Sequence[Sheet]:
    notes = [
        f"Bản đem thử: {draft}. So với: {base or 'bản đã dùng trong từng đợt'}.",
        "Kết quả thử không thay kết quả đã chốt.",
        *(["Có đơn vị minh hoạ: số liệu không có thật."] if found.has_sample else []),
        *(f"Chưa ai từng báo: {name} ({kind}); vì thế chưa đủ căn cứ." for kind, name in found.never_asked),
        *(
            f"{number} hồ sơ {kind} không so được: chỉ một trong hai bản xét loại này."
            for kind, number in found.left_out
        ),
    ]
    return (
        Sheet("Tổng hợp", ("Loại đơn vị", *_SUMS, "Đổi khác"), _kinds(found), notes=tuple(notes)),
        Sheet("Tiêu chí", ("Loại đơn vị", "Mã", "Nội dung", "Thiệt", "Thành chưa đủ căn cứ", "Lợi"), _costs(found)),
        Sheet("Địa bàn", ("Nơi xét", *_SUMS), _areas(found)),
        Sheet(
            "Đơn vị thay đổi",
            ("Năm", "Nơi xét", "Loại", "Đơn vị", "Kết quả đang giữ", "Theo bản cũ", "Theo bản mới", "Mức theo bản cũ",
             "Mức theo bản mới", "Thay đổi", "Vì"),
            _changes(found),
        ),
    )  # fmt: skip


def _kinds(found: Report) -> Iterator[Sequence[Cell]]:
    for one in found.kinds:
        yield one.word, one.rows, one.before, one.after, one.gained, one.lost, one.unknown, one.others


def _costs(found: Report) -> Iterator[Sequence[Cell]]:
    for one in found.costs:
        yield one.word, one.code, one.text or LEVELS, one.worse, one.unknown, one.better


def _areas(found: Report) -> Iterator[Sequence[Cell]]:
    for one in found.areas:
        yield one.area, one.rows, one.before, one.after, one.gained, one.lost, one.unknown


def _changes(found: Report) -> Iterator[Sequence[Cell]]:
    for one in found.changes:
        verdicts = [Outcome(word).vietnamese for word in (one.kept, one.before, one.after)]
        yield (
            one.year, one.area, one.kind.vietnamese, one.unit, *verdicts, one.level_before, one.level_after,
            one.turn.vietnamese, one.because,
        )  # fmt: skip
