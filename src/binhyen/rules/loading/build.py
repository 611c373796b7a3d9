"""Shapes to a rulebook: what the keys mean, and whether they agree with each other."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.language import Names, RuleProblems, Scope, parse
from binhyen.rules.language.names import FIGURE_KEY, RESERVED, suggestion
from binhyen.rules.loading.circles import programme_circle
from binhyen.rules.loading.criteria import SubjectBuilder
from binhyen.rules.loading.problems import Problems
from binhyen.rules.loading.shape import CheckShape, CitationShape, FigureShape, RulebookShape, SubjectShape, WindowShape
from binhyen.rules.loading.tree import Piece
from binhyen.rules.model.nodes import is_month_day
from binhyen.rules.model.rulebook import (
    Check,
    Citation,
    FigureDef,
    Rulebook,
    Source,
    Status,
    Subject,
    Window,
    WindowDay,
)
from binhyen.rules.model.types import Answer

_TYPING = frozenset(("answer", "choices", "max"))  # what says of which type a figure is


def build_rulebook(shape: RulebookShape, problems: Problems) -> Rulebook:
    """The rulebook that a shape means. Problems are noted; the result counts only when none was."""
    figures = {key: _figure(key, figure, problems, shape.piece) for key, figure in shape.figures.items()}
    levels = frozenset(
        level.code for subject in shape.subjects.values() for level in subject.levels if level.milestone != "true"
    )
    uncertain = frozenset(key for key, figure in shape.figures.items() if figure.replaced & _TYPING)
    names = Names(figures=figures, programme=shape.programme, levels=levels, uncertain=uncertain)
    subjects = _subjects(shape, names, problems)
    rulebook = Rulebook(
        programme=shape.programme,
        version=shape.version.strip(),
        name=shape.name.strip(),
        basis=citations(shape.basis, problems),
        valid_from=_day(shape.valid_from, shape.piece.child("valid_from"), problems) or date.min,
        valid_to=_day(shape.valid_to, shape.piece.child("valid_to"), problems),
        figures=figures,
        checks=_checks(shape, names, problems),
        subjects=subjects,
        word=shape.word.strip(),
        owner=shape.owner.strip(),
        note=shape.note.strip(),
    )
    _check_whole(rulebook, shape.piece, problems)
    return rulebook


def _check_whole(rulebook: Rulebook, piece: Piece, problems: Problems) -> None:
    if not rulebook.basis:
        problems.add(piece, "thieu_can_cu", "Thiếu căn cứ ban hành (basis).", cure="thêm basis: - {title: …, date: …}")
    if not rulebook.subjects:
        problems.add(piece, "thieu_don_vi", "Bộ tiêu chí chưa có loại đơn vị nào (subjects).", cure="thêm subjects")
    if rulebook.valid_to is not None and rulebook.valid_to < rulebook.valid_from:
        place = piece.child("valid_to")
        problems.add(place, "hieu_luc_nguoc", "Ngày hết hiệu lực đứng trước ngày có hiệu lực.", cure="sửa valid_to")
    circle = programme_circle([rulebook])
    if circle:
        place = piece.child("subjects")
        message = f"Mức công nhận dựa vào chính nó: {' → '.join(circle)}."
        problems.add(place, "vong_tron", message, cure="bỏ một recognised('…') trong vòng")


def _day(text: str, piece: Piece, problems: Problems) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.add(piece, "ngay_khong_hop_le", f"Không có ngày {text}.", cure="kiểm tra ngày và tháng")
        return None


def citations(shapes: list[CitationShape], problems: Problems) -> tuple[Citation, ...]:
    """Sources as written, with real days."""
    return tuple(
        Citation(
            title=shape.title.strip(),
            day=_day(shape.date, shape.piece.child("date"), problems),
            clause=shape.clause.strip(),
            url=shape.url.strip(),
            note=shape.note.strip(),
        )
        for shape in shapes
    )


# ---------------------------------------------------------------- figures


def _figure(key: str, shape: FigureShape, problems: Problems, root: Piece) -> FigureDef:
    answer = Answer(shape.answer)
    _check_key(key, root.child("figures").key_piece(key), problems)
    _check_choices(key, answer, shape, problems)
    if (answer is Answer.SCORE) != bool(shape.max):
        message = (
            "Số liệu kiểu điểm cần max." if answer is Answer.SCORE else "Chỉ số liệu kiểu điểm (score) mới có max."
        )
        problems.add(shape.piece.child("max"), "max_sai_cho", message, context=f"số liệu {key}")
    return FigureDef(
        key=key,
        name=shape.name.strip(),
        answer=answer,
        unit_of_measure=shape.unit.strip(),
        owner=shape.owner.strip(),
        counts=Source(shape.counts),
        choices=tuple(choice.strip() for choice in shape.choices),
        max=Decimal(shape.max) if shape.max else None,
        note=shape.note.strip(),
    )


def _check_key(key: str, piece: Piece, problems: Problems) -> None:
    context = f"số liệu {key[:60]}"
    if not FIGURE_KEY.fullmatch(key):
        cure = "chữ thường không dấu, số và gạch dưới, bắt đầu bằng chữ, tối đa 60 ký tự, ví dụ ho_dang_ky"
        problems.add(
            piece, "ten_so_lieu_sai", f"'{key[:60]}' không dùng làm tên số liệu được.", cure=cure, context=context
        )
    elif key in RESERVED:
        cure = f"đổi tên, ví dụ so_{key}"
        problems.add(piece, "ten_danh_rieng", f"'{key}' là từ của ngôn ngữ quy tắc.", cure=cure, context=context)


def _check_choices(key: str, answer: Answer, shape: FigureShape, problems: Problems) -> None:
    place, context = shape.piece.child("choices"), f"số liệu {key}"
    if answer is not Answer.CHOICE:
        if shape.choices:
            problems.add(
                place, "thua_lua_chon", "Chỉ số liệu kiểu choice mới có choices.", cure="bỏ choices", context=context
            )
    elif len(shape.choices) < 2:
        problems.add(place, "thieu_lua_chon", "Cần ít nhất hai lựa chọn (choices).", context=context)
    elif len({choice.strip() for choice in shape.choices}) < len(shape.choices):
        problems.add(place, "trung_lua_chon", "Có lựa chọn viết hai lần.", cure="giữ một", context=context)


# ---------------------------------------------------------------- checks


def _checks(shape: RulebookShape, names: Names, problems: Problems) -> tuple[Check, ...]:
    found, seen = [], set()
    for part in shape.checks:
        context = f"kiểm tra {part.code}"
        if part.code in seen:
            problems.add(
                part.piece.child("code"), "trung_ma", f"Mã kiểm tra '{part.code}' dùng hai lần.", context=context
            )
        seen.add(part.code)
        check = _check(part, names, problems, context)
        if check is not None:
            found.append(check)
    return tuple(found)


def _check(shape: CheckShape, names: Names, problems: Problems, context: str) -> Check | None:
    if not shape.rule:
        problems.add(shape.piece, "thieu_muc", "Thiếu mục 'rule'.", cure="thêm rule: …", context=context)
        return None
    piece = shape.piece.child("rule")
    try:
        return Check(shape.code, parse(shape.rule, names, Scope.CHECK), shape.message.strip())
    except RuleProblems as error:
        for problem in error.problems:
            problems.add_nonsense(piece, problem, context=context)
        return None


# ---------------------------------------------------------------- subjects


def _subjects(shape: RulebookShape, names: Names, problems: Problems) -> Mapping[SubjectKind, Subject]:
    known = [kind.value for kind in SubjectKind]
    found = {}
    for word, part in shape.subjects.items():
        if word not in known:
            _unknown_subject(word, known, shape.piece.child("subjects"), problems)
            continue
        kind = SubjectKind(word)
        builder = SubjectBuilder(kind, part, names, problems)
        window, status = _window(part.window, part, problems, kind)
        found[kind] = builder.build(window, status, citations)
    return found


def _unknown_subject(word: str, known: list[str], piece: Piece, problems: Problems) -> None:
    message = f"'{word[:60]}' không phải là loại đơn vị."
    problems.add(piece.key_piece(word), "loai_don_vi_la", message, cure=_suggestion_of(word, known))


def _suggestion_of(word: str, known: list[str]) -> str:
    return suggestion(word, known, f"dùng một trong: {', '.join(known)}")


def _window(
    shape: WindowShape | None, subject: SubjectShape, problems: Problems, kind: SubjectKind
) -> tuple[Window | None, Status]:
    if shape is None:
        cure = 'thêm window: {from: {year: -1, day: "11-01"}, to: {year: 0, day: "10-31"}}, hoặc window: {status: to_confirm}'
        problems.add(subject.piece, "thieu_cua_so", "Thiếu thời gian xét (window).", cure=cure, context=kind.vietnamese)
        return None, Status.VERIFIED
    status = Status(shape.status)
    if shape.first is None or shape.last is None:
        if status is Status.VERIFIED or shape.first is not shape.last:
            cure = "ghi đủ from và to, hoặc chỉ ghi status: to_confirm"
            problems.add(shape.piece, "cua_so_thieu_ngay", "Thời gian xét thiếu from hoặc to.", cure=cure)
        return None, status
    return _window_of_days(shape, problems), status


def _window_of_days(shape: WindowShape, problems: Problems) -> Window | None:
    ends = [end for end in (shape.first, shape.last) if end is not None]
    wrong = [end for end in ends if not is_month_day(end.day)]
    for end in wrong:
        cure = "viết tháng-ngày, ví dụ 10-31; không dùng 02-29"
        problems.add(end.piece.child("day"), "ngay_khong_hop_le", f"'{end.day}' không phải là một ngày.", cure=cure)
    if wrong:
        return None
    first, last = (WindowDay(int(end.year), end.day) for end in ends)
    if (first.year, first.day) > (last.year, last.day):
        problems.add(shape.piece, "cua_so_nguoc", "Thời gian xét kết thúc trước khi bắt đầu.", cure="sửa from và to")
        return None
    return Window(first, last)
