"""Text tables: comma, semicolon or tab between cells, in UTF-8 or in what Excel calls Unicode text."""

import csv
import io
from collections.abc import Iterator

from binhyen.sheets import problems
from binhyen.sheets.legacy import encoding_of
from binhyen.sheets.limits import Limits

_DELIMITERS = "\t;,"
_SAMPLE = 20_000


def decode(content: bytes) -> str:
    """The text of a file. Raises InputProblems unless it is UTF-8 (with or without BOM) or UTF-16 with BOM."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if legacy := encoding_of(content):
            raise problems.legacy(legacy, f"dòng {line}") from error
        raise problems.refuse(
            "khong_phai_utf8",
            "Chữ trong tệp không ở bảng mã Unicode (UTF-8).",
            place=f"dòng {line}",
            cure="Trong Excel chọn Lưu thành → CSV UTF-8. Chữ TCVN3, VNI cần đổi sang Unicode trước.",
        ) from error


def cells_of_text(text: str, limits: Limits, *, delimiter: str = "") -> list[list[str]]:
    """Rows of cells. Without `delimiter` the one that the header uses is found. Raises InputProblems at a limit."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text), strict=False)
    rows: list[list[str]] = []
    cells = 0
    for row in _records(reader):
        rows.append(row)
        cells += len(row)
        if len(rows) > limits.rows + 1:
            raise problems.too_many_rows(limits)
        if len(row) > limits.columns:
            raise problems.too_many_columns(limits, f"dòng {len(rows)}")
        if cells > limits.cells:
            raise problems.too_many_cells(limits)
    return rows


def _records(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    number = 0
    while True:
        number += 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise problems.refuse(
                "dong_hong",
                "Dòng này không đọc được: một ô quá dài hoặc dấu ngoặc kép không đóng.",
                place=f"dòng {number}",
                cure="Kiểm tra dấu ngoặc kép trong ô, hoặc lưu lại dưới dạng .xlsx.",
            ) from error


def _delimiter(text: str) -> str:
    """The delimiter that splits most evenly: a comma inside "2.412,5" must not win over the semicolons around it."""
    sample = text[:_SAMPLE]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample, delimiter))


def _evenness(sample: str, delimiter: str) -> int:
    widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)]
    splits = [width for width in widths if width > 1]
    most_common = max(splits, key=splits.count, default=0)
    return most_common * splits.count(most_common)
