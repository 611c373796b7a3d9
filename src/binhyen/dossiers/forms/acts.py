"""One form per act of the year. Each hands what was typed to its service, for one dossier or for many."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.dossiers import lifecycle
from binhyen.dossiers.forms.papers import KEPT_HINT, ScanField, ScanForm, paper_given
from binhyen.dossiers.lifecycle import Step
from binhyen.dossiers.models import CommitteeAnswer, Dossier, FrontOpinion
from binhyen.dossiers.models import DossierState as S
from binhyen.dossiers.models import Review as Meeting
from binhyen.dossiers.selectors.asking import Question
from binhyen.dossiers.services import acts
from binhyen.dossiers.services.acts import CommitteeWord, MeetingRecord, Wanted
from binhyen.dossiers.services.answering import LONGEST_ANSWER
from binhyen.dossiers.services.cancelling import dossiers_reconsider
from binhyen.dossiers.services.opinions import OPINION_OPEN, Opinion, front_opinion_record
from binhyen.dossiers.services.reporting import Cell, figures_report, values_take_over
from binhyen.figures.answers import NotAnAnswer, read
from binhyen.figures.models import Channel
from binhyen.kernel import clock, text
from binhyen.papers.models import Paper
from binhyen.rules.model.criteria import Criterion, Subject
from binhyen.shell.typed import DayField, OfficeText, PeopleField


@dataclass(frozen=True, slots=True)
class Doing:
    """Who acts on which dossiers, once."""

    by: User
    dossiers: Sequence[Dossier]
    act_key: str | None

    @property
    def label(self) -> str:
        """How a paper names them."""
        one = self.dossiers[0].unit_name if len(self.dossiers) == 1 else f"{len(self.dossiers)} đơn vị"
        return f"{one}, năm {self.dossiers[0].cycle.year}"


class ActForm(ScanForm):
    """What an act asks. `steps` are the steps of the lifecycle it can be, the one with more power first."""

    title: ClassVar[str]
    lead: ClassVar[str]
    button: ClassVar[str]
    done: ClassVar[str]
    steps: ClassVar[tuple[Step, ...]]
    is_grave: ClassVar[bool] = False
    # Where the act does not move the dossier: the states in which it may be done.
    open_in: ClassVar[frozenset[S]] = frozenset()

    def __init__(self, *args: Any, subject: Subject, step: Step, **kwargs: Any) -> None:
        self.subject = subject
        self.step = step
        super().__init__(*args, **kwargs)

    @classmethod
    def sources(cls, step: Step) -> frozenset[S]:
        """The states in which the act may be done."""
        return cls.open_in or step.sources

    @classmethod
    def offer(cls, step: Step, state: str) -> str:
        """What the button that leads here says."""
        return cls.title

    @abstractmethod
    def carry_out(self, doing: Doing) -> None:
        """Do it. Raises what the service raises; the caller keeps it in one transaction with its papers."""


class RegisterForm(ActForm):
    """Recording registrations, or sending one's own."""

    title, button, done = "Ghi nhận đăng ký", "Ghi nhận đăng ký", "Đã ghi nhận đăng ký"
    lead = "Ngày đơn vị đăng ký phấn đấu, và bản đăng ký nếu có."
    steps = (lifecycle.REGISTER, lifecycle.SEND_REGISTRATION)

    @classmethod
    def offer(cls, step: Step, state: str) -> str:
        """Sending, accepting what was sent, or recording what came on paper."""
        if step is lifecycle.SEND_REGISTRATION:
            return "Gửi đăng ký"
        return "Chấp nhận đăng ký" if state == S.REGISTRATION_SENT else cls.title

    on = DayField(label="Ngày đăng ký", initial=clock.today)
    number = OfficeText(label="Số, ký hiệu", max_length=60, required=False, help_text="Số của bản đăng ký, nếu có.")
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False, help_text=KEPT_HINT)
    scan = ScanField()
    side_by_side = (("on", "number"),)

    def carry_out(self, doing: Doing) -> None:
        """Record, or send where the person may not accept registrations."""
        service = acts.registration_send if self.step is lifecycle.SEND_REGISTRATION else acts.register
        on = self.cleaned_data["on"]
        paper = _paper(doing, doing.dossiers[0].unit_id, f"Bản đăng ký của {doing.label}", on, self.cleaned_data)
        service(by=doing.by, dossiers=doing.dossiers, on=on, paper=paper, act_key=doing.act_key)


