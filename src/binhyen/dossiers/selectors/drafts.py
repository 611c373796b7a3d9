"""Papers of a dossier, drafted from what is recorded about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from binhyen.dossiers.ballots import Outcome as Vote
from binhyen.dossiers.lifecycle import UNREGISTERED
from binhyen.dossiers.models import Basis, Dossier, DossierState, Review, Standing
from binhyen.dossiers.papers import (
    Aim,
    CriterionLine,
    FigureLine,
    Meeting,
    minutes_document,
    registration_document,
    self_assessment_document,
)
from binhyen.dossiers.selectors.pages import Verdicts, criterion_rows, figures_of, past_of, why
from binhyen.dossiers.selectors.scope import SeenDossier
from binhyen.dossiers.selectors.succession import ending_of, signs_for
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.text import day, day_in_words
from binhyen.recognition.honours import honour_in_words
from binhyen.rendering.authors import Author, author_of
from binhyen.rendering.documents import BLANK_LINE, OfficialPaper
from binhyen.rules.model.results import Outcome
from binhyen.rules.model.rulebook import Rulebook
from binhyen.units.models import UnitVersion
from binhyen.units.selectors import ancestors, version_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper that can be drafted: its word in addresses and on screen, and how it is put together."""

    slug: str
    title: str
    compose: Callable[[SeenDossier], OfficialPaper]


def drafts_for(state: str) -> list[Draft]:
    """The papers that a dossier in this state may need."""
    if state in UNREGISTERED:
        return [DRAFTS["ban-dang-ky"]]
    offered = ["ban-dang-ky", "bao-cao-tu-danh-gia", "bien-ban-tu-danh-gia"]
    if state not in (DossierState.REGISTERED, DossierState.SELF_ASSESSED):
        offered.append("bien-ban-xet-duyet")
    return [DRAFTS[slug] for slug in offered]


def _registration(seen: SeenDossier) -> OfficialPaper:
    one = seen.dossier
    subject = seen.rules.subjects[SubjectKind(one.subject_kind)]
    criteria = [CriterionLine(code=criterion.code, text=criterion.text) for criterion in subject.criteria]
    return registration_document(_author(one), _aim(seen), criteria, day=one.registered_on)


def _report(seen: SeenDossier) -> OfficialPaper:
    one, standing = seen.dossier, _standing(seen.dossier, Basis.SELF)
    rows = criterion_rows(seen.rules, one, Verdicts(standing, None))
    figures = [
        FigureLine(
            name=row.name,
            unit_of_measure=row.unit_of_measure,
            value=row.own or row.checked,
            previous=row.previous,
        )
        for row in figures_of(seen.rules, one).rows
    ]
    return self_assessment_document(
        _author(one),
        _aim(seen, standing.level),
        window=f"từ ngày {day(one.window.start)} đến hết ngày {day(one.window.last)}",
        criteria=_lines(seen, standing),
        figures=figures,
        conclusion=why(standing, rows),
        # What is still unknown may wait for the committee's word: the unit asks for it to be considered.
        asks=standing.verdict in (Outcome.MET, Outcome.UNKNOWN),
        meeting=_meeting(past_of(one).last(Basis.SELF)),
    )


def _minutes(seen: SeenDossier, basis: Basis) -> OfficialPaper:
    one, standing = seen.dossier, _standing(seen.dossier, basis)
    rows = criterion_rows(seen.rules, one, Verdicts(standing, None))
    met = _meeting(past_of(one).last(basis)) or Meeting()
    own = basis == Basis.SELF
    return minutes_document(
        _author(one) if own else _judge(one),
        _aim(seen, standing.level),
        met,
        subject="họp tự đánh giá" if own else "họp xét duyệt",
        about="" if own else _in_sentence(one),
        findings=_lines(seen, standing),
        conclusion=why(standing, rows),
    )


def _self_minutes(seen: SeenDossier) -> OfficialPaper:
    return _minutes(seen, Basis.SELF)


def _review_minutes(seen: SeenDossier) -> OfficialPaper:
    return _minutes(seen, Basis.REVIEW)


