"""An invented commune with four villages, one small rulebook, and a year walked through the real services."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from binhyen.accounts.models import User
from binhyen.accounts.roles import Role
from binhyen.accounts.services import account_create, grant_give
from binhyen.dossiers.models import Cycle, Dossier
from binhyen.dossiers.services.acts import MeetingRecord, register, review, self_assess, submit
from binhyen.dossiers.services.cycles import cycle_open
from binhyen.dossiers.services.deciding import Signing, decide
from binhyen.dossiers.services.reporting import Cell, figures_report
from binhyen.figures.answers import Answer
from binhyen.figures.models import Channel
from binhyen.kernel.kinds import UnitKind
from binhyen.papers.services import paper_record
from binhyen.programmes.services import rulebook_import, rulebook_issue
from binhyen.recognition.models import Decision
from binhyen.recognition.services import decision_number
from binhyen.units.models import Unit
from binhyen.units.services import NewUnit, unit_create, units_create_many

RULEBOOK = """
programme: mau-xuat
version: "1"
name: Phong trào Mẫu
word: phong trào
basis:
  - {title: Văn bản Mẫu, date: 2020-01-01}
valid_from: 2020-01-01
figures:
  ho_cu_tru: {name: Số hộ đang cư trú, answer: count, unit: hộ}
  ho_dang_ky: {name: Số hộ đăng ký, answer: count, unit: hộ}
  nghi_quyet: {name: Nghị quyết, answer: document}
subjects:
  residential_area:
    window: {from: {year: -1, day: "11-01"}, to: {year: 0, day: "10-31"}}
    criteria:
      - {code: "1", text: Tất cả các hộ đăng ký, rule: ho_dang_ky = ho_cu_tru AND ho_cu_tru > 0}
      - {code: "2", text: Có nghị quyết, rule: nghi_quyet}
    levels:
      - {code: dat, name: Đạt tiêu chuẩn, rule: all_met}
"""
VILLAGES = ("An", "Bình", "=HYPERLINK(1)", "Đèo Cả")
FAILING = "Thôn Đèo Cả"
HELD_ON = date(2021, 11, 5)


@dataclass(frozen=True)
class Year:
    officer: User
    commune: Unit
    cycle: Cycle

    @property
    def dossiers(self) -> list[Dossier]:
        return list(Dossier.objects.filter(cycle=self.cycle).select_related("cycle__rulebook").order_by("position"))


def open_year() -> Year:
    """The cycle of 2021 is open; nobody has registered."""
    commune = unit_create(by=None, name="Mẫu Xuất", kind=UnitKind.XA, parent=None, is_sample=True)
    rows = [NewUnit(name, UnitKind.THON) for name in VILLAGES]
    units_create_many(by=None, rows=rows, parent=commune.id, is_sample=True)
    rulebook = rulebook_issue(by=None, rulebook=rulebook_import(by=None, text=RULEBOOK))
    officer = account_create(by=None, username="mau", full_name="Cán bộ Mẫu", password="mat khau Mau 2021")
    for role in (Role.COMMUNE_OFFICER, Role.COMMITTEE, Role.CHAIR, Role.REGISTRY):
        grant_give(by=None, user=officer, role=role, scope=commune.id)
    return Year(officer, commune, cycle_open(by=officer, rulebook=rulebook, year=2021, scope=commune))


def report_all(year: Year) -> None:
    """All register; three report that every household did, one that one did not; the first corrects a figure."""
    by, dossiers = year.officer, year.dossiers
    register(by=by, dossiers=dossiers, on=date(2021, 1, 12))
    paper = paper_record(
        by=by, owner_unit=dossiers[0].unit_id, title="Nghị quyết quý I", number="01-NQ/CB", issued_on=date(2021, 1, 5),
        place_kept="cặp 1",
    )  # fmt: skip
    answers = [("ho_cu_tru", 120), ("ho_dang_ky", 120)]
    cells = [Cell(one, key, Answer(number=Decimal(number))) for one in dossiers for key, number in answers]
    failing = next(one for one in dossiers if one.unit_name == FAILING)
    cells = [cell for cell in cells if (cell.dossier, cell.key) != (failing, "ho_dang_ky")]
    cells.append(Cell(failing, "ho_dang_ky", Answer(number=Decimal(119))))
    cells += [Cell(one, "nghi_quyet", Answer(word="yes", day=date(2021, 1, 5)), paper=paper) for one in dossiers]
    figures_report(by=by, cells=[Cell(dossiers[0], "ho_cu_tru", Answer(number=Decimal(7)))], reported_by="Trưởng thôn", channel=Channel.PHONE)  # fmt: skip
    figures_report(by=by, cells=cells, reported_by="Trưởng thôn", channel=Channel.PAPER)


def decide_all(year: Year) -> Decision:
    """From the villages' own meetings to a numbered decision on the three that qualify."""
    by, meeting = year.officer, MeetingRecord(HELD_ON, 10, 9, 9)
    typist = account_create(by=None, username="mau-2", full_name="Cán bộ Mẫu khác", password="mat khau Mau 2021")
    grant_give(by=None, user=typist, role=Role.COMMUNE_OFFICER, scope=year.commune.id)
    self_assess(by=typist, dossiers=year.dossiers, meeting=meeting)
    submit(by=by, dossiers=year.dossiers)
    review(by=by, dossiers=year.dossiers, meeting=meeting)
    dossiers = year.dossiers
    decision = decide(
        by=by, cycle=year.cycle, judge=year.commune, dossiers=dossiers,
        recognise=frozenset(one.pk for one in dossiers if one.unit_name != FAILING),
        signing=Signing("Ủy ban nhân dân xã Mẫu Xuất", "Chủ tịch"),
    )  # fmt: skip
    return decision_number(by=by, decision=decision, number="07/QĐ-UBND", signed_on=date(2021, 12, 1))
