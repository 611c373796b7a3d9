"""What can go wrong with the log."""

from binhyen.kernel.errors import BinhYenError


class ChainBroken(BinhYenError):
    """An entry does not carry the hash of the one before it, or its content was changed."""

    code = "nhat_ky_bi_sua"

    def __init__(self, seq: int, reason: str) -> None:
        self.seq = seq
        self.reason = reason
        super().__init__(f"nhật ký, mục {seq}: {reason}")


class AlreadyDone(BinhYenError):
    """The same submission arrived before; `entry_seq` tells what it did."""

    code = "da_thuc_hien"

    def __init__(self, entry_seq: int) -> None:
        self.entry_seq = entry_seq
        super().__init__(f"act already recorded as entry {entry_seq}")
