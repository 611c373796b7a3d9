"""Names as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binhyen.kernel.kinds import UnitKind
from binhyen.units.names import key, keys_in, named, query_key, searchable


@pytest.mark.parametrize(
    "spellings",
    [
        ("Kiến Thụy", "Kiến Thuỵ", "KIẾN  THỤY", "kien thuy"),
        ("Ea H'Leo", "Ea H’Leo", "ea hleo"),
        ("Đắk Mil", "Dak-Mil"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({key(spelling) for spelling in spellings}) == 1


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


@given(st.lists(st.text(max_size=40), max_size=8))
def test_search_text_holds_exactly_the_keys_of_its_names(names: list[str]) -> None:
    assert keys_in(searchable(names)) == {key(name) for name in names} - {""}


@given(st.lists(st.text("abcđê ", min_size=60, max_size=120), min_size=10, max_size=30))
def test_search_text_fits_its_column(names: list[str]) -> None:
    assert len(searchable(names)) <= 700


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("P. Bắc Hồng", "phuong bac hong"),
        ("tp Vinh", "thanh pho vinh"),
        ("TDP 5, x. Kiến Thụy", "to dan pho 5 xa kien thuy"),
        ("x", "x"),
        ("Hà Nội", "ha noi"),
    ],
)
def test_short_forms_of_kinds_are_written_out(written: str, meant: str) -> None:
    assert query_key(written) == meant


@pytest.mark.parametrize(
    ("kind", "typed", "name", "full"),
    [
        (UnitKind.THON, "Kim Sơn", "Kim Sơn", "Thôn Kim Sơn"),
        (UnitKind.THON, "thôn Kim  Sơn", "Kim Sơn", "Thôn Kim Sơn"),
        (UnitKind.TO_DAN_PHO, "Tổ dân phố số 5", "số 5", "Tổ dân phố số 5"),
        (UnitKind.TRUONG_HOC, "trường THCS Mẫu", "trường THCS Mẫu", "Trường THCS Mẫu"),
        (UnitKind.DOANH_NGHIEP, "Công ty Mẫu", "Công ty Mẫu", "Công ty Mẫu"),
        (UnitKind.XA, "Mẫu Một", "Mẫu Một", "Xã Mẫu Một"),
    ],
)
def test_a_unit_is_called_by_kind_and_name(kind: UnitKind, typed: str, name: str, full: str) -> None:
    assert named(kind, typed) == (name, full)
