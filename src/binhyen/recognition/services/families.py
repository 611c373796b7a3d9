"""Printing certificates for families. Of their names nothing is left: no row, no file, no job, no line of a log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import BinhYenError, InputProblems, Problem, RefusedByState
from binhyen.kernel.text import day_in_words, squeeze
from binhyen.papers.refusals import about_anybody
from binhyen.recognition.families import Family
from binhyen.rendering.certificates import Certificate, render
from binhyen.rendering.documents import BLANK_DAY, Signature
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import path_ids

_FIRST_YEAR = 2003


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyTitle:
    """What all certificates of one printing say: the title and its year, who gives it, by which decision, who signs."""

    honour: str
    year: int
    authority: str
    decision: str
    place: str
    signatory: str
    given_on: date | None = None


@transaction.atomic
def family_certificates_print(*, by: User, unit: UnitVersion, title: FamilyTitle, families: Sequence[Family]) -> bytes:
    """One PDF with a page for each family, in the order of the list; the log is told how many.

    Raises NotAllowed, InputProblems, and RefusedByState where the printing itself fails: what the writer said of it is
    dropped, because it may quote a name.
    """
    require(by, Act.CYCLE_OPEN, path_ids(unit.unit_id))
    problems = list(_problems(title))
    if problems:
        raise InputProblems(problems)
    pages = [_page(unit, title, family) for family in families]
    try:
        made = render(pages, made_at=clock.now())
    except InputProblems as error:
        raise InputProblems(error.problems) from None
    except BinhYenError:
        raise
    except Exception:
        raise RefusedByState("Không in được giấy công nhận.", cure="Kiểm tra danh sách rồi in lại.") from None
    payload = {"count": len(pages), "honour": title.honour, "year": title.year}
    audit.record(by=by, verb="family_certificates.printed", subjects=[("unit", unit.unit_id)], payload=payload)
    return made


def _problems(title: FamilyTitle) -> list[Problem]:
    told = {
        "danh hiệu": title.honour, "cơ quan công nhận": title.authority, "quyết định": title.decision,
        "nơi ký": title.place, "chức vụ người ký": title.signatory,
    }  # fmt: skip
    problems = [
        Problem("thieu", "Chưa điền.", place, "Ghi như in trên giấy.") for place, text in told.items() if not text
    ]
    if not _FIRST_YEAR <= title.year <= clock.today().year:
        problems.append(Problem("nam", "Năm chưa đúng.", "năm", f"Ghi năm từ {_FIRST_YEAR} đến nay."))
    return [*problems, *about_anybody(told)]


def _page(unit: UnitVersion, title: FamilyTitle, family: Family) -> Certificate:
    room = f"ngày{BLANK_DAY}tháng{BLANK_DAY}năm {title.year}"
    day = day_in_words(title.given_on) if title.given_on else room
    return Certificate(
        authority=title.authority,
        unit=family.name,
        honour=squeeze(f"Đạt danh hiệu “{title.honour}” năm {title.year}"),
        decision=f"(Theo {title.decision})",
        place_line=f"{title.place}, {day}",
        signature=Signature(title=title.signatory.upper()),
        illustrative=unit.unit.is_sample,
    )
