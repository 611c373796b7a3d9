"""The grid: who reported, row by row; two people at once; zeros without a script; sheets to sign."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.dossiers.selectors.pages import verdicts_of
from binhyen.dossiers.services import acts
from binhyen.figures.models import Channel, FigureValue
from binhyen.rules.model.results import Outcome
from tests.builders import (
    AREA,
    MEETING,
    dossiers_of,
    issued,
    make_commune,
    make_cycle,
    make_office,
    register,
    signed_in,
)

pytestmark = [pytest.mark.django_db]
TEN = """
programme: luoi-mau
version: "1"
name: Mẫu mười số liệu
basis: [{title: Quyết định Mẫu}]
valid_from: 2020-01-01
figures:
  ho: {name: Số hộ, answer: count, unit: hộ}
  so_vu: {name: Số vụ việc, answer: count, unit: vụ}
  so_chay: {name: Số vụ cháy, answer: count, unit: vụ cháy}
subjects:
  residential_area:
    window: {from: {year: 0, day: "01-01"}, to: {year: 0, day: "12-31"}}
    criteria:
      - {code: "1", text: Không có vụ việc, rule: so_vu = 0 AND so_chay = 0}
      - {code: "2", text: Có hộ, rule: ho >= 0}
    levels: [{code: dat, name: Đạt, rule: all_met}]
"""


SCORED = """
programme: diem-mau
version: "1"
name: Mẫu chấm điểm
basis: [{title: Quyết định Mẫu}]
valid_from: 2020-01-01
figures:
  diem_mot: {name: Điểm một, answer: score, max: 10}
  diem_hai: {name: Điểm hai, answer: score, max: 10}
subjects:
  residential_area:
    window: {from: {year: 0, day: "01-01"}, to: {year: 0, day: "12-31"}}
    criteria:
      - {code: "1", text: Nội dung một, points: 10, score: diem_mot}
      - {code: "2", text: Nội dung hai, points: 10, score: diem_hai}
    levels: [{code: kha, name: Khá, rule: points >= 10}]
