"""Posting a list, taking it down, objections by their number, and remarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from binhyen.accounts.models import User
from binhyen.dossiers.forms.papers import ScanField, ScanForm, paper_given
from binhyen.dossiers.models import Cycle, Dossier, Objection, PostedDossier, Posting
from binhyen.dossiers.selectors.rulebooks import rules_of
from binhyen.dossiers.services.posting import (
    NewObjection,
    NewPosting,
    objection_answer,
    objection_record,
    posting_close,
    posting_open,
)
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.models import Paper
from binhyen.recognition.models import Complaint
from binhyen.shell.typed import DayField, OfficeText, PeopleField, SpeakingForm
from binhyen.units.models import Unit

_ANSWERS = [choice for choice in Complaint.Result.choices if choice[0]]
_FIGURE, _PAPER = "so-lieu:", "van-ban:"


class PostForm(ScanForm):
    """When and where the list hangs."""

    posted_on = DayField(label="Ngày niêm yết", initial=clock.today)
    days = PeopleField(
        label="Số ngày niêm yết", required=False, help_text="Để trống: theo quy chế của Ban Chỉ đạo trong đợt này."
    )
    places = OfficeText(label="Nơi niêm yết", max_length=300, help_text="Ví dụ: trụ sở UBND xã; nhà văn hóa các thôn.")
    number = OfficeText(label="Số, ký hiệu", max_length=60, required=False, help_text="Biên bản niêm yết, nếu đã lập.")
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    scan = ScanField()
    side_by_side = (("posted_on", "days"), ("number", "place_kept"))

    def carry_out(
        self,
        *,
        by: User,
        cycle: Cycle,
        judge: Unit,
        ready: Sequence[Dossier],
        ticked: Sequence[str],
        act_key: str | None,
    ) -> Posting:
        """Post those that were ticked of those that are ready."""
        dossiers = _chosen(ready, ticked)
        data = self.cleaned_data
        paper = paper_given(
            by=by, owner_unit=judge.pk, title="Biên bản niêm yết danh sách", issued_on=data["posted_on"], data=data
        )
        new = NewPosting(posted_on=data["posted_on"], places=data["places"], days=data["days"], paper=paper)
        return posting_open(by=by, cycle=cycle, judge=judge, dossiers=dossiers, posting=new, act_key=act_key)


class CloseForm(ScanForm):
    """The day on which the list was taken down."""

    closed_on = DayField(label="Ngày kết thúc", initial=clock.today)
    number = OfficeText(label="Số, ký hiệu", max_length=60, required=False, help_text="Biên bản kết thúc, nếu đã lập.")
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    scan = ScanField()
    side_by_side = (("number", "place_kept"),)

    def carry_out(self, *, by: User, posting: Posting, act_key: str | None) -> Posting:
        """Take it down."""
        data = self.cleaned_data
        paper = paper_given(
            by=by,
            owner_unit=posting.judge_id,
            title="Biên bản kết thúc niêm yết danh sách",
            issued_on=data["closed_on"],
            data=data,
        )
        return posting_close(by=by, posting=posting, closed_on=data["closed_on"], paper=paper, act_key=act_key)


class ObjectionForm(SpeakingForm):
    """An objection by its number in the register and what it is about; its words are not asked for."""

    about = forms.ChoiceField(label="Kiến nghị về")
    number = OfficeText(
        label="Số vào sổ", max_length=60, help_text="Chỉ ghi số; nội dung và tên người gửi giữ ở bản giấy."
    )
    received_on = DayField(label="Ngày nhận")
    due_on = DayField(label="Hạn trả lời", required=False, may_come=True)
    side_by_side = (("number", "received_on", "due_on"),)

    def __init__(self, *args: Any, posted: PostedDossier, papers: Sequence[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posted, self.papers = posted, {f"{_PAPER}{paper.pk}": paper for paper in papers}
        dossier = posted.dossier
        used = rules_of(dossier).subjects[SubjectKind(dossier.subject_kind)].figures_used()
        figures = [(f"{_FIGURE}{figure.key}", figure.name) for figure in used]
        papers_listed = [(key, f"Văn bản: {paper.number or paper.title}") for key, paper in self.papers.items()]
        self.fields["about"] = forms.ChoiceField(label="Kiến nghị về", choices=[*figures, *papers_listed])

    def carry_out(self, *, by: User, act_key: str | None) -> Objection:
        """Record it: the unit waits."""
        data = self.cleaned_data
        about: str = data["about"]
        new = NewObjection(
            number=data["number"],
            received_on=data["received_on"],
            due_on=data["due_on"],
            figure=about.removeprefix(_FIGURE) if about.startswith(_FIGURE) else "",
            paper=self.papers.get(about),
        )
        return objection_record(by=by, posted=self.posted, objection=new, act_key=act_key)


@dataclass(frozen=True, slots=True)
class Answered:
    """How a complaint or an objection ended, on which day."""

    result: Complaint.Result
    on: date


class AnswerFields(SpeakingForm):
    """The result of a complaint or an objection, its day and its paper: no scan, for an answer names who complained."""

    result = forms.ChoiceField(label="Kết quả", choices=_ANSWERS, widget=forms.RadioSelect)
    answered_on = DayField(label="Ngày trả lời", initial=clock.today)
    number = OfficeText(label="Số, ký hiệu", max_length=60, help_text="Văn bản trả lời.")
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    side_by_side = (("answered_on", "number"),)

    @property
    def answered(self) -> Answered:
        """What was typed."""
        return Answered(Complaint.Result(self.cleaned_data["result"]), self.cleaned_data["answered_on"])

    def paper(self, by: User, owner: UUID, title: str) -> Paper | None:
        """The paper that answers, in the folder of `owner`."""
        return paper_given(by=by, owner_unit=owner, title=title, issued_on=self.answered.on, data=self.cleaned_data)


class AnswerForm(AnswerFields):
    """How an objection was answered, and by which paper."""

    def carry_out(self, *, by: User, objection: Objection, act_key: str | None) -> Objection:
        """Record the answer."""
        title, answered = f"Trả lời kiến nghị số {objection.complaint.number}", self.answered
        return objection_answer(
            by=by, objection=objection, result=answered.result, answered_on=answered.on,
            paper=self.paper(by, objection.posted.dossier.unit_id, title), act_key=act_key,
        )  # fmt: skip


def _chosen(dossiers: Sequence[Dossier], ticked: Sequence[str]) -> list[Dossier]:
    wanted = set(ticked)
    found = [one for one in dossiers if str(one.pk) in wanted]
    if not found:
        raise InputProblems([Problem("trong", "Chưa chọn đơn vị nào.", "danh sách", "Đánh dấu ít nhất một đơn vị.")])
    return found
