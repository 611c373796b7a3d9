"""What is not stored: texts that are classified or tell of persons; files that do, or that we do not know.

Offices sign and counts tell what was done; whose name it was stays on the paper. No text that is refused is quoted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from django.core.files.base import File

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.text import squeeze
from binhyen.papers.cleaning import BrokenPicture, jpeg_alone, png_alone
from binhyen.papers.formats import FORMATS, JPEG, PNG, SCANS, XLSX, Format, format_of
from binhyen.sheets.limits import DEFAULT_LIMITS
from binhyen.sheets.persons import names_a_person
from binhyen.sheets.reading import read_table
from binhyen.sheets.refusal_words import CATEGORIES
from binhyen.sheets.refusals import find_classified, find_refused, refused_header, refused_number
from binhyen.sheets.table import Table

_FILE_PLACE, _NAME_PLACE = "tệp đính kèm", "tên tệp"
_RENAME = "Giấy tờ, danh sách của cá nhân thì giữ bản giấy; nếu không phải thì đổi tên tệp rồi chọn lại."
# Sheets beyond these are not looked into: such a workbook is no scan of a paper.
_MOST_SHEETS = 20
_NAMES = {category.code: category.name for category in CATEGORIES}


def classified(texts: dict[str, str]) -> Iterator[Problem]:
    """Problems of texts (place → text) that carry a mark of secrecy. The text is not quoted."""
    for place, text in texts.items():
        if find_classified(text):
            yield Problem(
                "tai_lieu_mat",
                "Có dấu chỉ độ mật; hệ thống không lưu tài liệu mật, kể cả số và trích yếu.",
                place,
                "Không nhập văn bản này; quản lý theo quy định về bảo vệ bí mật nhà nước.",
            )


def personal_numbers(texts: dict[str, str]) -> Iterator[Problem]:
    """Problems of texts (place → text) that hold somebody's identity or mobile number. The text is not quoted."""
    for place, text in texts.items():
        refused = "" if find_classified(text) else refused_number(text)
        if refused:
            yield Problem("noi_dung_bi_tu_choi", refused, place, "Bỏ số này; chỉ ghi số, ngày và cơ quan của văn bản.")


def about_persons(texts: dict[str, str]) -> Iterator[Problem]:
    """Problems of texts (place → text) that announce data on persons. The text is not quoted."""
    for place, text in texts.items():
        category = refused_header(text)
        if category:
            yield Problem(
                "noi_dung_bi_tu_choi",
                f"Tên gọi cho thấy văn bản chứa {_NAMES.get(category, 'thông tin cá nhân')}; hệ thống không lưu loại này.",
                place,
                "Giữ bản giấy tại cơ quan và chỉ ghi số, ngày của văn bản không nêu tên người.",
            )


def about_anybody(texts: dict[str, str]) -> Iterator[Problem]:
    """Everything that speaks against texts (place → text): secrets, numbers of persons, persons named or announced."""
    yield from classified(texts)
    yield from personal_numbers(texts)
    yield from about_persons(texts)
    yield from (named(place) for place, text in texts.items() if names_a_person(text))


def text_problems(place: str, text: str, *, most: int, needed: bool = False) -> Iterator[Problem]:
    """What is wrong with a line of text. It may speak of crime (a promise does), not of a person."""
    if needed and not text:
        yield Problem("thieu", "Chưa điền.", place, "Ghi một dòng ngắn.")
    if len(text) > most:
        yield Problem("qua_dai", f"Dài hơn {most} ký tự.", place, "Rút gọn nội dung.")
    yield from classified({place: text})
    yield from personal_numbers({place: text})
    if names_a_person(text):
        yield named(place)


def office_problems(place: str, text: str, *, most: int) -> Iterator[Problem]:
    """The same for an office or a member, which a name alone may not stand for."""
    yield from text_problems(place, text, most=most)
    if not names_a_person(text) and names_a_person(text, whole=True):
        yield named(place)


def telling_problems(place: str, text: str, *, most: int, needed: bool = False) -> Iterator[Problem]:
    """The same for a title: words that announce data on persons are refused as well."""
    yield from text_problems(place, text, most=most, needed=needed)
    yield from about_persons({place: text})


