"""What can go wrong with dossiers."""

from datetime import date

from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.text import day


class OutOfOrder(RefusedByState):
    """Some dossiers are not in a state that allows the act. `units` names them."""

    def __init__(self, words: str, units: tuple[str, ...]) -> None:
        self.units = units
        shown = ", ".join(units[:5]) + (f" và {len(units) - 5} đơn vị khác" if len(units) > 5 else "")
        super().__init__(
            f"Chưa thể {words}: {shown}.", cure="Mở hồ sơ của đơn vị để xem bước đang chờ, rồi làm theo thứ tự."
        )


class NotQualified(RefusedByState):
    """A decision was asked for units whose verdict does not carry it."""

    def __init__(self, units: tuple[str, ...]) -> None:
        self.units = units
        super().__init__(
            f"Không thể công nhận đơn vị chưa đạt: {', '.join(units[:5])}.",
            cure="Kết quả chỉ thay đổi khi một số liệu được sửa kèm văn bản.",
        )


class PastDeadline(RefusedByState):
    """The last day of a step has passed for some units, and no letter moved it. `units` names them with their day."""

    def __init__(self, words: str, units: tuple[tuple[str, date], ...]) -> None:
        self.units = units
        shown = ", ".join(f"{name} ({day(last)})" for name, last in units[:5])
        more = f" và {len(units) - 5} đơn vị khác" if len(units) > 5 else ""
        super().__init__(
            f"Đã hết hạn {words}: {shown}{more}.",
            cure="Nếu có công văn gia hạn, cán bộ tổng hợp ghi công văn ấy ở trang Lịch của đợt xét rồi làm lại.",
        )
