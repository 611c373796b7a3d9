"""The criteria, levels and points of one kind of unit, built and checked against each other."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from binhyen.kernel.kinds import SubjectKind
from binhyen.rules.language import Names, RuleProblems, Scope, parse
from binhyen.rules.loading.levels import first_violation
from binhyen.rules.loading.problems import Problems
from binhyen.rules.loading.shape import CitationShape, CriterionShape, DeductShape, LevelShape, SubjectShape
from binhyen.rules.loading.tree import Piece
from binhyen.rules.model.bounds import CRITERIA_MOST
from binhyen.rules.model.parts import Citation, Deduct, Rule, Status, Window, plain
from binhyen.rules.model.rulebook import Criterion, CriterionCircle, CutOff, Level, Subject

Cite = Callable[[list[CitationShape], Problems], tuple[Citation, ...]]
_DEEPEST_CRITERIA = 8
_ENTERED = "entered"
_NO_TITLE = {
    False: "Chưa có mức công nhận.",
    True: "Chỉ có mốc (milestone), chưa có mức nào để công nhận.",
}


class SubjectBuilder:
    """Builds one subject. `names` knows the figures; the codes of this subject's criteria are added here."""

    def __init__(self, kind: SubjectKind, shape: SubjectShape, names: Names, problems: Problems) -> None:
        self.kind = kind
        self.shape = shape
        self.problems = problems
        self.pieces: dict[str, Piece] = {}
        self._gather(shape.criteria, 1)
        self.names = replace(names, codes=frozenset(self.pieces))

    def build(self, window: Window | None, status: Status, cite: Cite) -> Subject:
        """The subject. Problems are noted."""
        self.cite = cite
        shape = self.shape
        subject = Subject(
            kind=self.kind,
            criteria=tuple(self._criterion(part) for part in shape.criteria),
            levels=self._levels(shape.levels),
            window=window,
            window_status=status,
            eligible=self._rule(shape.eligible, shape.piece.child("eligible"), Scope.ELIGIBLE, self.kind.vietnamese),
            total=Decimal(shape.total) if shape.total else None,
            basis=cite(shape.basis, self.problems),
            note=shape.note.strip(),
            figures=self.names.figures,
        )
        self._check_whole(subject)
        return subject

    # ------------------------------------------------------------ criteria

    def _gather(self, shapes: list[CriterionShape], depth: int) -> None:
        for shape in shapes:
            context = f"tiêu chí {shape.code}"
            piece = shape.piece.child("code")
            if shape.code in self.pieces and piece.text.strip() == shape.code:
                message = f"Mã tiêu chí '{shape.code}' dùng hai lần."
                self.problems.add(piece, "trung_ma", message, cure="mỗi tiêu chí một mã", context=context)
            self.pieces.setdefault(shape.code, shape.piece)
            if depth > _DEEPEST_CRITERIA:
                message = f"Tiêu chí lồng nhau quá {_DEEPEST_CRITERIA} tầng."
                self.problems.add(shape.piece, "qua_sau", message, cure="bớt tầng", context=context)
            self._gather(shape.items, depth + 1)

    def _criterion(self, shape: CriterionShape) -> Criterion:
        context = f"tiêu chí {shape.code}"
        entered = shape.score.strip() == _ENTERED
        criterion = Criterion(
            code=shape.code,
            text=shape.text.strip(),
            rule=self._rule(shape.rule, shape.piece.child("rule"), Scope.CRITERION, context),
            items=tuple(self._criterion(item) for item in shape.items),
            applies=self._rule(shape.applies, shape.piece.child("applies"), Scope.APPLIES, context),
            status=Status(shape.status),
            points=Decimal(shape.points) if shape.points else None,
            score=None if entered else self._rule(shape.score, shape.piece.child("score"), Scope.SCORE, context),
            score_entered=entered,
            deduct=self._deduct(shape.deduct, context),
            basis=self.cite(shape.basis, self.problems),
            evidence=tuple(line.strip() for line in shape.evidence),
            note=shape.note.strip(),
        )
        self._check_way(shape, criterion, context)
        return criterion

    def _deduct(self, shape: DeductShape | None, context: str) -> Deduct | None:
        if shape is None:
            return None
        if not shape.count:
            message = "deduct thiếu count: số lần bị trừ."
            self.problems.add(shape.piece, "thieu_muc", message, cure="thêm count: …", context=context)
        count = self._rule(shape.count, shape.piece.child("count"), Scope.COUNT, context)
        return Deduct(count, Decimal(shape.each)) if count else None

    def _rule(self, text: str, piece: Piece, scope: Scope, context: str) -> Rule | None:
        if not text.strip():
            return None
        try:
            return parse(text, self.names, scope)
        except RuleProblems as error:
            for problem in error.problems:
                self.problems.add_nonsense(piece, problem, context=context)
            return None

    def _check_way(self, shape: CriterionShape, criterion: Criterion, context: str) -> None:
        scored = [word for word in ("score", "deduct") if getattr(shape, word)]
        ways = [word for word in ("rule", "items", *scored) if getattr(shape, word)]
        if criterion.to_confirm:
            self._check_to_confirm(shape, ways, context)
        elif criterion.items and len(ways) > 1:
            self._refuse(shape, ways[-1], "nhom_co_quy_tac", "Nhóm tiêu chí được xét bằng các mục con.", context)
        elif not ways:
            cure = "thêm rule, items, hoặc status: to_confirm nếu câu chữ chưa kiểm chứng"
            self.problems.add(shape.piece, "khong_co_cach_xet", "Chưa có cách xét.", cure=cure, context=context)
        if len(scored) > 1:
            self._refuse(shape, "deduct", "hai_cach_cham", "Chỉ dùng một trong score và deduct.", context)
        if scored and not shape.points:
            cure = "thêm points: số điểm tối đa"
            self.problems.add(
                shape.piece, "thieu_diem_toi_da", "Cách chấm điểm cần points.", cure=cure, context=context
            )
        self._check_sum(shape, criterion, context)

    def _check_to_confirm(self, shape: CriterionShape, ways: list[str], context: str) -> None:
        for way in ways:
            message = (
                f"Tiêu chí chưa kiểm chứng (to_confirm) không có {way}: kết quả là ý kiến ghi nhận của Ban Chỉ đạo."
            )
            self.problems.add(shape.piece.key_piece(way), "chua_kiem_chung", message, cure=f"bỏ {way}", context=context)

    def _refuse(self, shape: CriterionShape, key: str, code: str, message: str, context: str) -> None:
        self.problems.add(shape.piece.key_piece(key), code, message, cure=f"bỏ {key}", context=context)

    def _check_sum(self, shape: CriterionShape, criterion: Criterion, context: str) -> None:
        parts = [most for item in criterion.items if (most := item.max_points) is not None]
        if criterion.points is not None and parts and sum(parts) != criterion.points:
            message = f"Điểm của nhóm là {plain(criterion.points)}, nhưng các mục con cộng lại là {plain(sum(parts))}."
            self.problems.add(shape.piece.child("points"), "diem_khong_khop", message, context=context)

    # ------------------------------------------------------------ levels

    def _levels(self, shapes: list[LevelShape]) -> tuple[Level, ...]:
        found: dict[str, Level] = {}
        for shape in shapes:
            context = f"mức {shape.code}"
            if shape.code in found:
                message = f"Mã mức '{shape.code}' dùng hai lần."
                self.problems.add(shape.piece.child("code"), "trung_ma", message, context=context)
            found[shape.code] = self._level(shape, context)
        return tuple(found.values())

    def _level(self, shape: LevelShape, context: str) -> Level:
        status = Status(shape.status)
        if status is Status.VERIFIED and not shape.rule:
            cure = "thêm rule: all_met, hoặc status: to_confirm"
            self.problems.add(shape.piece, "thieu_muc", "Mức chưa có quy tắc.", cure=cure, context=context)
        if status is Status.TO_CONFIRM and shape.rule:
            message = "Mức chưa kiểm chứng (to_confirm) không có rule."
            self.problems.add(
                shape.piece.key_piece("rule"), "chua_kiem_chung", message, cure="bỏ rule", context=context
            )
        self._check_cut_off(shape, context)
        return Level(
            code=shape.code,
            name=shape.name.strip(),
            milestone=shape.milestone == "true",
            cut_off=CutOff(shape.cut_off) if shape.cut_off else None,
            rule=self._rule(shape.rule, shape.piece.child("rule"), Scope.LEVEL, context),
            status=status,
            basis=self.cite(shape.basis, self.problems),
            note=shape.note.strip(),
        )

    def _check_cut_off(self, shape: LevelShape, context: str) -> None:
        if shape.cut_off and shape.status != Status.TO_CONFIRM.value:
            message = "cut_off chỉ đứng ở mức chưa kiểm chứng: nói mức ấy chờ ngưỡng của điều gì."
            cure = "ghi ngưỡng vào rule (points >= …) và bỏ cut_off, hoặc thêm status: to_confirm"
            self.problems.add(shape.piece.key_piece("cut_off"), "thua_nguong", message, cure=cure, context=context)

    # ------------------------------------------------------------ the whole

    def _check_whole(self, subject: Subject) -> None:
        kind = self.kind.vietnamese
        if not subject.criteria:
            self.problems.add(self.shape.piece, "thieu_tieu_chi", "Chưa có tiêu chí nào.", context=kind)
        if not subject.titles:
            cure = "thêm levels: - {code: dat, name: Đạt, rule: all_met}"
            self.problems.add(
                self.shape.piece, "thieu_muc_cong_nhan", _NO_TITLE[bool(subject.levels)], cure=cure, context=kind
            )
        if len(self.pieces) > CRITERIA_MOST:
            self.problems.add(self.shape.piece, "qua_nhieu_tieu_chi", f"Quá {CRITERIA_MOST} tiêu chí.", context=kind)
        self._check_total(subject)
        self._check_circle(subject)
        self._check_levels(subject)

    def _check_total(self, subject: Subject) -> None:
        if subject.total is not None and subject.total != (subject.max_points or 0):
            message = f"Tổng điểm khai là {plain(subject.total)}, nhưng các tiêu chí cộng lại là {plain(subject.max_points or 0)}."
            self.problems.add(
                self.shape.piece.child("total"), "tong_diem_khong_khop", message, cure="sửa points hoặc total"
            )

    def _check_circle(self, subject: Subject) -> None:
        try:
            _ = subject.order
        except CriterionCircle as error:
            piece = self.pieces.get(error.codes[0], self.shape.piece)
            self.problems.add(
                piece,
                "vong_tron",
                f"Các tiêu chí dựa vào nhau thành vòng tròn: {' → '.join(error.codes)}.",
                cure="bỏ một met('…') trong vòng",
                context=f"tiêu chí {error.codes[0]}",
            )

    def _check_levels(self, subject: Subject) -> None:
        pieces = {shape.code: shape.piece for shape in reversed(self.shape.levels)}
        for lower, higher in (*pairwise(subject.titles), *pairwise(subject.milestones)):
            found = first_violation(subject, lower, higher)
            if found:
                message = f"Mức '{higher.name}' có thể đạt mà mức thấp hơn '{lower.name}' thì không: khi {found}."
                cure = "xếp mức thấp trước, hoặc thêm điều kiện của mức thấp vào mức cao"
                self.problems.add(
                    pieces[higher.code].child("rule"),
                    "muc_khong_bao_ham",
                    message,
                    cure=cure,
                    context=f"mức {higher.code}",
                )
