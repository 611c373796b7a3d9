"""What can go wrong with figures."""

from binhyen.kernel.errors import Conflict


class ValueChanged(Conflict):
    """Somebody changed a value after it was read. `cells` names them: (unit id, figure key)."""

    def __init__(self, cells: tuple[tuple[str, str], ...]) -> None:
        self.cells = cells
        super().__init__(f"{len(cells)} số liệu vừa được người khác thay đổi.")
