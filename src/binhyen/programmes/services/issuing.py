"""Putting a rulebook in force and ending it: each by an act with a number and a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem, RefusedByState
from binhyen.kernel.text import day
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.programmes.library import shipped, shipped_text
from binhyen.programmes.models import FigureDefinition, Rulebook
from binhyen.programmes.selectors import compiled
from binhyen.programmes.services.common import payload, refuse_disagreement, require, subjects
from binhyen.programmes.services.drafting import rulebook_import
from binhyen.rules.loading import programme_circle
from binhyen.rules.model.rulebook import FigureDef
from binhyen.rules.model.rulebook import Rulebook as CompiledRulebook


@dataclass(frozen=True, slots=True)
class LegalAct:
    """The decision that issues, replaces or repeals: the paper itself stays in the office, or in `place_kept`."""

    number: str
    issued_on: date
    issuer: str
    place_kept: str = ""


@transaction.atomic
def rulebook_issue(
    *,
    by: User | None,
    rulebook: Rulebook,
    legal_act: LegalAct | None = None,
    replaces: Rulebook | None = None,
    act_key: str | None = None,
) -> Rulebook:
    """Put a draft in force for good: from now on its content never changes. Issuing it again changes nothing.

    `replaces` ends, on the day before this one begins, an issued rulebook of the same programme. Raises InputProblems
    when a figure's answer or unit of measure differs from that of a rulebook already issued, or when programmes would
    stand on each other in a circle; RefusedByState when the other rulebook cannot be replaced.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.RULEBOOK_ISSUE, rulebook.programme)
    draft = Rulebook.objects.select_for_update().select_related("programme").get(pk=rulebook.pk)
    if draft.state != Rulebook.State.DRAFT:
        return draft
    content = compiled(draft)
    refuse_disagreement(content, besides=draft)
    _refuse_circle(content, besides=replaces)
    definitions = _define(tuple(content.figures.values()))
    draft.state = Rulebook.State.ISSUED
    draft.issued_at = clock.now()
    draft.issued_by = by.id if by else None
    draft.issuing_paper = _paper(by, draft, legal_act, f"Ban hành {draft.name} ({draft.version})")
    draft.save()
    draft.figures.set(definitions)
    told = {**payload(draft), "figures": [definition.key for definition in definitions]}
    audit.record(by=by, verb="rulebook.issued", subjects=subjects(draft), payload=told, act_key=act_key)
    if replaces is not None:
        _replace(by, replaces, draft)
    return draft


def _refuse_circle(content: CompiledRulebook, *, besides: Rulebook | None) -> None:
    standing = Rulebook.objects.filter(state=Rulebook.State.ISSUED).select_related("programme")
    others = [compiled(each) for each in standing if besides is None or each.pk != besides.pk]
    found = programme_circle([*(each for each in others if each.programme != content.programme), content])
    if found:
        raise InputProblems(
            [
                Problem(
                    "vong_tron_chuong_trinh",
                    f"Các chương trình dựa vào nhau thành vòng tròn: {' → '.join(found)}.",
                    "điều kiện recognised(…)",
                    "Bỏ một trong các điều kiện công nhận nối vòng này.",
                )
            ]
        )


def _define(figures: tuple[FigureDef, ...]) -> list[FigureDefinition]:
    """The definitions of these figures, made where this installation did not know them."""
    FigureDefinition.objects.bulk_create(
        (
            FigureDefinition(
                key=figure.key, name=figure.name, answer=figure.answer.value, unit_of_measure=figure.unit_of_measure
            )
            for figure in figures
        ),
        ignore_conflicts=True,
    )
    return list(FigureDefinition.objects.filter(key__in=[figure.key for figure in figures]))


def _paper(by: User | None, rulebook: Rulebook, legal_act: LegalAct | None, title: str) -> Paper | None:
    """The act as a paper in the folder of the programme's owner, or of whoever issues for it."""
    if by is None or legal_act is None:
        return None
    return paper_record(
        by=by,
        owner_unit=rulebook.programme.owner_id or _folder(powers_of(by).scopes(Act.RULEBOOK_ISSUE)),
        title=title[:300],
        number=legal_act.number,
        issued_on=legal_act.issued_on,
        issuer=legal_act.issuer,
        place_kept=legal_act.place_kept,
    )


