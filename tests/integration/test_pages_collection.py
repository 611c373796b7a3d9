"""A number tonight through the pages: asked, answered by office and units, sent upwards, explained when two differ."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.roles import Role
from binhyen.collection.models import AskedUnit, Collection, GivenAnswer, Sending
from binhyen.figures.models import FigureValue
from binhyen.kernel import clock
from binhyen.units.models import Unit
from tests.builders import make_commune, make_user, put_question, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def commune() -> Unit:
    return make_commune(3)


@pytest.fixture
def officer(commune: Unit) -> Client:
    return signed_in(make_user(Role.COMMUNE_OFFICER, commune.pk))


@pytest.fixture
def asked(commune: Unit) -> Collection:
    return put_question(by=make_user(Role.COMMUNE_OFFICER, commune.pk), commune=commune)


def rows(asked: Collection) -> list[AskedUnit]:
    return list(AskedUnit.objects.filter(collection=asked))


def answer(client: Client, asked: Collection, typed: dict[int, str], **more: str) -> int:
    """Type into rows by their place, seeing what stands there now."""
    data = {"channel": "phone", "reported_by": ""} | more
    for place, text in typed.items():
        row = rows(asked)[place]
        standing = GivenAnswer.objects.filter(asked=row, is_current=True).first()
        data |= {f"v:{row.pk}": text, f"s:{row.pk}": str(standing.pk) if standing else ""}
    return client.post(reverse("collection", args=[asked.pk]), data).status_code


def board(client: Client, asked: Collection) -> str:
    return client.get(reverse("collection", args=[asked.pk])).content.decode()


def send(client: Client, asked: Collection, body: str = "Công an tỉnh Mẫu") -> int:
    return client.post(reverse("collection_send", args=[asked.pk]), {"body": body, "channel": "phone"}).status_code


def test_a_question_is_put_to_the_kinds_below_and_its_page_opens(officer: Client, commune: Unit) -> None:
    shown = officer.get(reverse("collection_new")).content.decode()
    assert "Khu dân cư ở Xã Mẫu P (3)" in shown
    day = clock.today() + timedelta(days=1)
    data = {
        "question": "Số chốt đã lập", "kind": "count", "measure": "chốt", "day": f"{day:%d/%m/%Y}", "hour": "16h30",
        "groups": [f"{commune.pk}:residential_area"], "act_key": "1",
    }  # fmt: skip
    made = officer.post(reverse("collection_new"), data)
    assert made["Location"] == reverse("collection", args=[Collection.objects.get().pk])
    assert "0\u00a0/\u00a03" in officer.get(made["Location"]).content.decode()
    # The same form sent twice asks once.
    officer.post(reverse("collection_new"), data)
    assert Collection.objects.count() == 1


@pytest.mark.parametrize("question", ["Danh sách người nghiện ma túy", "Số CCCD 001099012345", "Kế hoạch (MẬT)"])
def test_a_question_about_persons_or_secrets_is_not_put(officer: Client, commune: Unit, question: str) -> None:
    day = clock.today() + timedelta(days=1)
    data = {
        "question": question, "kind": "count", "measure": "người", "day": f"{day:%d/%m/%Y}", "hour": "8:00",
        "groups": [f"{commune.pk}:residential_area"],
    }  # fmt: skip
    assert officer.post(reverse("collection_new"), data).status_code == 422
    assert not Collection.objects.exists()


def test_a_total_of_some_says_who_is_missing_and_zero_is_reported_not_assumed(
    officer: Client, asked: Collection
) -> None:
    assert answer(officer, asked, {0: "12"}) == 302
    zero = officer.post(
        reverse("collection", args=[asked.pk]),
        {"zero": str(rows(asked)[1].pk), "channel": "phone", f"s:{rows(asked)[1].pk}": ""},
    )
    assert zero.status_code == 302
    shown = board(officer, asked)
    assert "2/3 đơn vị, 12 lượt. Chưa báo: Thôn Mẫu 3." in shown
    assert "tổng" not in shown.split('id="doan-chep"')[1][:300]
    assert sorted(GivenAnswer.objects.values_list("number", "reported_by")) == [(0, "Trưởng thôn"), (12, "Trưởng thôn")]
    assert not FigureValue.objects.exists()
    answer(officer, asked, {2: "1.000"})
    assert "3/3 đơn vị, tổng 1.012 lượt." in board(officer, asked)


def test_what_is_no_number_is_said_in_its_row_and_nothing_is_stored(officer: Client, asked: Collection) -> None:
    assert answer(officer, asked, {0: "12", 1: "chín"}) == 422
    assert not GivenAnswer.objects.exists()


def test_two_people_never_overwrite_each_other_silently(officer: Client, asked: Collection) -> None:
    row = rows(asked)[0]
    data = {f"v:{row.pk}": "12", f"s:{row.pk}": "", "channel": "phone"}
    address = reverse("collection", args=[asked.pk])
    assert officer.post(address, data).status_code == 302
    late = officer.post(address, data | {f"v:{row.pk}": "13"})
    assert late.status_code == 409
    assert 'value="13"' in late.content.decode()
    assert GivenAnswer.objects.get().number == 12


def test_what_was_sent_stays_and_a_correction_of_it_needs_its_reason(officer: Client, asked: Collection) -> None:
    answer(officer, asked, {0: "12", 1: "5"})
    assert send(officer, asked) == 302
    assert answer(officer, asked, {0: "15"}) == 422
    row = rows(asked)[0]
    assert answer(officer, asked, {0: "15"}, **{f"r:{row.pk}": "unit"}) == 302
    # A first answer after the sending needs no reason: the unit was late.
    assert answer(officer, asked, {2: "4"}) == 302
    assert send(officer, asked) == 302
    first, second = Sending.objects.order_by("seq")
    assert [word[2] for word in first.content["units"]] == [12, 5, None]
    assert [word[2] for word in second.content["units"]] == [15, 5, 4]
    assert GivenAnswer.objects.filter(asked=row).count() == 2
    assert "đã sửa (đơn vị báo lại), trước là 12" in board(officer, asked)
    shown = officer.get(reverse("sending", args=[asked.pk, 2])).content.decode()
    assert "chênh lệch +7 lượt: 1 đơn vị báo sau +4, 1 đơn vị sửa số +3" in shown
    assert "đơn vị báo lại" in shown
    for suffix in ("pdf", "docx"):
        paper = officer.get(reverse("explanation_file", args=[asked.pk, 1, 2, suffix]))
        assert paper.status_code == 200
        assert len(b"".join(paper.streaming_content)) > 5_000


def test_a_village_answers_for_itself_and_sees_no_other(asked: Collection) -> None:
    own, other = rows(asked)[:2]
    head = signed_in(make_user(Role.UNIT_HEAD, own.unit_id))
    assert answer(head, asked, {0: "7"}) == 302
    shown = board(head, asked)
    assert own.unit_name in shown
    assert other.unit_name not in shown
    assert "đơn vị đã báo" not in shown
    foreign = head.post(
        reverse("collection", args=[asked.pk]), {f"v:{other.pk}": "9", f"s:{other.pk}": "", "channel": "direct"}
    )
    assert foreign.status_code == 302
    assert GivenAnswer.objects.count() == 1
    assert send(head, asked) == 404


def test_a_question_stands_among_the_work_of_whoever_asks_and_of_whoever_is_asked(asked: Collection) -> None:
    own, other = rows(asked)[:2]
    officer = signed_in(make_user(Role.COMMUNE_OFFICER, asked.scope_id))
    answer(officer, asked, {0: "7"})
    assert "1/3 đơn vị đã báo" in work(officer)
    assert "đã trả lời" in work(signed_in(make_user(Role.UNIT_HEAD, own.unit_id)))
    assert "0/1 đơn vị đã báo" in work(signed_in(make_user(Role.UNIT_HEAD, other.unit_id)))
    stranger = signed_in(make_user(Role.UNIT_HEAD, make_commune(1, name="Mẫu Q").pk))
    assert "Thu thập nhanh" not in work(stranger)


def work(client: Client) -> str:
    return client.get(reverse("work")).content.decode()


def test_a_closed_question_takes_no_answers(officer: Client, asked: Collection) -> None:
    assert officer.post(reverse("collection_end", args=[asked.pk])).status_code == 302
    assert answer(officer, asked, {0: "7"}) == 409
    assert not GivenAnswer.objects.exists()
    assert "đã kết thúc" in board(officer, asked)


def test_another_communes_officer_sees_nothing_of_it(asked: Collection) -> None:
    stranger = signed_in(make_user(Role.COMMUNE_OFFICER, make_commune(1, name="Mẫu Q").pk))
    assert stranger.get(reverse("collection", args=[asked.pk])).status_code == 404
    assert asked.question not in stranger.get(reverse("collections")).content.decode()