def named(place: str) -> Problem:
    """A person was named."""
    return Problem(
        "ten_nguoi", "Có tên riêng của người; hệ thống chỉ ghi đơn vị và chức vụ.", place, "Bỏ tên, ghi chức vụ."
    )


def sent_name(upload: File[bytes]) -> str:
    """The sender's name for a file, without the folders of their machine. It is looked at and never kept."""
    bare = PurePath(str(upload.name or "").replace("\\", "/")).name
    return squeeze("".join(char for char in bare if char.isprintable()))[-200:]


def file_name_problems(file_name: str) -> Iterator[Problem]:
    """Everything that speaks against what a file is called. The name is not quoted."""
    told = {_NAME_PLACE: PurePath(file_name).stem.replace("_", " ")}
    yield from classified(told)
    for problem in (*personal_numbers(told), *about_persons(told)):
        yield replace(problem, cure=_RENAME)
    if names_a_person(told[_NAME_PLACE]):
        yield replace(named(_NAME_PLACE), cure=_RENAME)


def scan_problems(upload: File[bytes], *, most_bytes: int) -> list[Problem]:
    """Everything that speaks against a scan: what it is called, and content that is neither a PDF nor a picture. The
    file is left as it came, to be recorded with its paper."""
    content = upload.read(most_bytes + 1)
    upload.seek(0)
    problems = list(file_name_problems(sent_name(upload)))
    try:
        cleaned(content, checked_format(content, upload.name or "", most_bytes=most_bytes, among=SCANS))
    except InputProblems as error:
        problems.extend(error.problems)
    return problems


def checked_format(content: bytes, file_name: str, *, most_bytes: int, among: Sequence[Format] = FORMATS) -> Format:
    """The format of an attached file. Raises InputProblems when it is empty, too large, not among these, or names
    persons."""
    if not content:
        raise InputProblems([_problem("tep_rong", "Tệp không có nội dung.", "Chọn lại tệp.")])
    if len(content) > most_bytes:
        limit = most_bytes // (1024 * 1024)
        raise InputProblems(
            [_problem("tep_qua_lon", f"Tệp lớn hơn {limit} MB.", "Giảm độ phân giải khi quét rồi tải lại.")]
        )
    found = format_of(content)
    if found is None or found not in among:
        raise InputProblems([_unknown(among)])
    if found is XLSX:
        _refuse_columns(content, file_name)
    return found


def _unknown(among: Sequence[Format]) -> Problem:
    known = ", ".join(known.name for known in among)
    message = "Không nhận loại tệp này, tệp hỏng hoặc có chứa macro."
    return _problem("loai_tep", message, f"Dùng một trong các loại: {known}.")


def cleaned(content: bytes, kind: Format) -> bytes:
    """What is stored of a file: a picture without the place, day, owner and machine that were written into it, anything
    else as it came. Raises InputProblems for a broken picture."""
    try:
        return jpeg_alone(content) if kind is JPEG else png_alone(content) if kind is PNG else content
    except BrokenPicture as error:
        message = "Ảnh này hỏng hoặc chưa tải đủ."
        raise InputProblems([_problem("tep_hong", message, "Chụp, quét lại hoặc lưu lại ảnh rồi chọn lại.")]) from error


def _refuse_columns(content: bytes, file_name: str) -> None:
    problems = [column.problem() for table in _sheets(content, file_name) for column in find_refused(table)]
    if problems:
        raise InputProblems(problems)


def _sheets(content: bytes, file_name: str) -> Iterator[Table]:
    first = read_table(content, filename=file_name, limits=DEFAULT_LIMITS)
    yield first
    for sheet in first.sheets[:_MOST_SHEETS]:
        if sheet != first.sheet:
            try:
                yield read_table(content, filename=file_name, sheet=sheet)
            except InputProblems:
                # A sheet without a table (a chart, a title) has no columns to refuse.
                continue


def _problem(code: str, message: str, cure: str) -> Problem:
    return Problem(code, message, _FILE_PLACE, cure)
