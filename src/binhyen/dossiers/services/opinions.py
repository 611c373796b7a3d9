"""What the Fatherland Front says of dossiers: a word, remarks from a closed list, and the paper that holds the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.accounts.selectors import powers_of
from binhyen.audit import services as audit
from binhyen.dossiers import lifecycle
from binhyen.dossiers.errors import OutOfOrder
from binhyen.dossiers.models import Dossier, DossierState, FrontOpinion
from binhyen.dossiers.services.advancing import only_name, subjects_of, touch
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, NotAllowed, Problem
from binhyen.papers.models import Paper
from binhyen.units.selectors import paths_ids

OPINION_OPEN = lifecycle.REVIEW_OPEN | {DossierState.IN_CONSULTATION}


@dataclass(frozen=True, slots=True)
class Opinion:
    """The word, what it remarks on (`FrontOpinion.About`), and its paper."""

    word: FrontOpinion.Word
    about: Sequence[str]
    paper: Paper | None


@transaction.atomic
def front_opinion_record(
    *, by: User, dossiers: Sequence[Dossier], opinion: Opinion, act_key: str | None = None
) -> None:
    """Record the Front's opinion; a later one replaces it, the log keeps both. It moves no dossier.

    Raises OutOfOrder for dossiers that are not handed in or are decided, InputProblems without a paper, and where remarks
    are named without the word that says so.
    """
    audit.refuse_repeat(act_key)
    _require(by, dossiers)
    late = tuple(one.unit_name for one in dossiers if one.state not in OPINION_OPEN)
    if late:
        raise OutOfOrder("cho ý kiến của Mặt trận", late)
    _refuse_unfit(opinion)
    moment = clock.now()
    FrontOpinion.objects.bulk_create(
        (
            FrontOpinion(
                dossier=one, word=opinion.word, about=sorted(opinion.about), paper=opinion.paper, recorded_at=moment,
                recorded_by=by.id,
            )
            for one in dossiers
        ),
        update_conflicts=True,
        unique_fields=["dossier"],
        update_fields=["word", "about", "paper", "recorded_at", "recorded_by"],
    )  # fmt: skip
    touch(dossiers)
    payload = {
        "units": len(dossiers), "unit": only_name(dossiers), "word": opinion.word.value, "about": sorted(opinion.about),
        "word_said": opinion.word.label.lower(),
    }  # fmt: skip
    audit.record(by=by, verb="dossier.front_opinion", subjects=subjects_of(dossiers), payload=payload, act_key=act_key)


def _require(by: User, dossiers: Sequence[Dossier]) -> None:
    if not dossiers:
        raise InputProblems([Problem("trong", "Chưa chọn đơn vị nào.", "danh sách", "Chọn ít nhất một đơn vị.")])
    judges = {one.judged_by_id for one in dossiers if one.judged_by_id}
    paths, powers = paths_ids(judges), powers_of(by)
    if not judges or not all(powers.may(Act.FRONT_OPINION, paths.get(judge, ())) for judge in judges):
        raise NotAllowed(Act.FRONT_OPINION.value)


def _refuse_unfit(opinion: Opinion) -> None:
    problems = []
    if opinion.paper is None:
        cure = "Ghi số của văn bản, hoặc nơi lưu bản giấy."
        problems.append(Problem("thieu_van_ban", "Chưa ghi văn bản cho ý kiến.", "số, ký hiệu", cure))
    if opinion.about and opinion.word == FrontOpinion.Word.AGREED:
        cure = "Chọn “Nhất trí, có lưu ý” hoặc “Không nhất trí”, hay bỏ phần lưu ý."
        problems.append(Problem("luu_y", "Đã chọn nhất trí hoàn toàn mà còn lưu ý.", "lưu ý về", cure))
    if opinion.word == FrontOpinion.Word.REMARKS and not opinion.about:
        problems.append(Problem("luu_y", "Chưa chọn lưu ý về điều gì.", "lưu ý về", "Chọn ít nhất một mục."))
    if any(one not in FrontOpinion.About.values for one in opinion.about):
        problems.append(Problem("luu_y", "Không có mục này.", "lưu ý về", "Chọn trong danh sách."))
    if problems:
        raise InputProblems(problems)
