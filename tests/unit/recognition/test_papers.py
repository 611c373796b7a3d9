"""What a decision of recognition says."""

import io
import json
from datetime import date

import openpyxl
import pytest

from binhyen.kernel.errors import InputProblems
from binhyen.recognition.papers import DecisionContent, RecognisedUnit, decision_document, list_sheet
from binhyen.recognition.papers_certificates import Holder, certificates
from binhyen.rendering.documents import BLANK_DAY, BLANK_NUMBER, ILLUSTRATION_MARK
from binhyen.sheets.writing import workbook
from tests.unit.rendering.paper_builders import make_content, make_rows


def test_a_decision_names_how_many_of_what_reached_what_in_which_year() -> None:
    paper = decision_document(make_content(rows=make_rows(16)))
    assert paper.body[0].lead == "Điều 1."
    assert paper.body[0].text == (
        "Công nhận 16 khu dân cư đạt tiêu chuẩn “An toàn về an ninh, trật tự” năm 2021 (có Danh sách kèm theo)."
    )


def test_counts_under_ten_are_written_with_a_zero() -> None:
    assert "Công nhận 03 khu dân cư" in decision_document(make_content()).body[0].text


def test_a_decision_on_nobody_is_refused_with_a_cure() -> None:
    with pytest.raises(InputProblems) as caught:
        decision_document(make_content(rows=()))
    assert caught.value.problems[0].cure


def test_bases_are_cited_once_and_end_without_their_own_stop() -> None:
    paper = decision_document(make_content(bases=("Thông tư A;", "Căn cứ Luật B.", " ")))
    assert paper.bases == ("Căn cứ Thông tư A", "Căn cứ Luật B", "Theo đề nghị của Ban Chỉ đạo xã Mẫu An Bình")


def test_the_registry_finds_room_for_number_and_day_and_the_list_leaves_the_same_room() -> None:
    paper = decision_document(make_content())
    assert paper.letterhead.number_line.split() == ["Số:", "/QĐ-UBND"]
    assert paper.letterhead.number_line.removeprefix("Số:") in paper.attachments[0].reference.replace("số", "", 1)


def test_a_numbered_decision_prints_its_number_and_day_on_paper_and_list() -> None:
    paper = decision_document(make_content(), number="07/QĐ-UBND", signed_on=date(2022, 2, 5))
    assert paper.letterhead.number_line == "Số:\u00a007/QĐ-UBND"
    assert paper.letterhead.place_line == "Mẫu An Bình, ngày 05 tháng 02 năm 2022"
    assert "số\u00a007/QĐ-UBND ngày 05 tháng 02 năm 2022" in paper.attachments[0].reference


def test_the_symbol_that_the_registry_used_is_the_one_printed() -> None:
    assert decision_document(make_content(), number="07/QĐ-CT").letterhead.number_line == "Số:\u00a007/QĐ-CT"


def test_a_blank_date_can_be_of_the_year_after_the_one_judged() -> None:
    assert decision_document(make_content(issued_year=2022)).letterhead.place_line.endswith("2022")


def test_a_peoples_committee_is_written_on_two_lines_and_another_body_on_one() -> None:
    assert decision_document(make_content()).letterhead.issuer == ("Ủy ban nhân dân", "xã Mẫu An Bình")
    assert decision_document(make_content(issuing_body="Công ty Mẫu")).letterhead.issuer == ("Công ty Mẫu",)


def test_content_frozen_as_json_comes_back_the_same() -> None:
    content = make_content(signatory_forms=("KT. CHỦ TỊCH",))
    assert DecisionContent.from_data(json.loads(json.dumps(content.as_data()))) == content


def test_the_list_is_a_sheet_whose_texts_are_texts() -> None:
    rows = (RecognisedUnit(name="=1+1", kind_word="thôn", note="@SUM(A1)"), *make_rows(2))
    sheet = list_sheet(decision_document(make_content(rows=rows), number="07/QĐ-UBND", signed_on=date(2022, 2, 5)))
    read = openpyxl.load_workbook(io.BytesIO(workbook([sheet]))).active
    assert [read.cell(row, 1).value for row in range(1, 4)] == ["Danh sách kèm theo quyết định", *sheet.notes[:2]]
    assert "số\u00a007/QĐ-UBND ngày 05 tháng 02 năm 2022" in sheet.notes[1]
    assert read.cell(4, 1).value == ILLUSTRATION_MARK
    assert [cell.value for cell in read[6]] == [1, "=1+1", "Thôn", "@SUM(A1)"]
    assert {cell.data_type for cell in read[6][1:]} == {"s"}


def test_units_that_reached_several_levels_have_one_title_and_each_its_own_level_in_the_list() -> None:
    rows = tuple(RecognisedUnit(name=f"Xã Mẫu {level}", kind_word="xã", level=level) for level in ("Khá", "Xuất sắc"))
    content = make_content(rows=rows, group_word="xã", level_name="", programme_word="mô hình", programme_name="Xã Mẫu")
    assert content.title == "Về việc công nhận xã đạt yêu cầu của mô hình “Xã Mẫu” năm 2021"
    sheet = list_sheet(decision_document(content))
    assert sheet.headers == ["STT", "Tên đơn vị", "Loại đơn vị", "Mức công nhận", "Ghi chú"]
    assert [row[3] for row in sheet.rows] == ["Khá", "Xuất sắc"]
    assert len(sheet.widths) == len(sheet.headers)


def test_a_level_that_all_reached_stands_in_the_title_and_not_in_the_list() -> None:
    rows = tuple(RecognisedUnit(name=f"Xã Mẫu {place}", kind_word="xã", level="Khá") for place in (1, 2))
    content = make_content(rows=rows, group_word="xã", level_name="Khá")
    assert "xã đạt “Khá” theo tiêu chuẩn" in content.title
    assert "Mức công nhận" not in list_sheet(decision_document(content)).headers


def test_a_paper_frozen_before_the_word_and_the_levels_were_kept_says_what_it_said() -> None:
    data = make_content(level_name="Khá / Xuất sắc", programme_name="Xã Mẫu").as_data()
    del data["programme_word"]
    for row in data["rows"]:
        del row["level"]
    content = DecisionContent.from_data(data)
    assert content.honour == "khá / Xuất sắc “Xã Mẫu” năm 2021"
    assert len(decision_document(content).attachments[0].columns) == 4
    assert certificates(content, [Holder(name="Xã Mẫu A", level_name="Khá")])[0].honour == "Khá “Xã Mẫu” năm 2021"


def test_each_certificate_names_its_own_level() -> None:
    holders = [Holder(name="Xã Mẫu A", level_name="Cấp xã"), Holder(name="Xã Mẫu B", level_name="Cấp huyện")]
    made = certificates(make_content(level_name=""), holders)
    assert [one.honour.split(" theo")[0] for one in made] == ["Đạt “Cấp xã”", "Đạt “Cấp huyện”"]


def test_a_certificate_leaves_room_until_the_registry_has_given_number_and_day() -> None:
    draft = certificates(make_content(), [Holder(name="Thôn Mẫu 1")])[0]
    assert BLANK_NUMBER in draft.decision
    assert BLANK_DAY in draft.place_line
    numbered = certificates(
        make_content(), [Holder(name="Thôn Mẫu 1")], number="07/QĐ-UBND", signed_on=date(2022, 2, 5)
    )
    assert "số\u00a007/QĐ-UBND ngày 05 tháng 02 năm 2022" in numbered[0].decision
    assert numbered[0].place_line == "Mẫu An Bình, ngày 05 tháng 02 năm 2022"
