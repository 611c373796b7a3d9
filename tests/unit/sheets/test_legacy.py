"""Text of before Unicode is told from Unicode by its content, whatever the file calls itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel.errors import InputProblems, Problem
from binhyen.sheets.legacy import _TCVN3, refuse_legacy
from binhyen.sheets.paste import read_paste
from binhyen.sheets.reading import read_table

CODES = {letter: code for code, letter in _TCVN3.items()}
WORDS = [
    "Thôn",
    "Mẫu",
    "Kim",
    "Sơn",
    "tổ",
    "dân",
    "phố",
    "số",
    "hộ",
    "đăng",
    "ký",
    "địa",
    "bàn",
    "khu",
    "dân",
    "cư",
    "tiểu",
    "học",
    "Nguyễn",
    "trường",
    "đường",
    "quyết",
    "nghị",
]


def in_tcvn3(text: str) -> str:
    return "".join(CODES.get(char, CODES.get(char.lower(), char)) for char in text)


def refusal(cells: list[list[str]], sheet: str = "") -> Problem:
    with pytest.raises(InputProblems) as refused:
        refuse_legacy(cells, sheet=sheet)
    return refused.value.problems[0]


def test_tcvn3_is_refused_with_the_place_of_its_first_word_and_advice() -> None:
    found = refusal([["STT", "Mau"], ["1", in_tcvn3("Thôn Mẫu")]], sheet="Thang 1")
    assert (found.code, found.place) == ("chu_chua_phai_unicode", "dòng 2, cột 2, trang tính 'Thang 1'")
    assert "TCVN3" in found.message
    assert "Unicode" in found.cure


def test_vni_is_refused_as_vni() -> None:
    for words in ("Thoân Maãu", "Soá hoä ñaêng kyù", "Ñòa baøn", "Toång coäng", "TROÀNG CAÂY XANH"):
        assert "VNI" in refusal([[words]]).message, words


def test_vni_and_tcvn3_text_in_a_workbook_or_a_paste_is_refused() -> None:
    with pytest.raises(InputProblems, match="TCVN3"):
        read_paste(f"{in_tcvn3('Đơn vị')}\t{in_tcvn3('Số hộ')}\nA\t1\n")
    with pytest.raises(InputProblems, match="TCVN3"):
        read_table(f"{in_tcvn3('Đơn vị')};{in_tcvn3('Số hộ')}\nA;1\n".encode("latin-1"), filename="a.csv")


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
def test_unicode_words_are_never_taken_for_another_alphabet(words: list[str]) -> None:
    refuse_legacy([[" ".join(words)], [word.upper() for word in words]])


@pytest.mark.parametrize(
    "words",
    ["Müller", "Citroën", "Nestlé Việt Nam", "© 2024 ®", "25 m²", "Đắk Lắk, Krông Pắc", "½ năm", "Ê-đê", "«Mẫu»"],
)
def test_foreign_names_and_signs_pass(words: str) -> None:
    refuse_legacy([[words]])


def test_one_odd_word_among_unicode_passes_and_a_column_of_them_does_not() -> None:
    unicode_rows = [["Tổ dân phố số 1", "Trường tiểu học"]] * 5
    refuse_legacy([*unicode_rows, [in_tcvn3("Thôn"), ""]])
    assert refusal([*unicode_rows, *[[in_tcvn3("Thôn Mẫu"), ""]] * 9]).place == "dòng 6, cột 1"