DRAFTS: Mapping[str, Draft] = {
    draft.slug: draft
    for draft in (
        Draft("ban-dang-ky", "Bản đăng ký", _registration),
        Draft("bao-cao-tu-danh-gia", "Báo cáo tự đánh giá", _report),
        Draft("bien-ban-tu-danh-gia", "Biên bản họp tự đánh giá", _self_minutes),
        Draft("bien-ban-xet-duyet", "Biên bản họp xét duyệt", _review_minutes),
    )
}


def _standing(dossier: Dossier, basis: Basis) -> Standing:
    return Standing.objects.get(dossier=dossier, basis=basis)


def _lines(seen: SeenDossier, standing: Standing) -> list[CriterionLine]:
    """Each criterion with its outcome and reasons; a group's reasons are those of its items."""
    return [
        CriterionLine(
            code=row.code,
            text=row.text,
            outcome=_capital(Outcome(row.outcome).vietnamese),
            reason="" if row.is_group else "; ".join(said.removesuffix(".") for said in row.sentences),
        )
        for row in criterion_rows(seen.rules, seen.dossier, Verdicts(standing, None))
    ]


def _in_sentence(one: Dossier) -> str:
    version = version_of(one.unit_id, one.window.last)
    return version.name_in_sentence if version else one.own_name


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _aim(seen: SeenDossier, level: str = "") -> Aim:
    """What the unit strives for: the level it reached, or the lowest of the rulebook."""
    one = seen.dossier
    titles = seen.rules.subjects[SubjectKind(one.subject_kind)].titles
    name = next((known.name for known in titles if known.code == level), titles[0].name if titles else "Đạt")
    programme = one.cycle.programme
    return Aim(
        programme_name=programme.name,
        honour=honour_in_words(name, word=programme.get_word_display(), programme=programme.name, year=one.cycle.year),
        year=one.cycle.year,
        addressee=_committee(_judge_version(one)),
        rulebook=_rulebook_act(seen.rules),
        illustrative=one.cycle.is_sample,
    )


def _rulebook_act(rules: Rulebook) -> str:
    """The first act that the rulebook rests on, with its day."""
    if not rules.basis:
        return ""
    act = rules.basis[0]
    return f"{act} {day_in_words(act.day)}" if act.day else str(act)


def _author(one: Dossier) -> Author:
    version = version_of(one.unit_id, one.window.last)
    # What was decided was signed by those of its day; what is still open is signed by whoever signs today.
    ending = None if one.is_decided else ending_of(one.unit_id)
    above = ancestors(one.unit_id, one.window.last if version else None)
    version = version or (ending.version if ending else None)
    kind = UnitKind(one.unit_kind)
    name = version.name if version else one.own_name
    author = author_of(
        kind,
        full_name=one.own_name,
        name=name,
        place=above[0].name if above and kind.subject is not SubjectKind.COMMUNE else name,
        # Who stands above an agency or a school is not told by the place that it is in.
        superior=above[0].full_name if above and not kind.has_seal else "",
    )
    signing = signs_for(ending)
    return _signed_by(author, signing) if signing else author


def _signed_by(author: Author, signing: UnitVersion) -> Author:
    """The paper of a unit that is no more, signed by whoever the act that ended it names."""
    signer = author_of(UnitKind(signing.kind), full_name=signing.full_name, name=signing.name, place=signing.name)
    return replace(author, head=signer.head, forms=(f"{signing.full_name} ký thay {author.name}", *signer.forms))


def _judge_version(one: Dossier) -> UnitVersion | None:
    return version_of(one.judged_by_id, one.window.last) if one.judged_by_id else None


def _committee(judge: UnitVersion | None) -> str:
    return f"Ủy ban nhân dân {judge.name_in_sentence}" if judge else BLANK_LINE


def _judge(one: Dossier) -> Author:
    judge = _judge_version(one)
    if judge is None:
        return Author(name=BLANK_LINE, place=BLANK_LINE, head=BLANK_LINE)
    return author_of(UnitKind(judge.kind), full_name=judge.full_name, name=judge.name, place=judge.name)


def _meeting(review: Review | None) -> Meeting | None:
    if review is None:
        return None
    return Meeting(
        held_on=review.held_on,
        invited=review.invited,
        present=review.present,
        agreed=review.agreed,
        written=review.form == Review.Form.WRITTEN,
        against=review.against,
        abstained=review.abstained,
        outcome=Vote(review.outcome).vietnamese if review.outcome else "",
    )
