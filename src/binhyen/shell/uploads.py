"""A limit on what comes in, kept while it comes in."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

# The mark that the handler leaves on a request; the middleware answers it with the page that names the limit.
TOO_LARGE = "upload_too_large"


class LimitedUploadHandler(FileUploadHandler):
    """Stands first in the row: counts the bytes of all files and stops the upload when they pass the limit.

    It marks the request instead of raising an error of ours, because the body is first read by the check against
    forged requests, outside of every view.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._left = settings.UPLOAD_LIMIT_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the chunk on to the next handler, unless it is one too many."""
        self._left -= len(raw_data)
        if self._left < 0:
            setattr(self.request, TOO_LARGE, True)
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to the next handler."""
        return None


def declared_too_large(request: HttpRequest) -> bool:
    """Whether the request itself says that it is too large, so that nothing of it needs to be parsed."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return False
    return length > _most(request)


def _most(request: HttpRequest) -> int:
    """Files may be larger than forms; a form with files carries a little more than the files."""
    if request.content_type == "multipart/form-data":
        return int(settings.UPLOAD_LIMIT_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
