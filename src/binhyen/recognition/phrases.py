"""How acts on who decides read in the log."""

from binhyen.audit.phrases import register


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("deciding_bodies.loaded", "Nạp {rows} dòng vào bảng thẩm quyền quyết định")
