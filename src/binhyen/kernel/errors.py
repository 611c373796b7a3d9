"""The error family: what a caller can act on, with data instead of prose alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input, where it stands, and what to do about it.

    `place` is what the person can find again: "ô C9, trang tính 'Số liệu'", "dòng 14, cột 7", "tiêu chí 1c".
    It never quotes the content of a refused column.
    """

    code: str
    message: str
    place: str = ""
    cure: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        """Place, message and cure in one line, as the command line prints it."""
        head = f"{self.place}: {self.message}" if self.place else self.message
        return f"{head} → {self.cure}" if self.cure else head


class BinhYenError(Exception):
    """Root of everything Bình Yên raises on purpose."""

    code = "loi"


class InputProblems(BinhYenError):
    """The input has problems; all of them are listed, nothing was stored."""

    code = "du_lieu_co_van_de"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RefusedByState(BinhYenError):
    """The act does not fit the state that the thing is in (out of order, too late, already done)."""

    code = "khong_dung_trinh_tu"

    def __init__(self, message: str, *, cure: str = "") -> None:
        self.message = message
        self.cure = cure
        super().__init__(f"{message} → {cure}" if cure else message)


class NotAllowed(BinhYenError):
    """The person may not do this here. The message names neither the thing nor its existence."""

    code = "khong_co_quyen"


class Conflict(BinhYenError):
    """Somebody else changed the thing since it was read; nothing was overwritten."""

    code = "da_co_nguoi_sua"

    def __init__(self, message: str = "", *, cure: str = "") -> None:
        self.message = message or "Nội dung này vừa được người khác thay đổi."
        self.cure = cure or "Tải lại trang để xem bản mới nhất; những gì anh/chị vừa nhập vẫn còn trong biểu mẫu."
        super().__init__(self.message)


class Misconfigured(BinhYenError):
    """A setting is wrong: the message names it and the cure."""

    code = "cau_hinh_sai"
