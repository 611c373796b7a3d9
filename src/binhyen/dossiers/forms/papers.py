"""The paper behind an act: its number, where the original lies, and a scan of it where the office wants one."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile

from binhyen.accounts.models import User
from binhyen.kernel.errors import Problem
from binhyen.papers.formats import SCANS
from binhyen.papers.models import Paper
from binhyen.papers.refusals import scan_problems
from binhyen.papers.services import paper_record
from binhyen.shell.templatetags.vietnamese import file_size
from binhyen.shell.typed import SpeakingForm

KEPT_HINT = (
    "Bản giấy lưu tại cơ quan là đủ căn cứ: ghi cặp, hộp số nào. "
    "Không nhập danh sách có tên người; biên bản có tên giữ ở bản giấy."
)
_SCAN = "scan"
_AGAIN = "Chưa ghi, và tệp vừa gửi không được giữ lại: chọn lại tệp."


class ScanField(forms.FileField):
    """A scan or a photograph of a paper, where there is one: a PDF or a picture that names nobody in its own name."""

    def __init__(self) -> None:
        limit = settings.UPLOAD_LIMIT_BYTES
        attrs = {"accept": ",".join(known.content_type for known in SCANS), "data-max-bytes": str(limit)}
        super().__init__(
            label="Bản quét",
            required=False,
            allow_empty_file=True,
            widget=forms.FileInput(attrs),
            help_text=f"Tệp PDF hoặc ảnh JPG, PNG, tối đa {file_size(limit)}. "
            "Văn bản có tên, chữ ký của từng người dân thì không tải lên: ghi nơi lưu bản giấy là đủ.",
        )

    def clean(self, data: Any, initial: Any = None) -> File[bytes] | None:
        """The file, or what to send instead."""
        sent = super().clean(data, initial)
        if not isinstance(sent, UploadedFile):
            return None
        problems = scan_problems(sent, most_bytes=settings.UPLOAD_LIMIT_BYTES)
        if problems:
            raise forms.ValidationError([f"{one.place.capitalize()}: {one.message} {one.cure}" for one in problems])
        return sent


class ScanForm(SpeakingForm):
    """A form that may take a scan. A browser never fills in a file again: when the form comes back, it says so."""

    def full_clean(self) -> None:
        """Look at what was sent."""
        super().full_clean()
        self._ask_again()

    def take(self, problems: Iterable[Problem]) -> None:
        """Put each problem where it belongs."""
        super().take(problems)
        self._ask_again()

    def _ask_again(self) -> None:
        was_sent = _SCAN in self.fields and _SCAN in self.files
        if was_sent and (self.errors or self.refusals) and _SCAN not in self.errors:
            self.add_error(_SCAN, _AGAIN)


def paper_given(
    *, by: User, owner_unit: UUID, title: str, issued_on: date | None, data: Mapping[str, Any]
) -> Paper | None:
    """The paper of a form, where its number, the place it is kept or a scan was given."""
    scan: File[bytes] | None = data.get(_SCAN)
    if not data["number"] and not data["place_kept"] and scan is None:
        return None
    return paper_record(
        by=by,
        owner_unit=owner_unit,
        title=title[:300],
        number=data["number"],
        issued_on=issued_on,
        place_kept=data["place_kept"],
        upload=scan,
    )
