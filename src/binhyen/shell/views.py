"""One page with every component, on invented units, to look at and to check for accessibility."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from binhyen.kernel import clock
from binhyen.kernel.errors import Problem
from binhyen.shell.forms import SampleForm
from binhyen.shell.parts import Happening, Step

_ROWS = (
    ("Khu dân cư", 25, 25, 22, 18),
    ("Cơ quan", 6, 6, 6, 6),
    ("Doanh nghiệp", 9, 7, 5, 4),
    ("Cơ sở giáo dục", 4, 4, 3, 3),
)


def components(request: HttpRequest) -> HttpResponse:
    """Show every component once."""
    messages.success(request, "Đã ghi 25 số liệu của Thôn Mẫu 3.")
    messages.warning(request, "2 khu dân cư chưa gửi tự đánh giá.")
    form = SampleForm({"count": "94,7 %", "channel": "phone", "answer": "yes"})
    context = {
        "form": form,
        "steps": _steps(),
        "happenings": _happenings(),
        "rows": _ROWS,
        "problems": _problems(),
        "page": Paginator(range(2000), 25).get_page(request.GET.get("trang")),
        "soon": clock.today() + timedelta(days=6),
        "past": clock.today() - timedelta(days=1),
        "today": clock.today(),
    }
    return render(request, "shell/components_page.html", context)


def _steps() -> list[Step]:
    return [
        Step("Đăng ký", "12/01/2021", "done"),
        Step("Cam kết", "25/25 khu dân cư", "done"),
        Step("Tự đánh giá", "18/11/2021", "done"),
        Step("Xét duyệt", "đang chờ bạn", "current"),
        Step("Niêm yết", "7 ngày"),
        Step("Quyết định", "UBND huyện"),
    ]


def _happenings() -> list[Happening]:
    return [
        Happening("Nộp hồ sơ", at=datetime(2021, 11, 18, 9, 20, tzinfo=UTC), who="Trần Văn Mẫu", current=True),
        Happening("Họp tự đánh giá", "31/34 đại biểu, tán thành 29", datetime(2021, 11, 17, 2, 0, tzinfo=UTC)),
        Happening(
            "Yêu cầu bổ sung", "thiếu xác nhận tiêu chí 3", datetime(2021, 11, 16, 3, 5, tzinfo=UTC), "Lê Thị Mẫu"
        ),
        Happening("Đăng ký phấn đấu", at=datetime(2021, 1, 12, 1, 0, tzinfo=UTC)),
    ]


def _problems() -> list[Problem]:
    return [
        Problem(
            "so", "cần một số nguyên, gặp chữ", "Trang tính “Số liệu”, ô C9", "Nhập số, hoặc 0 nếu không phát sinh."
        ),
        Problem("ten", "có 2 đơn vị cùng tên Thôn Mẫu Đông", "Dòng 14", "Chọn một đơn vị trong danh sách gợi ý."),
        Problem("tang", "số hộ tăng 48 so với năm trước", "Dòng 20", "Kiểm tra lại, hoặc ghi lý do.", "warning"),
    ]
