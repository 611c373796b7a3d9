"""The decision: the verdict says who is recognised, the chair says when; verdicts are frozen with what they stood on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import F

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import require
from binhyen.audit import services as audit
from binhyen.dossiers import lifecycle
from binhyen.dossiers.errors import NotQualified, OutOfOrder
from binhyen.dossiers.models import Basis, Cycle, Dossier, DossierState, Standing, YearStep
from binhyen.dossiers.selectors.calendar import refuse_late
from binhyen.dossiers.selectors.committee import committee_of
from binhyen.dossiers.selectors.explaining import explained
from binhyen.dossiers.selectors.facts import not_comparable_of
from binhyen.dossiers.selectors.posting import refuse_unposted
from binhyen.dossiers.services.standings import refresh_after_change_of, standings_refresh
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, InputProblems, Problem, RefusedByState
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.text import day_in_words
from binhyen.programmes.selectors import compiled
from binhyen.recognition.deciding import deciding_body
from binhyen.recognition.honours import kinds_in_words
from binhyen.recognition.models import Decision, Delegation, Recognition
from binhyen.recognition.papers import DecisionContent, RecognisedUnit
from binhyen.recognition.services import Header, Outcome, decision_make
from binhyen.rules.model.results import Outcome as Verdict
from binhyen.rules.model.rulebook import Rulebook as Rules
from binhyen.units.models import Unit, UnitVersion
from binhyen.units.selectors import path_ids, version_of

_STATE_OF = {
    Verdict.MET.value: DossierState.RECOGNISED,
    Verdict.NOT_MET.value: DossierState.NOT_RECOGNISED,
}


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, where the table of who decides is silent or the office has its own wording (empty: as the table says)."""

    body: str = ""
    signatory: str = ""
    # By which another office signs in place of the signatory.
    delegation: Delegation | None = None


@transaction.atomic
def decide(
    *,
    by: User,
    cycle: Cycle,
    judge: Unit,
    dossiers: Sequence[Dossier],
    recognise: frozenset[UUID],
    signing: Signing | None = None,
    act_key: str | None = None,
) -> Decision:
    """Decide on reviewed dossiers of one judging unit: `recognise` are those to be recognised, the rest are not.

    Where the committee's rules ask for a posting, only who was posted for its days is recognised; a unit that is objected
    to waits, and holds nobody else (RefusedByState).

    The verdicts are worked out once more and must carry it: nobody is recognised whose verdict is not met
    (NotQualified), nobody who qualifies is left out. A unit whose verdict is unknown becomes "chưa xét".
    """
    audit.refuse_repeat(act_key)
    require(by, Act.DECIDE, path_ids(judge.pk))
    _in_order(dossiers, judge)
    committee = committee_of(cycle.pk, judge.pk)
    refuse_unposted(dossiers, committee.rules if committee else None, recognise)
    refuse_late(dossiers, YearStep.DECIDE)
    standings = _fresh_verdicts(cycle, dossiers)
    _refuse_unqualified(dossiers, recognise, standings)
    decided = [(dossier, standings[dossier.pk]) for dossier in dossiers]
    decision, recognitions = _store(by, cycle, judge, decided, signing)
    _close(dossiers, standings, recognitions)
    granted = sum(recognition.granted for recognition in recognitions)
    audit.record(
        by=by,
        verb="decision.made",
        subjects=[("cycle", cycle.pk), ("decision", decision.pk), *(("dossier", dossier.pk) for dossier in dossiers)],
        payload={"title": decision.title, "recognised": granted, "considered": len(dossiers)},
        act_key=act_key,
    )
    refresh_after_change_of(cycle=cycle, dossiers=dossiers)
    return decision


