"""What the number of a cancelling decision does to dossiers, and what people do after it."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.db.models import F

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.dossiers import lifecycle
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.models import Dossier, EarlierVerdict, LostGround, Standing
from binhyen.dossiers.selectors.grounds import standing_on
from binhyen.dossiers.services.standings import refresh_after_change_of
from binhyen.kernel import clock
from binhyen.kernel.errors import Conflict, InputProblems, NotAllowed, Problem, RefusedByState
from binhyen.recognition import services as recognition
from binhyen.recognition.models import Decision, Recognition
from binhyen.units.selectors import paths_ids


@transaction.atomic
def decision_number(
    *, by: User, decision: Decision, number: str, signed_on: date, act_key: str | None = None
) -> Decision:
    """Give a decision its number; where it cancels, its dossiers stand as cancelled from now on.

    Dossiers whose verdicts stood on what was cancelled are noted for a person to look at; no verdict is touched.
    """
    numbered = recognition.decision_number(
        by=by, decision=decision, number=number, signed_on=signed_on, act_key=act_key
    )
    if numbered.kind == Decision.Kind.CANCELLATION:
        _take_back(by, numbered)
    return numbered


def _take_back(by: User, decision: Decision) -> None:
    taken = list(Recognition.objects.filter(cancelled_by=decision).select_related("programme"))
    stood = standing_on(taken)
    own = Dossier.objects.filter(recognition__in=taken, state__in=lifecycle.CANCEL.sources)
    subjects = [("dossier", pk) for pk in own.values_list("pk", flat=True)]
    own.update(state=lifecycle.CANCEL.target, version=F("version") + 1)
    payload = {"number": decision.number, **_told([one.unit_name for one in taken])}
    audit.record(by=by, verb=lifecycle.CANCEL.verb, subjects=[("decision", decision.pk), *subjects], payload=payload)
    if not stood:
        return
    moment = clock.now()
    LostGround.objects.bulk_create(
        LostGround(dossier=one.dossier, recognition=one.recognition, noted_at=moment) for one in stood
    )
    shaken = {one.dossier.pk: one.dossier.unit_name for one in stood}
    Dossier.objects.filter(pk__in=shaken).update(version=F("version") + 1)
    audit.record(
        by=by,
        verb="dossier.ground_lost",
        subjects=[("decision", decision.pk), *(("dossier", pk) for pk in shaken)],
        payload={"number": decision.number, **_told(list(shaken.values()))},
    )


def _told(names: Sequence[str]) -> dict[str, object]:
    return {"units": len(names), "unit": names[0] if len(names) == 1 else ""}


@transaction.atomic
def ground_review(*, by: User, dossier: Dossier, act_key: str | None = None) -> None:
    """Look again at a dossier that stood on a cancelled recognition: its verdict is worked out anew.

    Whoever hands the dossier in or whoever judges it may. Raises RefusedByState for a decided dossier, which keeps the
    verdict it was decided by, and where nothing waits.
    """
    audit.refuse_repeat(act_key)
    _require_near(by, dossier)
    if dossier.state in lifecycle.DECIDED:
        raise RefusedByState(
            "Hồ sơ đã quyết định: kết quả giữ nguyên như lúc quyết định.",
            cure="Muốn thay đổi, ban hành quyết định hủy bỏ công nhận của hồ sơ này.",
        )
    waiting = dossier.lost_grounds.filter(reviewed_at=None)
    if not waiting.update(reviewed_at=clock.now(), reviewed_by=by.id):
        raise RefusedByState("Hồ sơ này không có căn cứ nào chờ xem lại.", cure="Tải lại trang.")
    Dossier.objects.filter(pk=dossier.pk).update(version=F("version") + 1)
    refresh_after_change_of(cycle=dossier.cycle, dossiers=[dossier])
    subjects = [("cycle", dossier.cycle_id), ("dossier", dossier.pk)]
    audit.record(
        by=by, verb="dossier.ground_reviewed", subjects=subjects, payload={"unit": dossier.unit_name}, act_key=act_key
    )


def _require_near(by: User, dossier: Dossier) -> None:
    powers = powers_of(by)
    judge = dossier.judged_by_id
    paths = paths_ids([dossier.unit_id, *([judge] if judge else [])])
    hands_in = powers.may(Act.SUBMIT, paths.get(dossier.unit_id, ()))
    judges = judge is not None and powers.may(Act.REVIEW, paths.get(judge, ()))
    if not (hands_in or judges):
        raise NotAllowed(Act.REVIEW.value)


@transaction.atomic
def dossiers_reconsider(*, by: User, dossiers: Sequence[Dossier], act_key: str | None = None) -> None:
    """Open dossiers again whose recognition was cancelled: the committee reviews them anew, and another decision may
    follow. The verdicts behind the cancelled recognition are kept aside."""
    audit.refuse_repeat(act_key)
    step = lifecycle.RECONSIDER
    _require_judge(by, dossiers)
    late = tuple(dossier.unit_name for dossier in dossiers if dossier.state not in step.sources)
    if late:
        raise OutOfOrder(step.words, late)
    ids = [dossier.pk for dossier in dossiers]
    _keep_verdicts(dossiers)
    changed = Dossier.objects.filter(pk__in=ids, state__in=step.sources).update(
        state=step.target, recognition=None, version=F("version") + 1
    )
    if changed != len(ids):
        raise Conflict
    payload = _told([dossier.unit_name for dossier in dossiers])
    subjects = [("cycle", dossiers[0].cycle_id), *(("dossier", pk) for pk in ids)]
    audit.record(by=by, verb=step.verb, subjects=subjects, payload=payload, act_key=act_key)
    refresh_after_change_of(cycle=dossiers[0].cycle, dossiers=dossiers)


def _require_judge(by: User, dossiers: Sequence[Dossier]) -> None:
    if not dossiers:
        raise InputProblems([Problem("trong", "Chưa chọn đơn vị nào.", "danh sách", "Chọn ít nhất một đơn vị.")])
    judges = {dossier.judged_by_id for dossier in dossiers if dossier.judged_by_id}
    paths, powers = paths_ids(judges), powers_of(by)
    if not judges or not all(powers.may(lifecycle.RECONSIDER.act, paths.get(judge, ())) for judge in judges):
        raise NotAllowed(lifecycle.RECONSIDER.act.value)


def _keep_verdicts(dossiers: Sequence[Dossier]) -> None:
    recognitions = {dossier.pk: dossier.recognition_id for dossier in dossiers if dossier.recognition_id}
    frozen = Standing.objects.filter(dossier__in=recognitions, is_frozen=True)
    EarlierVerdict.objects.bulk_create(
        EarlierVerdict(
            dossier_id=one.dossier_id, recognition_id=recognitions[one.dossier_id], basis=one.basis,
            verdict=one.verdict, level=one.level, facts=one.facts, explanation=one.explanation,
            rulebook_hash=one.rulebook_hash, evaluator_version=one.evaluator_version, computed_at=one.computed_at,
        )
        for one in frozen
    )  # fmt: skip
    frozen.update(is_frozen=False, explanation=[])
