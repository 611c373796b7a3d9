"""What papers say that units reached, and what units are called together."""

import pytest

from binhyen.kernel.kinds import UnitKind
from binhyen.programmes.library import shipped, shipped_text
from binhyen.recognition.honours import honour_in_words, kinds_in_words
from binhyen.rules.loading import load_rulebook

_SAFE = "đạt tiêu chuẩn “An toàn về an ninh, trật tự” năm 2021"
_MOST = "trong phong trào “5 nhất về an ninh, trật tự” năm 2021"
_ALL_PEOPLE = "phong trào toàn dân bảo vệ an ninh Tổ quốc"
_EXEMPLARY = f"trong phong trào “Xã, thị trấn điển hình về {_ALL_PEOPLE}” năm 2021"
_SAID = {
    "an-toan-antt@23/2012": {_SAFE},
    "an-toan-antt@124/2021": {_SAFE},
    "kien-thuy-5-an@2024": {"đạt yêu cầu của mô hình “Kiến Thuỵ 5 An” năm 2021"},
    "yen-lac-5-tu-quan@2020": {"thực hiện đủ yêu cầu của mô hình “5 tự quản về an ninh, trật tự” năm 2021"},
    "bac-hong-5-nhat@2012-2022": {
        f"đạt “{level} an toàn nhất” {_MOST}"
        for level in ("Tổ dân phố", "Trường học", "Cơ quan", "Doanh nghiệp", "Phường, xã")
    },
    "hoa-binh-dien-hinh@12-NQ/TU": {f"đạt “Điển hình cấp {rank}” {_EXEMPLARY}" for rank in ("xã", "huyện", "tỉnh")},
    "hoa-binh-phuong-kieu-mau@12-NQ/TU": {
        "đạt yêu cầu của phong trào “Phường điển hình, kiểu mẫu về an ninh, trật tự và văn minh đô thị” năm 2021"
    },
    "ntm-19-2@2016-2020": {
        "đạt tiêu chuẩn “Chỉ tiêu 19.2 nông thôn mới: an ninh, trật tự xã hội và bảo đảm bình yên” năm 2021"
    },
    "hoa-binh-khen-thuong@2012-2022": {
        f"đủ điều kiện đề nghị khen thưởng theo tiêu chuẩn “Điều kiện khen thưởng {_ALL_PEOPLE}” năm 2021"
    },
}


@pytest.mark.parametrize("reference", shipped())
def test_a_title_of_every_shipped_programme_reads_as_a_sentence(reference: str) -> None:
    rules = load_rulebook(shipped_text(reference))
    levels = {level.name for subject in rules.subjects.values() for level in subject.titles}
    said = {honour_in_words(level, word=rules.word, programme=rules.name, year=2021) for level in levels}
    assert said == _SAID[reference]


@pytest.mark.parametrize(
    ("level", "word", "programme", "said"),
    [
        ("", "mô hình", "Xã Mẫu", "đạt yêu cầu của mô hình “Xã Mẫu” năm 2024"),
        ("Đạt", "tiêu chuẩn", "Xã Mẫu", "đạt tiêu chuẩn “Xã Mẫu” năm 2024"),
        ("Khá", "tiêu chuẩn", "Xã Mẫu", "đạt “Khá” theo tiêu chuẩn “Xã Mẫu” năm 2024"),
        ("Đạt loại khá", "cuộc vận động", "Mẫu", "đạt loại khá trong cuộc vận động “Mẫu” năm 2024"),
        ("An", "mô hình", "Xã an toàn", "đạt yêu cầu của mô hình “Xã an toàn” năm 2024"),
        ("An t", "mô hình", "Xã an toàn", "đạt “An t” theo mô hình “Xã an toàn” năm 2024"),
        ("Giỏi", "mô hình", "Mô hình Mẫu", "đạt “Giỏi” theo Mô hình Mẫu năm 2024"),
    ],
)
def test_a_level_is_named_unless_the_programme_says_it_already(
    level: str, word: str, programme: str, said: str
) -> None:
    assert honour_in_words(level, word=word, programme=programme, year=2024) == said


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([UnitKind.XA, UnitKind.XA], "xã"),
        ([UnitKind.TO_DAN_PHO], "tổ dân phố"),
        ([UnitKind.TO_DAN_PHO, UnitKind.THON], "thôn và tổ dân phố"),
        ([UnitKind.PHUONG, UnitKind.XA, UnitKind.THI_TRAN], "xã, phường và thị trấn"),
        ([UnitKind.THANH_PHO, UnitKind.THANH_PHO_TW], "thành phố"),
        ([UnitKind.THON, UnitKind.LANG, UnitKind.BAN, UnitKind.AP, UnitKind.XOM], "khu dân cư"),
        ([UnitKind.THON, UnitKind.LANG, UnitKind.BAN, UnitKind.AP, UnitKind.CO_QUAN], "đơn vị"),
    ],
)
def test_units_are_called_together_by_their_official_words(kinds: list[UnitKind], said: str) -> None:
    assert kinds_in_words(kinds) == said