class NotRegisterForm(ActForm):
    """Recording that units do not register this year."""

    title, button, done = "Không đăng ký", "Ghi nhận không đăng ký", "Đã ghi nhận không đăng ký"
    lead = "Đơn vị không đăng ký thì không xét; đơn vị ấy không bị tính là chưa đạt."
    steps = (lifecycle.NOT_REGISTER,)

    def carry_out(self, doing: Doing) -> None:
        """Record it."""
        acts.not_register(by=doing.by, dossiers=doing.dossiers, act_key=doing.act_key)


class RefuseRegistrationForm(ActForm):
    """Refusing a registration that was sent."""

    title, button, done = "Không chấp nhận đăng ký", "Không chấp nhận", "Đã trả lại đăng ký"
    lead = "Đơn vị sẽ đọc lý do này và có thể đăng ký lại."
    steps = (lifecycle.REFUSE_REGISTRATION,)
    is_grave = True

    reason = OfficeText(label="Lý do", max_length=300, rows=3, help_text="Ngắn gọn, không nêu tên người.")

    def carry_out(self, doing: Doing) -> None:
        """Refuse with the reason."""
        reason = self.cleaned_data["reason"]
        acts.registration_refuse(by=doing.by, dossier=doing.dossiers[0], reason=reason, act_key=doing.act_key)


class MeetingForm(ActForm):
    """Counts of a meeting, or of written opinions, and where its minutes lie."""

    held_on = DayField(label="Ngày họp", initial=clock.today)
    form = forms.ChoiceField(
        label="Hình thức",
        choices=Meeting.Form.choices,
        initial=Meeting.Form.MEETING,
        widget=forms.RadioSelect,
        help_text="Lấy ý kiến bằng phiếu thì số có mặt là số phiếu thu về.",
    )
    invited = PeopleField(label="Số được mời")
    present = PeopleField(label="Số có mặt")
    agreed = PeopleField(label="Số tán thành")
    number = OfficeText(label="Số, ký hiệu", max_length=60, required=False, help_text="Số của biên bản, nếu có.")
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False, help_text=KEPT_HINT)
    scan = ScanField()
    minutes = "Biên bản"
    side_by_side: ClassVar[tuple[tuple[str, ...], ...]] = (("held_on", "form"), ("invited", "present", "agreed"))

    def meeting(self, doing: Doing, owner_unit: UUID) -> MeetingRecord:
        """The record, with its minutes stored as a paper where something is known of them."""
        data = self.cleaned_data
        return MeetingRecord(
            held_on=data["held_on"],
            invited=data["invited"],
            present=data["present"],
            agreed=data["agreed"],
            form=Meeting.Form(data["form"]),
            paper=_paper(doing, owner_unit, f"{self.minutes}: {doing.label}", data["held_on"], data),
        )


class SelfAssessForm(MeetingForm):
    """The unit's own meeting."""

    title, button, done = "Họp tự đánh giá", "Ghi nhận tự đánh giá", "Đã ghi nhận tự đánh giá"
    lead = "Kết quả tính từ số liệu đã báo cáo; ở đây chỉ ghi cuộc họp."
    steps = (lifecycle.SELF_ASSESS,)
    minutes = "Biên bản họp tự đánh giá"

    def carry_out(self, doing: Doing) -> None:
        """Record the meeting."""
        meeting = self.meeting(doing, doing.dossiers[0].unit_id)
        acts.self_assess(by=doing.by, dossiers=doing.dossiers, meeting=meeting, act_key=doing.act_key)


