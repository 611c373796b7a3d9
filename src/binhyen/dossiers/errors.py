"""What can go wrong with dossiers."""

from binhyen.kernel.errors import RefusedByState


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
