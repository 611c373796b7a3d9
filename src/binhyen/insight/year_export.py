"""A unit's year as a workbook: everything out again, each value with where it comes from.

It holds the unit and everything below it. Reading costs the same few statements whatever the number of units.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from binhyen.audit.models import LogEntry, LogSubject
from binhyen.audit.selectors import lines
from binhyen.dossiers.models import Basis, Cycle, Dossier, Standing
from binhyen.dossiers.selectors.explaining import explained
from binhyen.dossiers.selectors.facts import not_comparable_of
from binhyen.figures.answers import show
from binhyen.figures.models import FigureValue
from binhyen.figures.selectors import answer_of
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.text import day, fold
from binhyen.papers.models import Paper
from binhyen.papers.producers import Produced, Report
from binhyen.recognition.models import Recognition
from binhyen.rules.model.results import Outcome
from binhyen.sheets.writing import Cell, Sheet, workbook
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import in_scope, version_of

KIND = "year-export"
_ONE_DAY = timedelta(days=1)
_AT_ONCE = 500
_PAPER_HEADERS = ("Văn bản", "Số, ký hiệu", "Ngày văn bản", "Nơi lưu")


@dataclass(frozen=True, slots=True)
class _Year:
    """What is exported: the unit, the year, and the dossiers that belong to it."""

    unit: UUID
    year: int
    dossiers: Sequence[Dossier]

    @property
    def begins(self) -> date:
        return date(self.year, 1, 1)

    @property
    def ends(self) -> date:
        """The first day after the year."""
        return date(self.year + 1, 1, 1)

    @property
    def below(self) -> Any:
        """Ids of the unit and everything below it, as a subquery."""
        return in_scope([self.unit])


def year_export(*, unit: UUID, year: int, report: Report = lambda _: None) -> Produced:
    """The workbook of a unit's year. Whoever calls this has checked that the person may export (`Act.EXPORT`).

    Raises InputProblems for a unit that does not exist.
    """
    version = version_of(unit)
    if version is None:
        raise InputProblems(
            [
                Problem(
                    "khong_co_don_vi",
                    "Không có đơn vị này.",
                    "đơn vị",
                    "Dùng mã đơn vị trong sheet Đơn vị hoặc trên trang.",
                )
            ]
        )
    wanted = _Year(unit, year, list(_dossiers(unit, year)))
    sheets = []
    for place, make in enumerate((_units, _dossier_rows, _values, _results, _decisions, _log)):
        sheets.append(make(wanted))
        report(10 + 12 * place)
    note = f"{version.full_name}, năm {year}; xuất lúc {clock.local(clock.now()):%H:%M %d/%m/%Y}"
    titled = [
        Sheet(sheet.name, sheet.headers, sheet.rows, title=f"{sheet.name} – {note}", notes=sheet.notes)
        for sheet in sheets
    ]
    name = fold(version.full_name).replace(" ", "-")[:60]
    return Produced(f"{name}-{year}.xlsx", workbook(titled))


def produce(parameters: Mapping[str, Any], report: Report) -> Produced:
    """The same in the background: parameters are `unit` (id) and `year`."""
    return year_export(unit=UUID(parameters["unit"]), year=int(parameters["year"]), report=report)


def _dossiers(unit: UUID, year: int) -> QuerySet[Dossier]:
    within = Q(unit__in=in_scope([unit])) | Q(judged_by__in=in_scope([unit]))
    related = ("cycle__programme", "rulebook", "registration_paper", "recognition__decision")
    found = Dossier.objects.filter(within, cycle__year=year).select_related(*related)
    # Long texts: what a rulebook means is kept per process, not fetched with each dossier.
    found = found.defer("rulebook__source", "rulebook__canonical")
    return found.order_by("cycle__name", "cycle_id", "position")


def _units(wanted: _Year) -> Sheet:
    headers = ("Mã trong hệ thống", "Tên đầy đủ", "Loại", "Mã hành chính", "Mã đơn vị cấp trên", "Từ ngày", "Đến hết ngày",
               "Văn bản", "Minh hoạ")  # fmt: skip
    alive = (Q(valid_from=None) | Q(valid_from__lt=wanted.ends)) & (Q(valid_to=None) | Q(valid_to__gt=wanted.begins))
    versions = UnitVersion.objects.filter(alive, unit__in=wanted.below).select_related("unit").order_by("folded")
    rows = (
        (str(one.unit_id), one.full_name, one.kind_word, one.code, str(one.parent_id or ""), one.valid_from,
         _last(one.valid_to), one.legal_act, one.unit.is_sample)
        for one in versions
    )  # fmt: skip
    return Sheet("Đơn vị", headers, rows)


def _last(end: date | None) -> date | None:
    """The last day of a span that ends before `end`, as papers write it."""
    return end - _ONE_DAY if end else None


def _dossier_rows(wanted: _Year) -> Sheet:
    headers = ("Mã hồ sơ", "Đợt xét", "Chương trình", "Bộ tiêu chí", "Mã đơn vị", "Đơn vị", "Loại", "Kỳ xét từ ngày",
               "Đến hết ngày", "Tình trạng", "Ngày đăng ký", "Nộp lúc", "Mã đơn vị xét", "Minh hoạ", *_PAPER_HEADERS)  # fmt: skip
    rows = (
        (str(one.id), one.cycle.name, one.cycle.programme.name, one.rulebook.version, str(one.unit_id),
         one.unit_name, one.get_unit_kind_display(), one.starts, _last(one.ends), one.get_state_display(),
         one.registered_on, _moment(one.submitted_at), str(one.judged_by_id or ""), one.cycle.is_sample,
         *_paper(one.registration_paper))
        for one in wanted.dossiers
    )  # fmt: skip
    return Sheet("Hồ sơ", headers, rows, notes=("Văn bản: bản đăng ký.",))


def _moment(instant: datetime | None) -> datetime | None:
    return clock.local(instant) if instant else None


def _paper(paper: Paper | None) -> tuple[Cell, ...]:
    if paper is None:
        return (None,) * len(_PAPER_HEADERS)
    where = paper.place_kept or str(Paper.Kept(paper.kept).label)
    return (paper.title, paper.number, paper.issued_on, where)


def _values(wanted: _Year) -> Sheet:
    headers = ("Mã đơn vị", "Đơn vị", "Số liệu", "Khóa", "Đơn vị tính", "Từ ngày", "Đến hết ngày", "Nguồn", "Giá trị", "Ngày",
               "Người báo cáo", "Người nhập", "Kênh", "Ghi lúc", "Lý do sửa", "Đang dùng", *_PAPER_HEADERS)  # fmt: skip
    names = {one.unit_id: one.unit_name for one in wanted.dossiers}
    rows = (_value(one, names) for one in _values_of(wanted).iterator(chunk_size=_AT_ONCE))
    notes = (
        f"Các kỳ kết thúc trong năm {wanted.year}, và trong năm {wanted.year - 1} để so sánh; giữ cả giá trị đã được sửa.",
    )
    return Sheet("Số liệu", headers, rows, notes=notes)


def _values_of(wanted: _Year) -> QuerySet[FigureValue]:
    before = wanted.begins.replace(year=wanted.year - 1)
    related = ("figure", "typed_by", "paper")
    found = FigureValue.objects.filter(unit__in=wanted.below, ends__gt=before, ends__lte=wanted.ends)
    return found.select_related(*related).order_by("unit_id", "figure__key", "starts", "source", "recorded_at", "id")


def _value(one: FigureValue, names: Mapping[UUID, str]) -> Sequence[Cell]:
    answer = answer_of(one)
    return (
        str(one.unit_id), names.get(one.unit_id, ""), one.figure.name, one.figure.key, one.figure.unit_of_measure,
        one.starts, _last(one.ends), one.get_source_display(),
        "đã rút" if one.withdrawn else answer.number if answer.number is not None else show(one.figure.answer, answer),
        answer.day, one.reported_by, one.typed_by.full_name, one.get_channel_display(), _moment(one.recorded_at),
        one.reason, one.is_current, *_paper(one.paper),
    )  # fmt: skip


def _results(wanted: _Year) -> Sheet:
    headers = ("Mã hồ sơ", "Đơn vị", "Đợt xét", "Cơ sở", "Kết luận", "Mức", "Tiêu chí", "Nội dung", "Kết quả", "Giải thích",
               "Đã chốt", "Tính lúc", "Mã băm bộ tiêu chí", "Phiên bản tính")  # fmt: skip
    notes = ("Mỗi tiêu chí một dòng. “Đã chốt”: kết quả cố định từ khi có quyết định.",)
    return Sheet("Kết quả", headers, _result_rows(wanted.dossiers), notes=notes)


def _result_rows(dossiers: Sequence[Dossier]) -> Iterator[Sequence[Cell]]:
    for start in range(0, len(dossiers), _AT_ONCE):
        few = dossiers[start : start + _AT_ONCE]
        standings: dict[UUID, list[Standing]] = {}
        for standing in Standing.objects.filter(dossier__in=few).order_by("basis"):
            standings.setdefault(standing.dossier_id, []).append(standing)
        divided = not_comparable_of(few)
        for dossier in few:
            for standing in standings.get(dossier.id, ()):
                yield from _criteria(dossier, standing, divided.get(dossier.id, ()))


def _criteria(dossier: Dossier, standing: Standing, divided: Sequence[str]) -> Iterator[Sequence[Cell]]:
    told = (Basis(standing.basis).label, _outcome(standing.verdict), standing.level)
    kept = (standing.is_frozen, _moment(standing.computed_at), standing.rulebook_hash, standing.evaluator_version)
    for one in explained(dossier, standing, not_comparable=divided):
        said = " ".join(one["sentences"])
        yield (
            str(dossier.id), dossier.unit_name, dossier.cycle.name, *map(str, told), one["code"], one["text"],
            _outcome(one["outcome"]), said, *kept,
        )  # fmt: skip


def _outcome(word: str) -> str:
    return Outcome(word).vietnamese


def _decisions(wanted: _Year) -> Sheet:
    headers = ("Số, ký hiệu", "Ngày ký", "Trích yếu", "Cơ quan ban hành", "Tình trạng", "Mã đơn vị", "Đơn vị", "Kết quả", "Mức",
               "Từ ngày", "Đến hết ngày", "Hủy bỏ bởi quyết định")  # fmt: skip
    about = Recognition.objects.filter(Q(unit__in=wanted.below) | Q(decision__deciding_unit__in=wanted.below))
    found = about.filter(year=wanted.year).select_related("decision", "cancelled_by")
    rows = (
        (one.decision.number, one.decision.signed_on, one.decision.title, one.decision.body, one.decision.get_state_display(),
         str(one.unit_id), one.unit_name, "công nhận" if one.granted else "không công nhận", one.level, one.starts,
         _last(one.ends), _cancelled(one))
        for one in found.order_by("decision__decided_at", "unit_name", "id")
    )  # fmt: skip
    return Sheet("Quyết định", headers, rows)


def _cancelled(one: Recognition) -> str:
    decision = one.cancelled_by
    if decision is None:
        return ""
    return f"{decision.number} ngày {day(decision.signed_on)}" if decision.signed_on else decision.title


def _log(wanted: _Year) -> Sheet:
    rows: Iterable[Sequence[Cell]] = (
        (line.seq, _moment(line.at), line.actor, line.text)
        for line in lines(_entries(wanted).iterator(chunk_size=_AT_ONCE))
    )
    return Sheet("Nhật ký", ("Mục", "Lúc", "Ai", "Việc"), rows)


def _entries(wanted: _Year) -> QuerySet[LogEntry]:
    """Acts on these dossiers, and on cycles that lie wholly inside: other units' acts are not this unit's to hand on."""
    dossiers = Dossier.objects.filter(pk__in=_dossiers(wanted.unit, wanted.year).order_by().values("pk"))
    cycles = Cycle.objects.filter(scope__in=wanted.below, year=wanted.year)
    about = Q(kind="dossier", subject_id__in=dossiers.values("pk")) | Q(
        kind="cycle", subject_id__in=cycles.values("pk")
    )
    return LogEntry.objects.filter(seq__in=LogSubject.objects.filter(about).values("entry")).order_by("seq")