class SubmitForm(ActForm):
    """Handing dossiers in."""

    title, button, done = "Nộp hồ sơ", "Nộp hồ sơ", "Đã nộp hồ sơ"
    lead = "Sau khi nộp, đơn vị không sửa số liệu được nữa, trừ khi Ban Chỉ đạo yêu cầu bổ sung."
    steps = (lifecycle.SUBMIT,)

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for one in questions:
            self.fields[self._name(one)] = OfficeText(
                label=one.message,
                max_length=LONGEST_ANSWER,
                rows=2,
                initial=one.answer,
                help_text="Số liệu này khó cùng đúng. Sửa số liệu nếu nhầm; nếu đúng, ghi ngắn gọn vì sao.",
            )

    @staticmethod
    def _name(question: Question) -> str:
        return f"tra_loi_{question.code}"

    def carry_out(self, doing: Doing) -> None:
        """Hand them in, with what the figures had to answer for."""
        answers = {one.code: self.cleaned_data[self._name(one)] for one in self.questions}
        acts.submit(by=doing.by, dossiers=doing.dossiers, answers=answers, act_key=doing.act_key)


class RequestMoreForm(ActForm):
    """Giving a dossier back with what is missing."""

    title, button, done = "Yêu cầu bổ sung", "Gửi yêu cầu bổ sung", "Đã gửi yêu cầu bổ sung"
    lead = "Hồ sơ trở về đơn vị; đơn vị bổ sung rồi tự đánh giá và nộp lại."
    steps = (lifecycle.REQUEST_MORE,)
    folded_title = "Bổ sung nhiều tiêu chí cùng lúc"

    criterion = forms.ChoiceField(label="Tiêu chí", required=False)
    reason = OfficeText(
        label="Nội dung cần bổ sung", max_length=300, rows=4, help_text="Ngắn gọn, không nêu tên người."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [(one.code, f"{one.code} · {one.text}") for one in self.subject.walk()]
        self.fields["criterion"] = forms.ChoiceField(
            label="Tiêu chí", choices=[("", "Cả hồ sơ"), *codes], required=False
        )
        self.also = {f"thieu_{at}": one for at, one in enumerate(self.subject.leaves(), start=1)}
        for name, one in self.also.items():
            label = f"Thiếu ở tiêu chí {one.code}: {one.text}"
            self.fields[name] = OfficeText(label=label, max_length=300, rows=2, required=False)
        self.folded = tuple(self.also)  # type: ignore[misc]

    def carry_out(self, doing: Doing) -> None:
        """Give it back."""
        data = self.cleaned_data
        acts.request_more(
            by=doing.by,
            dossier=doing.dossiers[0],
            reason=data["reason"],
            criterion=data["criterion"],
            more=[Wanted(data[name], one.code) for name, one in self.also.items() if data[name]],
            act_key=doing.act_key,
        )


_WORDS = [("yes", "Đạt"), ("no", "Chưa đạt"), ("", "Chưa có ý kiến")]


class _CommitteeFields(ActForm):
    """A yes or no for each criterion whose wording is not verified, and points where the committee enters them."""

    def __init__(self, *args: Any, answers: Sequence[CommitteeAnswer] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {answer.criterion: answer for answer in answers}
        for criterion in self.asked:
            self.fields[f"word_{criterion.code}"] = _word_field(criterion, known.get(criterion.code))

    @property
    def asked(self) -> list[Criterion]:
        """The criteria on which the committee itself answers."""
        return [one for one in self.subject.leaves() if one.to_confirm or one.score_entered]

    def words(self, paper: Paper | None) -> list[CommitteeWord]:
        """What the committee said; silence is no word."""
        found = ((one, self.cleaned_data[f"word_{one.code}"]) for one in self.asked)
        return [_word(one, said, paper) for one, said in found if said not in ("", None)]


def _word_field(criterion: Criterion, known: CommitteeAnswer | None) -> forms.Field:
    label = f"Tiêu chí {criterion.code}: {criterion.text}"
    if criterion.score_entered:
        return PointsField(label=label, most=criterion.points or Decimal(0), initial=known.points if known else None)
    said = {True: "yes", False: "no"}.get(known.met, "") if known and known.met is not None else ""
    return forms.ChoiceField(
        label=label,
        choices=_WORDS,
        initial=said,
        required=False,
        widget=forms.RadioSelect,
        help_text="Nguyên văn chưa đối chiếu: ghi lại ý kiến của Ban Chỉ đạo.",
    )


def _word(criterion: Criterion, said: Any, paper: Paper | None) -> CommitteeWord:
    if criterion.score_entered:
        return CommitteeWord(criterion.code, points=str(said), paper=paper)
    return CommitteeWord(criterion.code, met=said == "yes", paper=paper)


class PointsField(OfficeText):
    """Points between 0 and the most that the criterion brings."""

    def __init__(self, *, most: Decimal, **kwargs: Any) -> None:
        self.most = most
        super().__init__(required=False, help_text=f"Điểm Ban Chỉ đạo chấm, từ 0 đến {text.number(most)}.", **kwargs)

    def clean(self, value: Any) -> Any:
        """The points, or what to type instead."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            points = text.parse_number(typed)
        except (ValueError, InvalidOperation) as error:
            raise forms.ValidationError("Ở đây cần một số điểm, ví dụ 8,5.") from error
        if not 0 <= points <= self.most or points != round(points, 2):
            raise forms.ValidationError(f"Điểm từ 0 đến {text.number(self.most)}, tối đa hai chữ số sau dấu phẩy.")
        return points


class ReviewForm(_CommitteeFields, MeetingForm):
    """The committee's meeting or written opinions, with its word where the law's wording is not verified."""

    title, button, done = "Xét duyệt", "Ghi nhận xét duyệt", "Đã ghi nhận xét duyệt"
    lead = "Họp Ban Chỉ đạo hoặc lấy ý kiến bằng phiếu. Kết quả do số liệu quyết định; không ai sửa thẳng kết quả."
    steps = (lifecycle.REVIEW,)
    minutes = "Biên bản xét duyệt"

    against = PeopleField(label="Số không tán thành", required=False)
    abstained = PeopleField(
        label="Số phiếu trắng",
        required=False,
        help_text="Ban Chỉ đạo có quy chế biểu quyết thì ghi đủ, không có ghi 0.",
    )
    chair = forms.ChoiceField(
        label="Ý kiến người chủ trì",
        choices=[("", "Không cần: số phiếu không ngang nhau"), ("yes", "Tán thành"), ("no", "Không tán thành")],
        required=False,
    )
    side_by_side = (("held_on", "form"), ("invited", "present", "agreed"), ("against", "abstained"))
    field_order = ("held_on", "form", "invited", "present", "agreed", "against", "abstained", "chair")

    def meeting(self, doing: Doing, owner_unit: UUID) -> MeetingRecord:
        """The record with every voice."""
        data = self.cleaned_data
        chair = {"yes": True, "no": False}.get(data["chair"])
        counted = super().meeting(doing, owner_unit)
        return replace(counted, against=data["against"], abstained=data["abstained"], chair_agrees=chair)

    def carry_out(self, doing: Doing) -> None:
        """Record the meeting and the committee's word."""
        meeting = self.meeting(doing, _judge(doing))
        words = self.words(meeting.paper)
        acts.review(by=doing.by, dossiers=doing.dossiers, meeting=meeting, words=words, act_key=doing.act_key)


class CommitteeAnswerForm(_CommitteeFields):
    """The committee's word before or after its meeting."""

    title, button, done = "Ý kiến của Ban Chỉ đạo", "Ghi ý kiến", "Đã ghi ý kiến của Ban Chỉ đạo"
    lead = "Về những tiêu chí mà nguyên văn của luật chưa đối chiếu, hoặc do Ban Chỉ đạo chấm điểm."
    steps = (lifecycle.REVIEW,)
    open_in = lifecycle.REVIEW_OPEN

    issued_on = DayField(label="Ngày văn bản", required=False)
    number = OfficeText(label="Số, ký hiệu", max_length=60, required=False)
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False, help_text=KEPT_HINT)
    scan = ScanField()

    def clean(self) -> dict[str, Any]:
        """At least one word: silence is nothing to record."""
        data = super().clean() or {}
        if not self.errors and not any(data[f"word_{one.code}"] for one in self.asked):
            raise forms.ValidationError("Chưa ghi ý kiến về tiêu chí nào.")
        return data

    def carry_out(self, doing: Doing) -> None:
        """Record the word."""
        data = self.cleaned_data
        title = f"Ý kiến của Ban Chỉ đạo: {doing.label}"
        paper = _paper(doing, _judge(doing), title, data["issued_on"], data)
        words = self.words(paper)
        acts.committee_answer(by=doing.by, dossiers=doing.dossiers, words=words, act_key=doing.act_key)


class CorrectFigureForm(ActForm):
    """The committee's own value of one figure, beside the unit's."""

    title, button, done = "Sửa số liệu khi xét duyệt", "Ghi số liệu xét duyệt", "Đã ghi số liệu xét duyệt"
    lead = "Số liệu của đơn vị giữ nguyên; số liệu xét duyệt đứng cạnh, kèm lý do và văn bản."
    steps = (replace(lifecycle.REVIEW, act=Act.FIGURES_REVIEW),)
    open_in = lifecycle.REVIEW_OPEN

    figure = forms.ChoiceField(label="Số liệu")
    value = OfficeText(label="Giá trị xét duyệt", max_length=60, help_text="Số đếm, có/không, hoặc ngày văn bản.")
    reason = OfficeText(label="Lý do sửa", max_length=300, rows=3, help_text="Ngắn gọn, không nêu tên người.")
    number = OfficeText(label="Số, ký hiệu", max_length=60, help_text="Số của văn bản làm căn cứ.")
    issued_on = DayField(label="Ngày ban hành")
    side_by_side = (("number", "issued_on"),)
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False, help_text=KEPT_HINT)
    scan = ScanField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A figure with an owner counts only from its owner.
        self.used = {one.key: one for one in self.subject.figures_used() if one.counts != "owner"}
        choices = [(one.key, one.name) for one in self.used.values()]
        self.fields["figure"] = forms.ChoiceField(label="Số liệu", choices=choices)

    def clean(self) -> dict[str, Any]:
        """Read the value as its figure is answered."""
        data = super().clean() or {}
        if "figure" in data and "value" in data:
            figure = self.used[data["figure"]]
            try:
                data["answer"] = read(figure.answer.value, data["value"], choices=figure.choices)
            except NotAnAnswer as error:
                self.add_error("value", f"{error.problem.message} {error.problem.cure}")
        return data

    def carry_out(self, doing: Doing) -> None:
        """Record the value as the committee's."""
        data, dossier = self.cleaned_data, doing.dossiers[0]
        title = f"Căn cứ sửa số liệu: {self.used[data['figure']].name}"
        paper = _paper(doing, _judge(doing), title, data["issued_on"], data)
        cell = Cell(dossier, data["figure"], data["answer"], paper=paper, reason=data["reason"])
        figures_report(
            by=doing.by,
            cells=[cell],
            reported_by=doing.by.position or doing.by.get_full_name(),
            channel=Channel.DIRECT,
            review=True,
            act_key=doing.act_key,
        )


