"""The Vietnamese words that people choose in the cells of a rulebook workbook, each with the code that a rulebook file has."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.text import fold
from binhyen.rules.model.parts import Source, Status
from binhyen.rules.model.rulebook import CutOff
from binhyen.rules.model.types import Answer


@dataclass(frozen=True, slots=True)
class Words:
    """One list, with its title: `shown` are codes with the word that we write; `also` are further words that we understand.

    An open list passes on what it does not know: such a cell may also hold something else.
    """

    title: str
    shown: Mapping[str, str]
    also: Mapping[str, str] = field(default_factory=dict)
    is_open: bool = False
    _codes: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Fold every word once: a workbook has thousands of cells to compare with them."""
        for word, code in self.also.items():
            self._codes[fold(word)] = code
        for code, word in self.shown.items():
            self._codes.update({fold(word): code, fold(code): code})

    def word(self, code: str) -> str:
        """What is written into a cell."""
        return self.shown.get(code, code)

    def code(self, typed: str) -> str | None:
        """The code that somebody means by a word or by the code itself, however it is cased; None if by nothing here."""
        return self._codes.get(fold(typed))


def _official_kinds() -> dict[str, str]:
    """ "thôn" means khu dân cư; a word that two kinds share, as "thành phố" is, means none."""
    meant: dict[str, set[str]] = {}
    for kind in UnitKind:
        meant.setdefault(kind.vietnamese, set()).add(kind.subject.value)
    return {word: subjects.pop() for word, subjects in meant.items() if len(subjects) == 1}


KINDS = Words("Đối tượng", {kind.value: kind.vietnamese for kind in SubjectKind}, _official_kinds())
ANSWERS = Words(
    "Cách trả lời",
    {answer.value: answer.vietnamese for answer in Answer},
    {
        "số lượng": Answer.AMOUNT.value,
        "số tiền": Answer.AMOUNT.value,
        "có không": Answer.YES_NO.value,
        "xác nhận": Answer.CONFIRMATION.value,
        "lựa chọn": Answer.CHOICE.value,
    },
)
SOURCES = Words(
    "Tính số của ai",
    {Source.SELF.value: "đơn vị", Source.REVIEW.value: "ban chỉ đạo", Source.OWNER.value: "cơ quan phụ trách"},
)
STATUSES = Words(
    "Tình trạng",
    {Status.VERIFIED.value: "đã kiểm chứng", Status.TO_CONFIRM.value: "chờ xác nhận"},
    {"cần xác nhận": Status.TO_CONFIRM.value, "chưa kiểm chứng": Status.TO_CONFIRM.value},
)
YEARS = Words("Năm", {"-1": "năm trước", "0": "năm xét", "1": "năm sau"}, is_open=True)
FLAGS = Words("Chỉ là mốc", {"true": "có", "false": "không"})
CUT_OFFS = Words("Chờ ngưỡng của", {cut_off.value: cut_off.vietnamese for cut_off in CutOff})
SCORES = Words("Cách tính điểm", {"entered": "ban chỉ đạo chấm"}, {"chấm tay": "entered"}, is_open=True)
MOVEMENTS = Words(
    "Gọi là", {word: word for word in ("phong trào", "cuộc vận động", "mô hình", "tiêu chuẩn")}, is_open=True
)
ALL = (KINDS, ANSWERS, SOURCES, STATUSES, YEARS, FLAGS, CUT_OFFS, SCORES, MOVEMENTS)
