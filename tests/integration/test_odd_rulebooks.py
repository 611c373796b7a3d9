"""Rulebooks that nobody would write and the language allows: each runs a whole year, and every page and paper of it opens."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from binhyen.accounts.models import User
from binhyen.dossiers.models import Basis, Cycle, Dossier
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord, MeetingRecord
from binhyen.dossiers.services.cycles import cycle_open
from binhyen.dossiers.services.deciding import Signing, decide
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.programmes.models import Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.programmes.services import rulebook_draft, rulebook_issue
from binhyen.recognition.models import Recognition
from binhyen.recognition.services import decision_number
from binhyen.rules.loading import load_canonical
from binhyen.rules.model.rulebook import FigureDef
from binhyen.rules.model.rulebook import Rulebook as Rules
from binhyen.rules.model.types import Answer as Kind
from binhyen.sheets.rulebooks import read_rulebook_workbook, write_rulebook_workbook
from binhyen.units.models import Unit
from binhyen.units.services import NewUnit, units_create_many
from tests.builders import make_commune, make_office, signed_in, typist_of

pytestmark = [pytest.mark.django_db, pytest.mark.database]

Part = dict[str, Any]
YEAR = 2025
HELD = MeetingRecord(date(2025, 12, 1), 12, 11, 11)
WINDOW = {"from": {"year": "0", "day": "01-01"}, "to": {"year": "0", "day": "12-31"}}
ALL_MET = [{"code": "dat", "name": "Đạt", "rule": "all_met"}]
AREA = "residential_area"


def subject(criteria: Sequence[Part], levels: Sequence[Part] = ALL_MET, **others: Any) -> Part:
    return {"window": WINDOW, "criteria": list(criteria), "levels": list(levels), **others}


def criterion(code: str, **others: Any) -> Part:
    return {"code": code, "text": f"Tiêu chí {code}", **others}


def nested(depth: int) -> Part:
    code = ".".join("1" * (9 - depth))
    return criterion(code, rule="odd_co") if depth == 1 else criterion(code, items=[nested(depth - 1)])


FIGURES: dict[str, Part] = {
    "odd_dem": {"name": "Số “đếm” <b>đậm</b> & '; DROP TABLE", "answer": "count", "unit": "m² / người"},
    "odd_tien": {"name": "Kinh phí " + "rất dài " * 30, "answer": "amount"},
    "odd_co": {"name": "Có hay không?", "answer": "yes_no"},
    "odd_giay": {"name": "Giấy", "answer": "document"},
    "odd_xac_nhan": {"name": "Không để xảy ra", "answer": "confirmation"},
    "odd_chon": {"name": "Chọn", "answer": "choice", "choices": ["đ'ạt", "{{ 1 }}", *(f"lựa chọn {at}" for at in range(38))]},
    "odd_ngay": {"name": "Ngày", "answer": "date"},
    "odd_diem": {"name": "Điểm", "answer": "score", "max": "7.25"},
    "odd_khong_dung": {"name": "Không tiêu chí nào dùng", "answer": "count"},
    "odd_cua_ai": {"name": "Của cơ quan lạ", "answer": "count", "owner": "Hạt kiểm lâm", "counts": "owner"},
}  # fmt: skip

ODD: dict[str, Part] = {
    "every answer at once": {
        "figures": FIGURES,
        "checks": [{"code": "c", "rule": "odd_dem <= 5 AND odd_co", "message": "Có đúng không?"}],
        "subjects": {
            AREA: subject(
                [
                    criterion("Đ1._-", rule="odd_dem / odd_tien >= 0.5% OR odd_giay.date > window_start"),
                    criterion("2", rule="odd_chon IN ('đ''ạt', '{{ 1 }}') AND odd_ngay <= deadline('12-31', 1)"),
                    criterion("3", rule="odd_xac_nhan AND odd_diem >= 7.25 AND year = 2025"),
                    criterion("4", rule="if(known(previous(odd_dem)), odd_dem <= previous(odd_dem), odd_co)"),
                    criterion("5", rule="odd_cua_ai >= 0", applies="odd_dem > 1000000"),
                ]
            )
        },
    },
    "a hundred criteria": {"figures": {"odd_co": FIGURES["odd_co"]}, "subjects": {AREA: subject([criterion(str(at), rule="odd_co") for at in range(1, 101)])}},
    "groups within groups": {"figures": {"odd_co": FIGURES["odd_co"]}, "subjects": {AREA: subject([nested(8)])}},
    "every kind of unit": {"subjects": {kind.value: subject([criterion("1", status="to_confirm")]) for kind in SubjectKind}},
    "points of every sort": {
        "figures": {key: FIGURES[key] for key in ("odd_dem", "odd_tien", "odd_co", "odd_diem")},
        "subjects": {
            AREA: subject(
                [
                    criterion("1", points="33.33", score="odd_dem / odd_tien"),
                    criterion("2", points="0.01", score="entered"),
                    criterion("3", points="66.66", deduct={"count": "odd_dem * odd_dem", "each": "0.07"}),
                    criterion("4", points="7", score="odd_diem", rule="odd_co", applies="odd_co"),
                ],
                [{"code": f"hang_{at}", "name": f"Hạng {at}", "rule": f"points >= {at * 10}"} for at in range(1, 8)],
                total="107",
            )
        },
    },
    "nobody is eligible": {"figures": {"odd_co": FIGURES["odd_co"]}, "subjects": {AREA: subject([criterion("1", rule="odd_co")], eligible="NOT odd_co")}},
    "nothing applies": {"figures": {"odd_co": FIGURES["odd_co"]}, "subjects": {AREA: subject([criterion("1", rule="odd_co", applies="NOT odd_co")])}},
    "milestones and programmes that are not there": {
        "figures": {"odd_co": FIGURES["odd_co"]},
        "subjects": {
            AREA: subject(
                [criterion("1", rule="odd_co"), criterion("2", rule="recognised('khong-co', 'dat')"), criterion("3", rule="met('1') AND NOT met('2')")],
                [
                    {"code": "moc", "name": "Mốc một", "rule": "count_met >= 1", "milestone": "true"},
                    {"code": "a", "name": "xếp loại A", "rule": "met('1')"},
                    {"code": "b", "name": "Chưa biết", "status": "to_confirm"},
                ],
            ),
            "commune": subject([criterion("1", rule="units('recognised') >= 1 AND units('listed', 'residential_area') > 0")]),
        },
    },
    "a window of one day, long ago": {
        "figures": {"odd_dem": FIGURES["odd_dem"]},
        "subjects": {AREA: subject([criterion("1", rule="odd_dem = 3")]) | {"window": {"from": {"year": "-10", "day": "02-28"}, "to": {"year": "-10", "day": "02-28"}}}},
    },
    "very long words": {
        "name": "Phong trào " + "dài " * 45,
        "word": "chiến dịch",
        "owner": "Cơ quan " + "x" * 1_500,
        "figures": {"odd_co": FIGURES["odd_co"]},
        "subjects": {
            AREA: subject(
                [criterion("1", rule="odd_co") | {"text": "Khôngcókhoảngtrắng" * 300, "note": "chú " * 3_000, "evidence": ["giấy " * 300] * 12}],
                [{"code": "m" * 40, "name": "Mức " + "cao " * 24, "rule": "all_met"}],
            )
        },
    },
}  # fmt: skip

ANSWERS: Mapping[Kind, Answer] = {
    Kind.COUNT: Answer(number=Decimal(3)),
    Kind.AMOUNT: Answer(number=Decimal("4.5")),
    Kind.SCORE: Answer(number=Decimal("7.25")),
    Kind.YES_NO: Answer(word="yes"),
    Kind.CONFIRMATION: Answer(word="yes"),
    Kind.DOCUMENT: Answer(word="yes", day=date(2025, 3, 1)),
    Kind.DATE: Answer(day=date(2025, 3, 1)),
}


@pytest.fixture
def commune() -> Unit:
    made = make_commune(areas=2, name="Mẫu Kỳ")
    kinds = (UnitKind.TRUONG_HOC, UnitKind.CO_QUAN, UnitKind.DOANH_NGHIEP, UnitKind.TO_LIEN_GIA)
    units_create_many(by=None, rows=[NewUnit(f"Mẫu {kind}", kind) for kind in kinds], parent=made.pk, is_sample=True)
    return made


def rules(odd: Part) -> Rules:
    """The rulebook as it comes back from a workbook."""
    head = {
        "programme": "mau-ky",
        "version": "1/2025",
        "name": "Phong trào Mẫu Kỳ",
        "valid_from": "2015-01-01",
        "basis": [{"title": "Văn bản Mẫu"}],
    }
    return read_rulebook_workbook(write_rulebook_workbook(load_canonical(head | odd)))


@pytest.mark.parametrize("odd", ODD.values(), ids=list(ODD))
def test_an_odd_rulebook_runs_a_year_and_every_page_of_it_opens(odd: Part, commune: Unit) -> None:
    officer = make_office(commune)
    client = signed_in(officer)
    rulebook = rulebook_issue(by=None, rulebook=rulebook_draft(by=None, content=rules(odd)))
    open_pages(client, rulebook_pages(rulebook))
    cycle = cycle_open(by=officer, rulebook=rulebook, year=YEAR, scope=commune)
    acts.register(by=officer, dossiers=dossiers_of(cycle), on=date(2025, 1, 20))
    report(officer, cycle)
    open_pages(client, cycle_pages(cycle))
    review(officer, cycle)
    decide_all(officer, cycle, commune, client)
    open_pages(
        client,
        [*cycle_pages(cycle), reverse("public_cycle", args=[cycle.pk]), reverse("home"), reverse("public_results")],
    )


def open_pages(client: Client, addresses: Sequence[str]) -> None:
    refused = {address: status for address in addresses if (status := client.get(address).status_code) != 200}
    assert refused == {}


def rulebook_pages(rulebook: Rulebook) -> list[str]:
    kinds = [
        f"{reverse('rulebook_page', args=[rulebook.pk])}?loai={kind.value}" for kind in compiled(rulebook).subjects
    ]
    files = [reverse("rulebook_file", args=[rulebook.pk, suffix]) for suffix in ("yaml", "xlsx")]
    annexes = [reverse("rulebook_annex", args=[rulebook.pk, suffix]) for suffix in ("pdf", "docx")]
    return [*kinds, *files, *annexes, reverse("rulebook_list"), reverse("rulebook_burden")]


def cycle_pages(cycle: Cycle) -> list[str]:
    kinds = {dossier.subject_kind for dossier in dossiers_of(cycle)}
    names = ("cycle", "dossier_list", "decision_room", "figures_import", "cycle_log")
    return [
        *(reverse(name, args=[cycle.pk]) for name in names),
        *(reverse("grid", args=[cycle.pk, kind]) for kind in kinds),
        *(reverse("figures_template", args=[cycle.pk, kind]) for kind in kinds),
        *(reverse("dossier", args=[dossier.pk]) for dossier in dossiers_of(cycle)),
        *(reverse("figures_form", args=[dossier.pk]) for dossier in dossiers_of(cycle)),
        reverse("work"),
    ]


def report(officer: User, cycle: Cycle) -> None:
    figures = compiled(cycle.rulebook).figures
    used = {
        dossier.pk: compiled(cycle.rulebook).subjects[SubjectKind(dossier.subject_kind)].figures_used()
        for dossier in dossiers_of(cycle)
    }
    cells = [
        Cell(dossier, figure.key, answer_to(figures[figure.key]))
        for dossier in dossiers_of(cycle)
        for figure in used[dossier.pk]
        if figure.owner != "Hạt kiểm lâm"
    ]
    figures_report(by=officer, cells=cells, reported_by="Trưởng thôn", channel=Channel.PHONE)


def answer_to(figure: FigureDef) -> Answer:
    return Answer(word=figure.choices[0]) if figure.answer is Kind.CHOICE else ANSWERS[figure.answer]


def review(officer: User, cycle: Cycle) -> None:
    content = compiled(cycle.rulebook)
    acts.self_assess(by=typist_of(officer), dossiers=dossiers_of(cycle), meeting=HELD)
    acts.submit(by=officer, dossiers=dossiers_of(cycle))
    for dossier in (one for one in dossiers_of(cycle) if one.judged_by_id):
        leaves = list(content.subjects[SubjectKind(dossier.subject_kind)].leaves())
        words = [CommitteeWord(leaf.code, met=True) for leaf in leaves if leaf.to_confirm]
        words += [CommitteeWord(leaf.code, points=str(leaf.points)) for leaf in leaves if leaf.score_entered]
        acts.review(by=officer, dossiers=[dossier], meeting=HELD, words=words)


def decide_all(officer: User, cycle: Cycle, commune: Unit, client: Client) -> None:
    """The villages are decided, then what has to wait for them."""
    dossiers = [
        dossier for dossier in dossiers_of(cycle) if dossier.judged_by_id == commune.pk and dossier.subject_kind == AREA
    ]
    met = {dossier.pk for dossier in dossiers if dossier.standings.get(basis=Basis.REVIEW).verdict == "met"}
    decision = decide(
        by=officer, cycle=cycle, judge=commune, dossiers=dossiers, recognise=frozenset(met), signing=Signing("Ủy ban nhân dân xã Mẫu Kỳ", "Chủ tịch")
    )  # fmt: skip
    decision_number(by=officer, decision=decision, number="09/QĐ-UBND", signed_on=date(2025, 12, 15))
    names = ["decision", "decision_pdf", "decision_docx", "decision_xlsx", "decision_certificates"]
    open_pages(client, [reverse(name, args=[decision.pk]) for name in (names if met else names[:1])])
    assert {recognition.unit_id for recognition in Recognition.objects.filter(decision=decision, granted=True)} == {
        dossier.unit_id for dossier in dossiers if dossier.pk in met
    }


def dossiers_of(cycle: Cycle) -> list[Dossier]:
    return list(Dossier.objects.filter(cycle=cycle).select_related("cycle__rulebook").order_by("position"))
