"""Tables from files: what the file is, whether it is small enough, and what stands in it."""

import json
from dataclasses import asdict
from pathlib import Path

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.sheets import problems
from binhyen.sheets.confinement import ask_child
from binhyen.sheets.delimited import cells_of_text, decode
from binhyen.sheets.headers import Merge
from binhyen.sheets.legacy import refuse_legacy
from binhyen.sheets.limits import DEFAULT_LIMITS, Limits
from binhyen.sheets.refusals import refuse_classified, refuse_classified_name
from binhyen.sheets.sniffing import Form, form_of
from binhyen.sheets.table import Table, table_from_cells


def read_table(
    source: Path | str | bytes, *, filename: str = "", sheet: str = "", limits: Limits = DEFAULT_LIMITS
) -> Table:
    """Read a .csv, .tsv, .xlsx, .xls or .ods file, from a path or from its bytes.

    `filename` is what the sender called it (a path names itself); the content decides what it is. `sheet` picks a
    sheet by name; without it the first visible sheet that holds anything is read. Raises InputProblems, with place
    and cure, for whatever is no table, too large, encrypted or broken. A path's size is looked at before its content.
    """
    content = source if isinstance(source, bytes) else _content(Path(source), limits)
    name = filename or ("" if isinstance(source, bytes) else Path(source).name)
    check_size(len(content), limits=limits)
    refuse_classified_name(Path(name).stem)
    form = form_of(content, filename=name, limits=limits)
    if form is Form.TEXT:
        delimiter = "\t" if name.lower().endswith(".tsv") else ""
        cells = cells_of_text(decode(content), limits, delimiter=delimiter)
        refuse_legacy(cells)
        return refuse_classified(table_from_cells(cells), cells)
    return _read_in_child(content, form=form, sheet=sheet, limits=limits)


def check_size(size: int, *, limits: Limits = DEFAULT_LIMITS) -> None:
    """Raise InputProblems for a file that is too large, so that an upload can be refused before it is read."""
    if size > limits.file_bytes:
        raise problems.too_large(size, limits)


def _content(path: Path, limits: Limits) -> bytes:
    try:
        check_size(path.stat().st_size, limits=limits)
        return path.read_bytes()
    except OSError as error:
        raise problems.refuse(
            "khong_mo_duoc", f"Không mở được tệp {path.name}.", cure="Kiểm tra đường dẫn và quyền đọc tệp."
        ) from error


def _read_in_child(content: bytes, *, form: Form, sheet: str, limits: Limits) -> Table:
    request = json.dumps({"form": form.name, "sheet": sheet, "limits": asdict(limits)}).encode()
    answer = ask_child("binhyen.sheets.child", request + b"\n" + content, limits)
    if "problem" in answer:
        raise InputProblems([Problem(**answer["problem"])])
    cells = answer["cells"]
    refuse_legacy(cells, sheet=answer["sheet"])
    merges = [Merge(*merge) for merge in answer["merges"]]
    notes = (problems.formats_unseen(),) if form is Form.XLS else ()
    sheets = tuple(answer["sheets"])
    table = table_from_cells(cells, sheet=answer["sheet"], sheets=sheets, merges=merges, notes=notes)
    return refuse_classified(table, cells)
