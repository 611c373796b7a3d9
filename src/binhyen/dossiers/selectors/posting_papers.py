"""The papers of a posting: the list for the wall, and the minutes of hanging it and of taking it down."""

from binhyen.dossiers.models import Posting
from binhyen.dossiers.papers_posting import (
    PostedUnit,
    PostingContent,
    closing_minutes,
    columns,
    opening_minutes,
    poster_lines,
    rows,
)
from binhyen.dossiers.selectors.posting import PostedList, posted_list
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.selectors.sittings import committee_author
from binhyen.kernel.errors import RefusedByState
from binhyen.kernel.kinds import SubjectKind, UnitKind
from binhyen.kernel.text import day_in_words
from binhyen.recognition.honours import honour_in_words
from binhyen.rendering.authors import author_of
from binhyen.rendering.documents import OfficialPaper
from binhyen.rendering.posters import Poster
from binhyen.units.models import UnitVersion

# Word in the address, and what the paper is called on screen.
MINUTES = {"bien-ban-niem-yet": "Biên bản niêm yết", "bien-ban-ket-thuc": "Biên bản kết thúc niêm yết"}
POSTERS = {"danh-sach-a3": "Danh sách khổ A3", "danh-sach-a4": "Danh sách khổ A4"}


def posting_minutes(posting: Posting, slug: str) -> OfficialPaper:
    """The minutes of hanging the list, or of taking it down, with room for what is not known yet."""
    shown, judge = _shown(posting)
    compose = opening_minutes if slug == "bien-ban-niem-yet" else closing_minutes
    return compose(committee_author(judge), _content(shown, judge, ""))


def poster_of(posting: Posting, address: str) -> Poster:
    """The list for the wall; `address` is where it can be read online."""
    shown, judge = _shown(posting)
    content = _content(shown, judge, address)
    author = author_of(UnitKind(judge.kind), full_name=judge.full_name, name=judge.name, place=judge.name)
    return Poster(
        issuer=author.letterhead("", year=content.year).issuer,
        title="Danh sách",
        subtitle=f"Đơn vị đề nghị công nhận {content.honour}",
        columns=columns(content),
        rows=rows(content),
        notes=poster_lines(content),
        place_line=f"{judge.name}, {day_in_words(content.posted_on)}",
        illustrative=content.illustrative,
    )


def _shown(posting: Posting) -> tuple[PostedList, UnitVersion]:
    shown = posted_list(posting)
    if shown.judge is None or not shown.lines:
        raise RefusedByState("Danh sách này không còn gì để in.", cure="Mở đợt xét để xem hồ sơ.")
    return shown, shown.judge


def _content(shown: PostedList, judge: UnitVersion, address: str) -> PostingContent:
    posting, cycle = shown.posting, shown.posting.cycle
    first = shown.lines[0].dossier
    titles = rules_of(first).subjects[SubjectKind(first.subject_kind)].titles
    level = titles[0].name if len(titles) == 1 else ""
    objections = [one for line in shown.lines for one in line.objections]
    return PostingContent(
        programme_name=cycle.programme.name,
        honour=honour_in_words(
            level, word=cycle.programme.get_word_display(), programme=cycle.programme.name, year=cycle.year
        ),
        year=cycle.year,
        body=f"Ủy ban nhân dân {judge.name_in_sentence}",
        units=tuple(
            PostedUnit(
                name=line.dossier.unit_name,
                kind_word=UnitKind(line.dossier.unit_kind).vietnamese,
                level=line.entry.level,
            )
            for line in shown.lines
        ),
        posted_on=posting.posted_on,
        last=posting.last_day,
        days=posting.days,
        places=posting.places,
        address=address,
        closed_on=posting.closed_on,
        objections=len(objections),
        answered=sum(not one.is_pending for one in objections),
        illustrative=cycle.is_sample,
    )