class FrontForm(ActForm):
    """What the Fatherland Front says, by its paper."""

    title, button, done = "Ý kiến của Mặt trận", "Ghi ý kiến", "Đã ghi ý kiến của Mặt trận Tổ quốc"
    lead = "Ý kiến đứng cạnh hồ sơ cho Ban Chỉ đạo đọc; nội dung đầy đủ nằm ở văn bản."
    steps = (replace(lifecycle.REVIEW, act=Act.FRONT_OPINION, words="cho ý kiến của Mặt trận"),)
    open_in = OPINION_OPEN

    word = forms.ChoiceField(label="Ý kiến", choices=FrontOpinion.Word.choices, widget=forms.RadioSelect)
    about = forms.MultipleChoiceField(
        label="Lưu ý về", choices=FrontOpinion.About.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    number = OfficeText(label="Số, ký hiệu", max_length=60, help_text="Số của văn bản cho ý kiến.")
    issued_on = DayField(label="Ngày văn bản", required=False)
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False, help_text=KEPT_HINT)
    scan = ScanField()
    side_by_side = (("number", "issued_on"),)

    def carry_out(self, doing: Doing) -> None:
        """Record the opinion."""
        data = self.cleaned_data
        title = f"Ý kiến của Mặt trận Tổ quốc: {doing.label}"
        paper = _paper(doing, _judge(doing), title, data["issued_on"], data)
        opinion = Opinion(FrontOpinion.Word(data["word"]), data["about"], paper)
        front_opinion_record(by=doing.by, dossiers=doing.dossiers, opinion=opinion, act_key=doing.act_key)


