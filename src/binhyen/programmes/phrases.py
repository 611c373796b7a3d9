"""How acts on programmes and rulebooks read in the log."""

from binhyen.audit.phrases import register


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("programme.created", "Lập chương trình “{name}”")
    register("rulebook.drafted", "Nhập dự thảo bộ tiêu chí “{name}”, phiên bản {version}")
    register("rulebook.issued", "Ban hành bộ tiêu chí “{name}”, phiên bản {version}")
    register("rulebook.confirmed", "Xác nhận căn cứ cho chỗ {place} của bộ tiêu chí “{name}” ({version}): {citation}")
    register("rulebook.settled", "Điền nội dung chờ xác nhận vào dự thảo bộ tiêu chí “{name}”, phiên bản {version}")
    register("rulebook.discarded", "Bỏ dự thảo bộ tiêu chí “{name}”, phiên bản {version}")
    register("rulebook.replaced", "Thay thế bộ tiêu chí “{name}”, phiên bản {version}, bằng phiên bản {by_version}")
    register("rulebook.repealed", "Bãi bỏ bộ tiêu chí “{name}”, phiên bản {version}, từ ngày {on}")
