"""Which numbers a unit may go by. A citizen's number is nobody's code: household businesses pay tax by their owner's."""

from collections.abc import Iterable, Iterator

from binhyen.kernel.errors import Problem
from binhyen.sheets.refusal_cells import is_citizen_number
from binhyen.sheets.refusals import refused_number
from binhyen.units.models import Identifier


def is_of_a_person(scheme: str, value: str) -> bool:
    """Whether a number is a person's. A tax code may well begin like a mobile telephone's number."""
    return is_citizen_number(value) or (scheme != Identifier.Scheme.TAX and bool(refused_number(value)))


def number_problems(identifiers: Iterable[tuple[str, str]], place: str = "") -> Iterator[Problem]:
    """One for each number (scheme, value) that is a person's. It is not quoted."""
    for scheme, value in identifiers:
        if is_of_a_person(scheme, value):
            what = Identifier.Scheme(scheme).label
            message = f"{what.capitalize()} này là số của một người; hệ thống không lưu loại này."
            yield Problem("ma_so_bi_tu_choi", message, place or what, "Ghi mã của đơn vị, hoặc để trống.")
