"""What can go wrong with links."""

from datetime import datetime

from binhyen.kernel import clock
from binhyen.kernel.errors import BinhYenError


class WrongPin(BinhYenError):
    """The PIN is not the link's; `left` tries remain before the link is shut for a while."""

    code = "sai_ma_pin"

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(f"Mã PIN không đúng. Còn {left} lần thử.")


class ShutForNow(BinhYenError):
    """Too many wrong PINs; `until` is when the next try is taken."""

    code = "tam_khoa"

    def __init__(self, until: datetime) -> None:
        self.until = until
        super().__init__(f"Nhập sai nhiều lần: tạm khóa đến {clock.local(until):%H giờ %M}. Sau đó thử lại được.")
