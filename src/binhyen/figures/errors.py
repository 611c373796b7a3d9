"""What can go wrong with figures."""

from binhyen.kernel.errors import Conflict, RefusedByState
from binhyen.kernel.period import Period
from binhyen.kernel.text import day


class ValueChanged(Conflict):
    """Somebody changed a value after it was read. `cells` names them: (unit id, figure key)."""

    def __init__(self, cells: tuple[tuple[str, str], ...]) -> None:
        self.cells = cells
        super().__init__(f"{len(cells)} số liệu vừa được người khác thay đổi.")


class WindowsDiffer(RefusedByState):
    """Numbers that were counted over different days are neither added nor compared. `windows` are those days."""

    code = "khac_ky"

    def __init__(self, windows: tuple[Period, ...], *, word: str) -> None:
        self.windows = windows
        days = "; ".join(f"{day(one.start)} – {day(one.last)}" for one in windows)
        super().__init__(
            f"Không {word}: số liệu của các kỳ khác nhau ({days}).",
            cure="Xem từng kỳ riêng, hoặc báo lại theo cùng một kỳ.",
        )