def _in_order(dossiers: Sequence[Dossier], judge: Unit) -> None:
    if not dossiers:
        raise InputProblems(
            [Problem("trong", "Chưa chọn hồ sơ nào.", "danh sách", "Chọn ít nhất một hồ sơ đã xét duyệt.")]
        )
    late = tuple(
        d.unit_name for d in dossiers if d.state not in lifecycle.RECOGNISE.sources or d.judged_by_id != judge.pk
    )
    if late:
        raise OutOfOrder("quyết định", late)
    if len({dossier.rulebook_id for dossier in dossiers}) > 1:
        # One paper rests on one set of criteria; after an amendment some dossiers may still stand on the earlier one.
        raise RefusedByState(
            "Các hồ sơ này xét theo hai phiên bản bộ tiêu chí khác nhau.",
            cure="Quyết định riêng cho từng phiên bản: bỏ chọn các hồ sơ xét theo phiên bản kia.",
        )


def _fresh_verdicts(cycle: Cycle, dossiers: Sequence[Dossier]) -> Mapping[UUID, Standing]:
    chosen = Dossier.objects.filter(pk__in=[dossier.pk for dossier in dossiers])
    fresh = standings_refresh(cycle=cycle, dossiers=chosen)
    return {standing.dossier_id: standing for standing in fresh if standing.basis == Basis.REVIEW}


def _refuse_unqualified(
    dossiers: Sequence[Dossier], recognise: frozenset[UUID], standings: Mapping[UUID, Standing]
) -> None:
    qualified = {dossier.pk for dossier in dossiers if standings[dossier.pk].verdict == Verdict.MET}
    wrong = tuple(dossier.unit_name for dossier in dossiers if dossier.pk in recognise - qualified)
    if wrong:
        raise NotQualified(wrong)
    left_out = [dossier.unit_name for dossier in dossiers if dossier.pk in qualified - recognise]
    if left_out:
        raise RefusedByState(
            f"Đơn vị đủ điều kiện không thể bị loại: {', '.join(left_out[:5])}.",
            cure="Bỏ chọn các đơn vị này để quyết định sau, hoặc công nhận.",
        )


def _store(
    by: User, cycle: Cycle, judge: Unit, decided: Sequence[tuple[Dossier, Standing]], signing: Signing | None
) -> tuple[Decision, list[Recognition]]:
    """Store decision and outcomes. A unit that could not be considered gets no outcome: its day may still come."""
    rulebook = decided[0][0].rulebook
    rules = compiled(rulebook)
    place = version_of(judge.pk, decided[0][0].window.last)
    if place is None:
        raise RefusedByState("Đơn vị có thẩm quyền không còn trong kỳ này.", cure="Chọn đơn vị kế thừa để quyết định.")
    signed = _signed(signing, decided[0][0], place)
    outcomes = [_outcome(dossier, standing, rules) for dossier, standing in decided if standing.verdict in _STATE_OF]
    content = _content(cycle, rules, place, signed, outcomes)
    header = Header(
        rulebook=rulebook,
        deciding_unit=judge,
        year=cycle.year,
        title=content.title if content else f"Kết quả xét năm {cycle.year}: không có đơn vị được công nhận",
        body=signed.body,
        signatory=signed.signatory,
        delegation=signed.delegation,
        content=content.as_data() if content else {},
        cycle_id=cycle.pk,
        is_sample=cycle.is_sample,
    )
    return decision_make(by=by, header=header, outcomes=outcomes)


def _content(
    cycle: Cycle, rules: Rules, place: UnitVersion, signed: Signing, outcomes: Sequence[Outcome]
) -> DecisionContent | None:
    """What the paper says; None when nobody is recognised, for then there is no paper."""
    granted = [one for one in outcomes if one.level is not None]
    if not granted:
        return None
    rows = tuple(_row(one, rules) for one in granted)
    levels = {row.level for row in rows}
    return DecisionContent(
        issuing_body=signed.body,
        place=place.name,
        authority=f"{signed.signatory} {signed.body}" if signed.signatory.startswith("Chủ tịch") else "",
        programme_name=cycle.programme.name,
        programme_word=cycle.programme.get_word_display(),
        level_name=levels.pop() if len(levels) == 1 else "",
        group_word=kinds_in_words(UnitKind(one.unit_kind) for one in granted),
        year=cycle.year,
        issued_year=clock.today().year,
        bases=_bases(rules),
        signatory_title=signed.delegation.signing_office if signed.delegation else signed.signatory,
        signatory_forms=signed.delegation.forms if signed.delegation else (),
        rows=rows,
        recipients=("Như Điều 3", "Lưu: VT"),
        illustrative=cycle.is_sample,
    )


