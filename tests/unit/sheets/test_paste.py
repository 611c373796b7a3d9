import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel.errors import InputProblems
from binhyen.sheets.paste import read_cells, read_paste

CELL = st.text(alphabet='aĐộ19 ,;"\t\n', max_size=8)


def as_excel_copies(rows: list[list[str]]) -> str:
    def cell(text: str) -> str:
        return f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & set('\t\n"') else text

    return "".join("\t".join(cell(text) for text in row) + "\r\n" for row in rows)


@given(st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=4))
def test_what_excel_copies_comes_back_as_it_was(rows: list[list[str]]) -> None:
    expected = [tuple(cell.strip() for cell in row) for row in rows]
    while expected and not any(expected[-1]):
        expected.pop()
    assert list(read_cells(as_excel_copies(rows))) == expected


def test_a_pasted_range_may_be_one_column() -> None:
    assert read_cells("25\n0\n\n3\n") == (("25",), ("0",), ("",), ("3",))


def test_a_line_break_inside_quotes_stays_in_its_cell() -> None:
    table = read_paste('Thôn\tGhi chú\r\nMẫu\t"dòng một\ndòng hai"\r\n')
    assert table.rows[0].cells == ("Mẫu", "dòng một\ndòng hai")


def test_an_empty_paste_is_refused() -> None:
    with pytest.raises(InputProblems):
        read_paste("\n\t\n")
