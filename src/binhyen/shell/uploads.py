"""A limit on what comes in, kept while it comes in, and forms whose files are never put on a disk."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

# The mark that the handler leaves on a request; the middleware answers it with the page that names the limit.
TOO_LARGE = "upload_too_large"
_IN_MEMORY = "is_kept_in_memory"
P = ParamSpec("P")
R = TypeVar("R")


def kept_in_memory(view: Callable[P, R]) -> Callable[P, R]:
    """Marks a view, outermost, that takes a file which must not touch a disk: a larger one than memory is meant for is
    refused while it arrives, instead of being spooled to a temporary file."""
    setattr(view, _IN_MEMORY, True)
    return view


class LimitedUploadHandler(FileUploadHandler):
    """Stands first in the row: counts the bytes of all files and stops the upload when they pass the limit.

    It marks the request instead of raising an error of ours, because the body is first read by the check against
    forged requests, outside of every view.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._left = upload_limit(request)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a file that the handlers behind this one would spool, where it must not be."""
        super().new_file(*args, **kwargs)
        # What they go by is the length of the whole request as it declares it.
        if _is_kept_in_memory(self.request) and _declared(self.request) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            self._stop()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the chunk on to the next handler, unless it is one too many."""
        self._left -= len(raw_data)
        if self._left < 0:
            self._stop()
        return raw_data

    def _stop(self) -> None:
        setattr(self.request, TOO_LARGE, True)
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to the next handler."""
        return None


def upload_limit(request: HttpRequest | None) -> int:
    """How many bytes of files the view of this request takes."""
    if _is_kept_in_memory(request):
        return int(min(settings.UPLOAD_LIMIT_BYTES, settings.FILE_UPLOAD_MAX_MEMORY_SIZE))
    return int(settings.UPLOAD_LIMIT_BYTES)


def declared_too_large(request: HttpRequest) -> bool:
    """Whether the request itself says that it is too large, so that nothing of it needs to be parsed."""
    return _declared(request) > _most(request)


def _is_kept_in_memory(request: HttpRequest | None) -> bool:
    match = getattr(request, "resolver_match", None)
    return bool(match and getattr(match.func, _IN_MEMORY, False))


def _declared(request: HttpRequest | None) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0) if request else 0
    except ValueError:
        return 0


def _most(request: HttpRequest) -> int:
    """Files may be larger than forms; a form with files carries a little more than the files."""
    if request.content_type == "multipart/form-data":
        return int(settings.UPLOAD_LIMIT_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