def _row(one: Outcome, rules: Rules) -> RecognisedUnit:
    kind = UnitKind(one.unit_kind)
    names = {level.code: level.name for level in rules.subjects[kind.subject].titles}
    level = names[one.level] if one.level else ""
    return RecognisedUnit(name=one.unit_name, kind_word=kind.vietnamese, level=level, unit=str(one.unit))


def _bases(rules: Rules) -> tuple[str, ...]:
    """What the decision rests on: the acts behind the rulebook, not those that replaced it later."""
    acts = [act for act in rules.basis if act.day is None or act.day <= rules.valid_from]
    return tuple(f"{act} {day_in_words(act.day)}" if act.day else str(act) for act in acts)


def _signed(given: Signing | None, dossier: Dossier, place: UnitVersion) -> Signing:
    """What was said of the signature, and the table's word for what was not."""
    if given and given.body:
        return given
    said = _signing(dossier, place)
    return replace(said, delegation=given.delegation) if given else said


def _signing(dossier: Dossier, place: UnitVersion) -> Signing:
    row = deciding_body(
        dossier.cycle.programme.code, SubjectKind(dossier.subject_kind), place.subject, on=dossier.window.last
    )
    if row is None or not row.body:
        raise RefusedByState(
            "Chưa có căn cứ về cơ quan quyết định cho loại đơn vị này.",
            cure="Ghi cơ quan ban hành và chức vụ người ký theo văn bản hiện hành.",
        )
    return Signing(f"Ủy ban nhân dân {place.kind_word} {place.name}", row.signatory)


def _outcome(dossier: Dossier, standing: Standing, rules: Rules) -> Outcome:
    levels = [level.code for level in rules.subjects[SubjectKind(dossier.subject_kind)].titles]
    met = standing.verdict == Verdict.MET
    return Outcome(
        unit=dossier.unit_id,
        unit_name=dossier.unit_name,
        unit_kind=dossier.unit_kind,
        period=dossier.window,
        level=standing.level if met else None,
        level_rank=levels.index(standing.level) + 1 if met else 0,
    )


def _close(
    dossiers: Sequence[Dossier], standings: Mapping[UUID, Standing], recognitions: Sequence[Recognition]
) -> None:
    """Move the dossiers to their final state, tie them to their recognition, freeze the verdicts."""
    by_unit = {recognition.unit_id: recognition for recognition in recognitions}
    for dossier in dossiers:
        dossier.state = _STATE_OF.get(standings[dossier.pk].verdict, DossierState.NOT_CONSIDERED)
        dossier.recognition = by_unit.get(dossier.unit_id)
    ids = [dossier.pk for dossier in dossiers]
    moved = Dossier.objects.filter(pk__in=ids, state__in=lifecycle.RECOGNISE.sources).update(version=F("version") + 1)
    if moved != len(ids):
        raise Conflict
    Dossier.objects.bulk_update(dossiers, ["state", "recognition"])
    _freeze(dossiers)


def _freeze(dossiers: Sequence[Dossier]) -> None:
    """Keep the verdicts with the words they were given, on both bases: a later release changes neither."""
    by_id = {dossier.pk: dossier for dossier in dossiers}
    standings = list(Standing.objects.filter(dossier__in=by_id))
    divided = not_comparable_of(dossiers)
    for standing in standings:
        said = divided.get(standing.dossier_id, ())
        standing.explanation = explained(by_id[standing.dossier_id], standing, not_comparable=said)
        standing.is_frozen = True
    Standing.objects.bulk_update(standings, ["explanation", "is_frozen"])
