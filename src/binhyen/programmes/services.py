"""Writes: programmes, importing and issuing rulebooks, confirming what a rulebook marks to_confirm."""

import json
from uuid import UUID

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.audit import services as audit
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.kernel.text import squeeze
from binhyen.programmes.library import shipped, shipped_text
from binhyen.programmes.models import Citation, FigureDefinition, Programme, Rulebook
from binhyen.programmes.selectors import Disagreement, compiled, disagreements, may_act
from binhyen.rules.loading import load_rulebook
from binhyen.rules.model.rulebook import FigureDef
from binhyen.rules.model.rulebook import Rulebook as CompiledRulebook
from binhyen.rules.model.types import Answer
from binhyen.sheets.refusals import refused_text
from binhyen.units.models import Unit

SHORTEST_CITATION = 10


@transaction.atomic
def programme_ensure(
    *, by: User | None, code: str, name: str, word: str = "", owner: Unit | None = None, summary: str = ""
) -> Programme:
    """The programme with this code, made when there is none. An existing one is left as it is.

    `word` is what it calls itself ("phong trào", "tiêu chuẩn"); an unknown word counts as "phong trào".
    """
    words = {label: value for value, label in Programme.Word.choices}
    programme, is_new = Programme.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "word": words.get(word, Programme.Word.MOVEMENT.value),
            "owner": owner,
            "summary": summary,
        },
    )
    if is_new:
        _require(by, Act.RULEBOOK_DRAFT, programme)
        payload = {"code": code, "name": name}
        audit.record(by=by, verb="programme.created", subjects=[("programme", programme.id)], payload=payload)
    return programme


@transaction.atomic
def rulebook_import(*, by: User | None, text: str, source: str = "") -> Rulebook:
    """Store a rulebook file as a draft; `source` is the file's name, for places in problems.

    Importing what is already issued with the same content returns that one. A draft of the same version is replaced.
    Raises InputProblems with every problem of the file, RefusedByState for a version issued with other content.
    """
    content = load_rulebook(text, source=source)
    programme = programme_ensure(by=by, code=content.programme, name=content.name, word=content.word)
    _require(by, Act.RULEBOOK_DRAFT, programme)
    existing = Rulebook.objects.select_for_update().filter(programme=programme, version=content.version).first()
    if existing and existing.content_hash == content.content_hash:
        return existing
    if existing and existing.state != Rulebook.State.DRAFT:
        raise RefusedByState(
            f"Bộ tiêu chí {existing} đã ban hành, nội dung không thay đổi được nữa.",
            cure="Đặt số phiên bản mới cho nội dung sửa đổi, bổ sung.",
        )
    _refuse_disagreement(content, besides=existing)
    rulebook = existing or Rulebook(programme=programme, version=content.version)
    _fill(rulebook, content, text)
    rulebook.save()
    audit.record(by=by, verb="rulebook.drafted", subjects=_subjects(rulebook), payload=_payload(rulebook))
    return rulebook


def _fill(rulebook: Rulebook, content: CompiledRulebook, text: str) -> None:
    rulebook.name = content.name
    rulebook.source = text
    # In the order of the file: the hash does not depend on it, and people read kinds and figures as they were written.
    rulebook.canonical = json.dumps(content.canonical(), ensure_ascii=False)
    rulebook.content_hash = content.content_hash
    rulebook.valid_from = content.valid_from
    rulebook.valid_to = content.valid_to
    rulebook.to_confirm_count = len(content.to_confirm())


@transaction.atomic
def rulebook_issue(*, by: User | None, rulebook: Rulebook, act_key: str | None = None) -> Rulebook:
    """Put a draft in force for good: from now on its content never changes. Issuing it again changes nothing.

    Raises InputProblems when a figure's answer or unit of measure differs from that of a rulebook already issued.
    """
    audit.refuse_repeat(act_key)
    _require(by, Act.RULEBOOK_ISSUE, rulebook.programme)
    draft = Rulebook.objects.select_for_update().select_related("programme").get(pk=rulebook.pk)
    if draft.state != Rulebook.State.DRAFT:
        return draft
    content = compiled(draft)
    _refuse_disagreement(content, besides=draft)
    definitions = _define(tuple(content.figures.values()))
    draft.state = Rulebook.State.ISSUED
    draft.issued_at = clock.now()
    draft.issued_by = by.id if by else None
    draft.save()
    draft.figures.set(definitions)
    payload = {**_payload(draft), "figures": [definition.key for definition in definitions]}
    audit.record(by=by, verb="rulebook.issued", subjects=_subjects(draft), payload=payload, act_key=act_key)
    return draft


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


