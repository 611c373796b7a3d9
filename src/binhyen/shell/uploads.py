"""A limit on what comes in, kept while it comes in, and forms of which nothing is kept. No file is spooled to a disk."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

# The mark that the handler leaves on a request; the middleware answers it with the page that names the limit.
TOO_LARGE = "upload_too_large"
_KEPT_NOWHERE = "is_kept_nowhere"
# A list of names to print from, of five thousand families.
_LIST_LIMIT_BYTES = 2 * 1024 * 1024
P = ParamSpec("P")
R = TypeVar("R")


def kept_nowhere(view: Callable[P, R]) -> Callable[P, R]:
    """Marks a view, outermost, that takes a list of which nothing may be kept, not even until the person signs in again;
    a file is small, or refused while it arrives."""
    setattr(view, _KEPT_NOWHERE, True)
    return view


def is_kept_nowhere(request: HttpRequest | None) -> bool:
    """Whether the view of this request is one of those."""
    match = getattr(request, "resolver_match", None)
    return bool(match and getattr(match.func, _KEPT_NOWHERE, False))


class LimitedUploadHandler(FileUploadHandler):
    """Stands first in the row: counts the bytes of all files and stops the upload when they pass the limit.

    It marks the request instead of raising an error of ours, because the body is first read by the check against
    forged requests, outside of every view.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._left = upload_limit(request)

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


def upload_limit(request: HttpRequest | None) -> int:
    """How many bytes of files the view of this request takes."""
    return _LIST_LIMIT_BYTES if is_kept_nowhere(request) else int(settings.UPLOAD_LIMIT_BYTES)


def declared_too_large(request: HttpRequest) -> bool:
    """Whether the request itself says that it is too large, so that nothing of it needs to be parsed."""
    return _declared(request) > _most(request)


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
