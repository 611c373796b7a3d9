"""Answers that carry a stored file or freshly made bytes. The view that calls this has checked who asks."""

import io
from typing import IO

from django.http import FileResponse

from binhyen.papers.errors import PaperNotHere
from binhyen.papers.formats import shown_in_browser
from binhyen.papers.models import Job, Paper

_UNKNOWN = "application/octet-stream"
# A browser shows a picture on a page of its own making, which it lays out with inline styles; nothing else may run there.
_AROUND_A_PICTURE = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def open_paper(paper: Paper) -> FileResponse:
    """The file of a paper: PDF and images in the browser, anything else as a download.

    Raises PaperNotHere for a paper that lies in the office, or whose file is gone.
    """
    if paper.kept != Paper.Kept.FILE:
        where = f" tại {paper.place_kept}" if paper.place_kept else ""
        raise PaperNotHere(f"Bản giấy lưu{where}; không có tệp đính kèm.", cure="Xem bản giấy tại cơ quan.")
    try:
        content = paper.file.open("rb")
    except FileNotFoundError as error:
        raise PaperNotHere("Không tìm thấy tệp trong kho.", cure="Phục hồi thư mục tệp từ bản sao lưu.") from error
    return _answer(content, file_name=paper.file_name, content_type=paper.content_type)


def open_job_file(job: Job) -> FileResponse:
    """The file that a finished job made. Raises PaperNotHere while there is none."""
    if job.state != Job.State.DONE:
        raise PaperNotHere("Tệp chưa được tạo xong.", cure="Đợi việc này kết thúc rồi tải lại trang.")
    return _answer(job.file.open("rb"), file_name=job.file_name, content_type=_UNKNOWN)


def open_bytes(content: bytes, *, file_name: str, content_type: str) -> FileResponse:
    """Bytes made for this answer (a PDF just set, a workbook), under the same rules."""
    return _answer(io.BytesIO(content), file_name=file_name, content_type=content_type)


def _answer(content: IO[bytes], *, file_name: str, content_type: str) -> FileResponse:
    is_shown = shown_in_browser(content_type)
    answer = FileResponse(
        content, as_attachment=not is_shown, filename=file_name, content_type=content_type or _UNKNOWN
    )
    answer["X-Content-Type-Options"] = "nosniff"
    # Office machines are shared: what one person may read must not wait in a cache for the next.
    answer["Cache-Control"] = "private, no-store"
    if content_type.startswith("image/"):
        answer["Content-Security-Policy"] = _AROUND_A_PICTURE
    return answer
