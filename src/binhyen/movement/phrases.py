"""How acts of the movement read in the log."""

from binhyen.audit.phrases import register


def register_phrases() -> None:
    """Called once when the app is ready."""
    register("covenant.drafted", "Soạn giao ước thi đua năm {year}: {title}")
    register("covenant.changed", "Sửa dự thảo giao ước: {title}")
    register("covenant.signed", "Ghi nhận đã ký giao ước ngày {signed_on}: {title}")
    register("activity.recorded", "Ghi nhận hoạt động: {kind}, {times} cuộc")
    register("model.recorded", "Ghi nhận mô hình: {name}")
    register("model.confirmed", "Xác nhận mô hình {name} năm {year}: {said}")
    register("rollout.recorded", "Ghi nhận {phase} tại {unit}")
    register("stage.recorded", "Ghi nhận giai đoạn: {name}")
    register("movement.withdrawn", "Rút {word} đã ghi nhầm: {title}")
    register("movement.published_loaded", "Nạp {rows} nội dung phong trào đã công bố, kèm nguồn")