class ReconsiderForm(ActForm):
    """Considering units again whose recognition was cancelled."""

    title, button, done = "Xét lại", "Mở lại hồ sơ để xét", "Đã mở lại hồ sơ để xét"
    lead = (
        "Hồ sơ trở về bước đã nộp: sửa số liệu kèm văn bản, xét duyệt và quyết định lại. Kết quả trước khi bị hủy bỏ "
        "vẫn được giữ."
    )
    steps = (lifecycle.RECONSIDER,)

    def carry_out(self, doing: Doing) -> None:
        """Open them again."""
        dossiers_reconsider(by=doing.by, dossiers=doing.dossiers, act_key=doing.act_key)


class TakeOverForm(ActForm):
    """After an amendment moved the window: figures of the old one that hold for the new one too."""

    title, button, done = "Nhận số liệu kỳ cũ", "Nhận số liệu", "Đã nhận số liệu kỳ cũ"
    lead = "Số liệu của kỳ đánh giá trước khi sửa đổi, nếu vẫn đúng cho kỳ mới. Mục đã báo cho kỳ mới giữ nguyên."
    steps = (replace(lifecycle.SELF_ASSESS, act=Act.FIGURES_ENTER, words="nhận số liệu kỳ cũ"),)
    open_in = lifecycle.REPORTING_OPEN

    reported_by = OfficeText(
        label="Người báo cáo", max_length=120, help_text="Chức danh hoặc tên người xác nhận.", may_name=True
    )
    channel = forms.ChoiceField(label="Kênh", choices=Channel.choices)

    def carry_out(self, doing: Doing) -> None:
        """Record them for the new window."""
        data = self.cleaned_data
        values_take_over(
            by=doing.by,
            dossier=doing.dossiers[0],
            reported_by=data["reported_by"],
            channel=Channel(data["channel"]),
            act_key=doing.act_key,
        )