def _folder(scopes: Iterable[UUID]) -> UUID:
    """One unit, the same every time, where a person issues for several."""
    return min(scopes)


def _replace(by: User | None, old: Rulebook, new: Rulebook) -> None:
    ended = Rulebook.objects.select_for_update().select_related("programme").get(pk=old.pk)
    first = new.valid_from
    if ended.programme_id != new.programme_id or ended.state != Rulebook.State.ISSUED or first is None:
        raise RefusedByState(
            f"Không thay thế được {ended}.", cure="Chọn bộ tiêu chí đang có hiệu lực của chương trình."
        )
    if ended.valid_from is not None and first <= ended.valid_from:
        raise RefusedByState(
            f"Phiên bản mới có hiệu lực từ {day(first)}, không sau ngày {day(ended.valid_from)} của bản được thay thế.",
            cure="Sửa ngày có hiệu lực trong dự thảo.",
        )
    ended.state = Rulebook.State.REPLACED
    ended.valid_to = min(first, ended.valid_to or first)
    ended.ending_paper = new.issuing_paper
    ended.replaced_by = new
    ended.save(update_fields=["state", "valid_to", "ending_paper", "replaced_by"])
    told = {**payload(ended), "by_version": new.version, "on": ended.valid_to}
    audit.record(by=by, verb="rulebook.replaced", subjects=subjects(ended), payload=told)


@transaction.atomic
def rulebook_repeal(
    *, by: User, rulebook: Rulebook, on: date, legal_act: LegalAct, act_key: str | None = None
) -> Rulebook:
    """End an issued rulebook without another in its place: `on` is the first day on which it is no longer in force.

    Years before that day keep it, and cycles that judge by it go on. Raises RefusedByState when it is not in force,
    InputProblems for a day before it began or after it ends anyway.
    """
    audit.refuse_repeat(act_key)
    require(by, Act.RULEBOOK_ISSUE, rulebook.programme)
    ended = Rulebook.objects.select_for_update().select_related("programme").get(pk=rulebook.pk)
    if ended.state != Rulebook.State.ISSUED:
        raise RefusedByState(f"{ended} không ở trạng thái đã ban hành.", cure="Tải lại trang để xem văn bản sau cùng.")
    _refuse_day(ended, on)
    ended.state = Rulebook.State.REPEALED
    ended.valid_to = on
    ended.ending_paper = _paper(by, ended, legal_act, f"Bãi bỏ {ended.name} ({ended.version})")
    ended.save(update_fields=["state", "valid_to", "ending_paper"])
    told = {**payload(ended), "on": on}
    audit.record(by=by, verb="rulebook.repealed", subjects=subjects(ended), payload=told, act_key=act_key)
    return ended


def _refuse_day(rulebook: Rulebook, on: date) -> None:
    place = "hết hiệu lực từ ngày"
    if rulebook.valid_from is not None and on <= rulebook.valid_from:
        message = f"Ngày này không sau ngày có hiệu lực {day(rulebook.valid_from)}."
        raise InputProblems([Problem("ngay_qua_som", message, place, "Chọn ngày muộn hơn.")])
    if rulebook.valid_to is not None and on > rulebook.valid_to:
        message = f"Bộ tiêu chí này đã hết hiệu lực từ {day(rulebook.valid_to)}."
        raise InputProblems([Problem("ngay_qua_muon", message, place, "Chọn ngày sớm hơn.")])


@transaction.atomic
def shipped_install(*, by: User | None = None) -> tuple[Rulebook, ...]:
    """Install and issue the rulebooks that come with this release. What is already there stays as it is.

    A shipped text that was changed after this installation issued it is left alone: an issued rulebook never changes,
    so a new text needs a new version.
    """
    return tuple(_install(by, reference) for reference in shipped())


def _install(by: User | None, reference: str) -> Rulebook:
    code, _, version = reference.partition("@")
    known = Rulebook.objects.select_related("programme").filter(programme__code=code, version=version).first()
    if known and known.state != Rulebook.State.DRAFT:
        return known
    return rulebook_issue(by=by, rulebook=rulebook_import(by=by, text=shipped_text(reference), source=reference))
