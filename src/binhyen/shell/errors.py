"""What the page frame refuses by itself."""

from binhyen.kernel.errors import BinhYenError


class UploadTooLarge(BinhYenError):
    """A file passed the limit while it arrived; nothing of it was kept."""

    code = "tep_qua_lon"