def _judge(doing: Doing) -> UUID:
    first = doing.dossiers[0]
    return first.judged_by_id or first.unit_id


def _paper(doing: Doing, owner_unit: UUID, title: str, issued_on: Any, data: Mapping[str, Any]) -> Paper | None:
    return paper_given(by=doing.by, owner_unit=owner_unit, title=title, issued_on=issued_on, data=data)


# The address of each act, on one dossier and (where said) on many at once.
ACTS: dict[str, type[ActForm]] = {
    "dang-ky": RegisterForm,
    "khong-dang-ky": NotRegisterForm,
    "tu-choi-dang-ky": RefuseRegistrationForm,
    "tu-danh-gia": SelfAssessForm,
    "nop": SubmitForm,
    "yeu-cau-bo-sung": RequestMoreForm,
    "xet-duyet": ReviewForm,
    "y-kien": CommitteeAnswerForm,
    "sua-so-lieu": CorrectFigureForm,
    "y-kien-mat-tran": FrontForm,
    "xet-lai": ReconsiderForm,
    "nhan-so-lieu-ky-cu": TakeOverForm,
}
AT_ONCE = ("dang-ky", "khong-dang-ky", "tu-danh-gia", "nop", "xet-duyet", "y-kien", "y-kien-mat-tran")
