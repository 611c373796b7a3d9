"""The life of a dossier as one table: which act leads from which states to which, and who may do it.

Judging acts are asked of the unit that judges, not of the unit that is judged: a committee that covers a
commune and all below it still cannot review the commune itself.
"""

from dataclasses import dataclass
from enum import StrEnum

from binhyen.accounts.roles import Act
from binhyen.dossiers.models import DossierState as S


class Where(StrEnum):
    """On whose path the person must hold the act."""

    UNIT = "unit"
    JUDGE = "judge"
    # The place for which the cycle was opened.
    CYCLE = "cycle"


@dataclass(frozen=True, slots=True)
class Step:
    """One act in the life of a dossier. `verb` names it in the log."""

    verb: str
    words: str
    act: Act
    sources: frozenset[S]
    target: S
    where: Where = Where.UNIT


def _step(verb: str, words: str, act: Act, sources: set[S], target: S, where: Where = Where.UNIT) -> Step:
    return Step(verb, words, act, frozenset(sources), target, where)


SEND_REGISTRATION = _step(
    "dossier.registration_sent", "gửi đăng ký", Act.REGISTER, {S.DRAFT, S.REGISTRATION_REFUSED}, S.REGISTRATION_SENT
)
REGISTER = _step(
    "dossier.registered",
    "ghi nhận đăng ký",
    Act.REGISTER_ACCEPT,
    {S.DRAFT, S.REGISTRATION_SENT, S.REGISTRATION_REFUSED, S.NOT_REGISTERED},
    S.REGISTERED,
)
REFUSE_REGISTRATION = _step(
    "dossier.registration_refused",
    "không chấp nhận đăng ký",
    Act.REGISTER_ACCEPT,
    {S.REGISTRATION_SENT},
    S.REGISTRATION_REFUSED,
)
NOT_REGISTER = _step(
    "dossier.not_registered",
    "ghi nhận không đăng ký",
    Act.REGISTER_ACCEPT,
    {S.DRAFT, S.REGISTRATION_REFUSED},
    S.NOT_REGISTERED,
)
SELF_ASSESS = _step(
    "dossier.self_assessed",
    "ghi nhận họp tự đánh giá",
    Act.SELF_ASSESS,
    {S.REGISTERED, S.SELF_ASSESSED, S.RETURNED},
    S.SELF_ASSESSED,
)
SUBMIT = _step("dossier.submitted", "nộp hồ sơ", Act.SUBMIT, {S.SELF_ASSESSED}, S.SUBMITTED)
REQUEST_MORE = _step(
    "dossier.more_requested", "yêu cầu bổ sung", Act.REQUEST_MORE, {S.SUBMITTED, S.REVIEWED}, S.RETURNED, Where.JUDGE
)
REVIEW = _step("dossier.reviewed", "xét duyệt", Act.REVIEW, {S.SUBMITTED}, S.REVIEWED, Where.JUDGE)
# A sitting that came to nothing (no quorum, voted down, a tie put off): only another sitting leads on.
REVIEW_IN_VAIN = _step(
    "dossier.review_not_carried", "xét duyệt chưa thông qua", Act.REVIEW, {S.SUBMITTED}, S.SUBMITTED, Where.JUDGE
)
POST = _step("dossier.posted", "niêm yết", Act.POST, {S.REVIEWED}, S.IN_CONSULTATION, Where.JUDGE)
UPHOLD = _step(
    "dossier.objection_upheld", "đưa về xét lại theo kiến nghị", Act.REVIEW, {S.IN_CONSULTATION}, S.SUBMITTED,
    Where.JUDGE,
)  # fmt: skip
# Whether a list has to be posted first is the cycle's own rule (`selectors.posting.refuse_unposted`).
_DECIDABLE = {S.REVIEWED, S.IN_CONSULTATION}
RECOGNISE = _step("dossier.recognised", "công nhận", Act.DECIDE, _DECIDABLE, S.RECOGNISED, Where.JUDGE)
DECLINE = _step("dossier.declined", "không công nhận", Act.DECIDE, _DECIDABLE, S.NOT_RECOGNISED, Where.JUDGE)
NOT_CONSIDER = _step("dossier.not_considered", "chưa xét", Act.DECIDE, _DECIDABLE, S.NOT_CONSIDERED, Where.JUDGE)
# In force with the number of the cancelling decision, not with the chair's word.
CANCEL = _step("dossier.cancelled", "hủy bỏ công nhận", Act.NUMBER_DECISION, {S.RECOGNISED}, S.CANCELLED, Where.JUDGE)
RECONSIDER = _step("dossier.reconsidered", "xét lại", Act.REVIEW, {S.CANCELLED}, S.SUBMITTED, Where.JUDGE)
# Its unit ended; the case goes on under whoever took over, once the list is frozen again.
PASS_ON = _step(
    "dossier.passed_on",
    "kết thúc do sắp xếp đơn vị",
    Act.CYCLE_OPEN,
    set(S) - {S.RECOGNISED, S.NOT_RECOGNISED, S.NOT_CONSIDERED, S.CANCELLED, S.CLOSED_BY_SUCCESSION},
    S.CLOSED_BY_SUCCESSION,
    Where.CYCLE,
)

STEPS = (
    SEND_REGISTRATION,
    REGISTER,
    REFUSE_REGISTRATION,
    NOT_REGISTER,
    SELF_ASSESS,
    SUBMIT,
    REQUEST_MORE,
    REVIEW,
    REVIEW_IN_VAIN,
    POST,
    UPHOLD,
    RECOGNISE,
    DECLINE,
    NOT_CONSIDER,
    CANCEL,
    RECONSIDER,
    PASS_ON,
)

# A unit that never registered is "không đăng ký", not "chưa đạt": the two enter different denominators.
UNREGISTERED = frozenset({S.DRAFT, S.REGISTRATION_SENT, S.REGISTRATION_REFUSED, S.NOT_REGISTERED})
DECIDED = frozenset(S) - PASS_ON.sources
# Listed no more: who took over is listed instead, and stands in every denominator in its place.
PASSED_ON = frozenset({S.CLOSED_BY_SUCCESSION})
# While the unit still works on its figures; the committee corrects figures of a submitted dossier beside them.
REPORTING_OPEN = frozenset(
    {S.DRAFT, S.REGISTRATION_SENT, S.REGISTRATION_REFUSED, S.REGISTERED, S.SELF_ASSESSED, S.RETURNED}
)
REVIEW_OPEN = frozenset({S.SUBMITTED, S.REVIEWED})


def steps_from(state: str) -> tuple[Step, ...]:
    """The acts that the state allows, in the order of a year."""
    return tuple(step for step in STEPS if state in step.sources)
