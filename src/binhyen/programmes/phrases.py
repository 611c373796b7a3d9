"""How acts on programmes and rulebooks read in the log."""

from binhyen.audit.phrases import register


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("programme.created", "Lập chương trình “{name}”")
    register("rulebook.drafted", "Nhập dự thảo bộ tiêu chí “{name}”, phiên bản {version}")
    register("rulebook.issued", "Ban hành bộ tiêu chí “{name}”, phiên bản {version}")
    register("rulebook.confirmed", "Xác nhận căn cứ cho chỗ {place} của bộ tiêu chí “{name}” ({version}): {citation}")