@transaction.atomic
def citation_record(*, by: User, rulebook: Rulebook, place: str, citation: str, act_key: str | None = None) -> Citation:
    """Confirm, with its source, one place that an issued rulebook marks to_confirm. Once given it stays.

    Raises InputProblems for a place that is not to confirm or an empty citation, RefusedByState if already confirmed.
    """
    audit.refuse_repeat(act_key)
    _require(by, Act.RULEBOOK_ISSUE, rulebook.programme)
    text = squeeze(citation)
    _refuse_citation(compiled(rulebook), place, text)
    given, is_new = Citation.objects.get_or_create(
        rulebook=rulebook, place=place, defaults={"citation": text, "confirmed_by": by.id}
    )
    if not is_new:
        raise RefusedByState("Nội dung này đã được xác nhận.", cure="Tải lại trang để xem căn cứ đã ghi.")
    payload = {**_payload(rulebook), "place": place, "citation": text}
    audit.record(by=by, verb="rulebook.confirmed", subjects=_subjects(rulebook), payload=payload, act_key=act_key)
    return given


def _refuse_citation(content: CompiledRulebook, place: str, citation: str) -> None:
    if place not in content.to_confirm():
        raise InputProblems([Problem("khong_can_xac_nhan", "Chỗ này không đánh dấu chờ xác nhận.", place)])
    if refused := refused_text(citation):
        raise InputProblems([Problem("noi_dung_bi_tu_choi", refused, "căn cứ", "Ghi văn bản được công bố.")])
    if len(citation) < SHORTEST_CITATION:
        cure = "Ghi văn bản, số, ngày và điều khoản, ví dụ “khoản 4 Điều 4 Thông tư số …”."
        raise InputProblems([Problem("thieu_can_cu", "Chưa ghi căn cứ.", "căn cứ", cure)])


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


def _require(by: User | None, act: Act, programme: Programme) -> None:
    """Raise NotAllowed unless the person may. `by=None` is the installation itself."""
    if by is not None and not may_act(by, act, programme):
        raise NotAllowed(act.value)


def _refuse_disagreement(content: CompiledRulebook, *, besides: Rulebook | None) -> None:
    found = disagreements(tuple(content.figures.values()), besides=besides)
    if found:
        raise InputProblems(_disagreement_problem(content, each) for each in found)


def _disagreement_problem(content: CompiledRulebook, found: Disagreement) -> Problem:
    here = _how(found.figure.answer, found.figure.unit_of_measure)
    there = _how(Answer(found.known.answer), found.known.unit_of_measure)
    return Problem(
        code="so_lieu_khac_nghia",
        message=(
            f"Số liệu {found.figure.key} trong {content.name} ({content.version}) là {here}, "
            f"nhưng {found.used_by or 'bản cài đặt này'} đã dùng khóa đó là {there}."
        ),
        place=f"số liệu {found.figure.key}",
        cure="Dùng cùng cách trả lời và đơn vị tính, hoặc đặt khóa khác cho số liệu mới.",
    )


def _how(answer: Answer, unit_of_measure: str) -> str:
    return f"{answer.vietnamese}, đơn vị tính {unit_of_measure}" if unit_of_measure else answer.vietnamese


def _subjects(rulebook: Rulebook) -> list[tuple[str, UUID]]:
    return [("rulebook", rulebook.id), ("programme", rulebook.programme_id)]


def _payload(rulebook: Rulebook) -> dict[str, str]:
    return {"name": rulebook.name, "version": rulebook.version, "content_hash": rulebook.content_hash}
