"""Rulebooks as people name them on the command line: a shipped one, a YAML file, or a workbook."""

from pathlib import Path

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.programmes.library import shipped, shipped_text
from binhyen.rules.language.names import nearest
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.rulebook import Rulebook
from binhyen.sheets.reading import check_size
from binhyen.sheets.rulebooks import is_workbook, read_rulebook_workbook

NAMED = "tệp .yaml, .xlsx, hoặc tên bộ tiêu chí đi kèm như an-toan-antt@124/2021"


def rulebook_at(reference: str, *, source: str = "") -> Rulebook:
    """The rulebook that a person means. Raises InputProblems with every problem of the file.

    The content says whether a file is a workbook; `source` is put before the places in a text file.
    """
    if reference in shipped():
        return load_rulebook(shipped_text(reference), source=source)
    path = Path(reference)
    content = _content(path, reference)
    if is_workbook(content) or path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        return read_rulebook_workbook(path)
    try:
        return load_rulebook(content.decode("utf-8-sig"), source=source)
    except UnicodeDecodeError as error:
        raise _unreadable(path) from error


def _content(path: Path, reference: str) -> bytes:
    if not path.is_file():
        guess = nearest(reference, shipped())
        cure = f"Có phải '{guess}'?" if guess else f"Kiểm tra đường dẫn, hoặc dùng một trong: {', '.join(shipped())}."
        message = f"Không có tệp hay bộ tiêu chí đi kèm tên '{reference}'."
        raise InputProblems([Problem("khong_co_bo_tieu_chi", message, "", cure)])
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> InputProblems:
    message = f"{path.name} không phải tệp văn bản UTF-8 đọc được."
    return InputProblems([Problem("khong_doc_duoc", message, "", "Dùng tệp YAML lưu ở bảng mã UTF-8, hoặc tệp .xlsx.")])