"""


class Desk:
    """An officer before the grid of three villages."""

    def __init__(self, *, rules: str = TEN) -> None:
        self.commune = make_commune(3)
        self.office: User = make_office(self.commune)
        self.cycle: Cycle = make_cycle(by=self.office, commune=self.commune, rulebook=issued(rules))
        register(by=self.office, dossiers=dossiers_of(self.cycle))
        self.page = reverse("grid", args=[self.cycle.pk, AREA.value])
        self.client = signed_in(self.office)

    def open(self, client: Client | None = None) -> dict[str, str]:
        return fields((client or self.client).get(self.page).content.decode())

    def box(self, row: int, key: str) -> str:
        return f"v:{dossiers_of(self.cycle)[row].pk}:{key}"

    def send(self, data: dict[str, str], client: Client | None = None) -> tuple[int, str]:
        answer = (client or self.client).post(self.page, {"channel": "phone"} | data)
        return answer.status_code, answer.content.decode()


def fields(page: str) -> dict[str, str]:
    """What a browser sends of the page as it is, without its buttons and selects."""
    inputs = re.findall(r"<input[^>]*>", page)
    pairs = [(re.search(r' name="([^"]*)"', one), re.search(r' value="([^"]*)"', one)) for one in inputs]
    return {name[1]: value[1] if value else "" for name, value in pairs if name}


def now(key: str) -> list[int]:
    return [int(value.number or 0) for value in FigureValue.objects.filter(figure__key=key, is_current=True)]


def test_one_form_tells_for_each_row_who_reported_and_by_which_channel() -> None:
    desk = Desk()
    first = dossiers_of(desk.cycle)[0]
    typed = {desk.box(0, "ho"): "10", desk.box(1, "ho"): "11", f"r:{first.pk}": "Phó thôn", f"c:{first.pk}": "zalo"}
    assert desk.send(desk.open() | typed | {"reported_by": "Trưởng thôn"})[0] == 302
    told = {value.unit_id: (value.reported_by, value.channel) for value in FigureValue.objects.all()}
    assert told[first.unit_id] == ("Phó thôn", Channel.ZALO)
    assert told[dossiers_of(desk.cycle)[1].unit_id] == ("Trưởng thôn", Channel.PHONE)


def test_nobody_can_claim_that_a_report_came_by_a_link() -> None:
    desk = Desk()
    status, page = desk.send(desk.open() | {desk.box(0, "ho"): "10", "channel": "link"})
    assert status == 422
    assert "Chưa chọn kênh" in page


def test_two_people_in_one_cell_see_both_values_and_nothing_is_overwritten_silently() -> None:
    desk, other = Desk(), Client()
    other.force_login(make_office(desk.commune))
    mine, theirs = desk.open(), desk.open(other)
    assert desk.send(theirs | {desk.box(0, "ho"): "12"}, other)[0] == 302
    status, page = desk.send(mine | {desk.box(0, "ho"): "15"})
    assert status == 409
    assert "Người khác vừa ghi “12”; anh/chị nhập “15”." in page
    assert now("ho") == [12]
    assert desk.send(fields(page))[0] == 302
    assert now("ho") == [15]


def test_a_form_that_stood_open_does_not_take_back_what_others_typed_meanwhile() -> None:
    desk, other = Desk(), Client()
    other.force_login(make_office(desk.commune))
    mine, theirs = desk.open(), desk.open(other)
    desk.send(theirs | {desk.box(0, "ho"): "12"}, other)
    assert desk.send(mine | {desk.box(1, "ho"): "15"})[0] == 302
    assert sorted(now("ho")) == [12, 15]


def test_two_people_in_the_form_of_one_dossier_see_both_values_and_keep_what_each_typed() -> None:
    desk, other = Desk(), Client()
    other.force_login(make_office(desk.commune))
    form = reverse("figures_form", args=[dossiers_of(desk.cycle)[0].pk])
    mine, theirs = (fields(client.get(form).content.decode()) for client in (desk.client, other))
    told = {"channel": "phone", "reported_by": "Trưởng thôn"}
    assert other.post(form, theirs | told | {desk.box(0, "ho"): "12", desk.box(0, "so_vu"): "0"}).status_code == 302
    late = desk.client.post(form, mine | told | {desk.box(0, "ho"): "15", desk.box(0, "so_chay"): "3"})
    shown = late.content.decode()
    assert late.status_code == 409
    assert "Người khác vừa ghi “12”; anh/chị nhập “15”." in shown
    assert [fields(shown)[desk.box(0, key)] for key in ("ho", "so_vu", "so_chay")] == ["15", "0", "3"]
    assert desk.client.post(form, fields(shown) | told).status_code == 302
    assert [now(key) for key in ("ho", "so_vu", "so_chay")] == [[15], [0], [3]]


def test_no_event_writes_explicit_zeros_into_counts_of_events_only_and_shows_them_first() -> None:
    desk = Desk()
    status, page = desk.send(desk.open() | {"zero": str(dossiers_of(desk.cycle)[1].pk)})
    assert status == 200
    shown = fields(page)
    assert [shown[desk.box(1, key)] for key in ("ho", "so_vu", "so_chay")] == ["", "0", "0"]
    assert shown[desk.box(0, "so_vu")] == ""
    assert not FigureValue.objects.exists()


def test_after_an_amendment_each_row_asks_what_its_own_rulebook_asks() -> None:
    desk = Desk()
    added = TEN.replace('version: "1"', 'version: "2"').replace(
        "so_vu = 0 AND so_chay = 0", "so_vu = 0 AND so_chay = 0 AND den >= 0"
    )
    newer = issued(added.replace("figures:", "figures:\n  den: {name: Số đèn, answer: count, unit: đèn}"))
    moved = dossiers_of(desk.cycle)[1]
    Dossier.objects.filter(pk=moved.pk).update(rulebook=newer)
    boxes = desk.open()
    assert [desk.box(row, "den") in boxes for row in range(3)] == [False, True, False]
    assert all(desk.box(row, "so_vu") in boxes for row in range(3))
    assert desk.send(boxes | {desk.box(0, "ho"): "9", desk.box(1, "den"): "4"})[0] == 302
    assert (now("ho"), now("den")) == ([9], [4])


def test_what_is_wrong_is_listed_with_a_link_to_its_cell() -> None:
    desk = Desk()
    status, page = desk.send(desk.open() | {desk.box(2, "ho"): "94,7 %"})
    assert status == 422
    assert 'href="#o2-0"' in page or 'href="#o2-2"' in page
    assert re.search(r'id="o2-\d" name="v:[^"]+ho" value="94,7 %"', page)


def test_sending_the_same_grid_twice_records_once() -> None:
    desk = Desk()
    sent = desk.open() | {desk.box(0, "ho"): "10", desk.box(1, "ho"): "11"}
    assert [desk.send(sent)[0], desk.send(sent)[0]] == [302, 302]
    assert FigureValue.objects.count() == 2


def test_a_dossier_whose_figures_are_all_zero_is_accepted_like_any_other() -> None:
    desk = Desk()
    zeros = {desk.box(row, key): "0" for row in range(3) for key in ("ho", "so_vu", "so_chay")}
    assert desk.send(desk.open() | zeros)[0] == 302
    dossiers = dossiers_of(desk.cycle)
    acts.self_assess(by=desk.office, dossiers=dossiers, meeting=MEETING)
    acts.submit(by=desk.office, dossiers=dossiers_of(desk.cycle))
    assert {dossier.state for dossier in dossiers_of(desk.cycle)} == {"submitted"}
    shown = desk.client.get(reverse("dossier", args=[dossiers[0].pk])).content.decode()
    assert "0/0" not in shown


def test_a_dossier_whose_scores_are_all_zero_is_handed_in_and_judged_on_zeros() -> None:
    desk = Desk(rules=SCORED)
    zeros = {desk.box(row, key): "0" for row in range(3) for key in ("diem_mot", "diem_hai")}
    assert desk.send(desk.open() | zeros)[0] == 302
    acts.self_assess(by=desk.office, dossiers=dossiers_of(desk.cycle), meeting=MEETING)
    acts.submit(by=desk.office, dossiers=dossiers_of(desk.cycle))
    assert {dossier.state for dossier in dossiers_of(desk.cycle)} == {"submitted"}
    verdicts = {verdicts_of(dossier).shown.verdict for dossier in dossiers_of(desk.cycle)}
    assert verdicts == {Outcome.NOT_MET}


def test_a_figure_typed_once_serves_two_programmes_of_one_unit() -> None:
    desk = Desk()
    second = make_cycle(by=desk.office, commune=desk.commune, rulebook=issued(TEN.replace("luoi-mau", "luoi-mau-hai")))
    register(by=desk.office, dossiers=dossiers_of(second))
    desk.send(desk.open() | {desk.box(0, "ho"): "345"})
    other = desk.client.get(reverse("grid", args=[second.pk, AREA.value])).content.decode()
    assert 'value="345"' in other


def test_a_sheet_to_sign_comes_for_one_unit_and_for_all() -> None:
    desk = Desk()
    address = reverse("confirmation_sheets", args=[desk.cycle.pk, AREA.value])
    for query in ("", f"?ho-so={dossiers_of(desk.cycle)[0].pk}"):
        made = b"".join(desk.client.get(address + query).streaming_content)  # type: ignore[attr-defined]
        assert made.startswith(b"%PDF")
    assert desk.client.get(f"{address}?ho-so=x").status_code == 404
