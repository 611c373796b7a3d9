"""What people fill in about the movement; each form knows which service it asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from binhyen.accounts.models import User
from binhyen.kernel import clock
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.movement.kinds import ActivityKind, Audience
from binhyen.movement.members import member_lines, members_in_words
from binhyen.movement.models import Covenant, Model, Recorded, Rollout, Stage
from binhyen.movement.selectors.scope import covenants_of, within
from binhyen.movement.services.activities import Done, activity_record
from binhyen.movement.services.course import Span, SummedUp, rollout_date, rollout_record, stage_record
from binhyen.movement.services.covenants import covenant_change, covenant_draft, covenant_sign
from binhyen.movement.services.keeping import model_confirm, model_record
from binhyen.movement.services.withdrawing import record_withdraw
from binhyen.papers.models import Paper
from binhyen.papers.services import paper_record
from binhyen.programmes.models import Programme
from binhyen.shell.typed import DayField, OfficeText, PeopleField, SpeakingForm
from binhyen.units.models import Unit, UnitVersion

_EMPTY = ("", "—")


@dataclass(frozen=True, slots=True)
class Ground:
    """Who fills in a new record, for which programme, and the units that may be chosen."""

    person: User
    programme: Programme | None
    units: Sequence[UnitVersion]


class YearField(forms.IntegerField):
    """A year, typed."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "class": "number", "maxlength": "4", "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs), error_messages={"invalid": "Nhập năm, ví dụ 2026."}, **kwargs)


class RecordForm(SpeakingForm):
    """A new record about a unit of the person's own."""

    title: ClassVar[str] = ""
    button: ClassVar[str] = "Ghi nhận"
    done: ClassVar[str] = "Đã ghi nhận."
    needs_programme: ClassVar[bool] = True

    unit = forms.ChoiceField(label="Đơn vị")

    def __init__(self, *args: Any, ground: Ground, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground = ground
        offered = [(str(each.unit_id), each.full_name) for each in ground.units]
        chosen = self.fields["unit"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = offered

    @property
    def version(self) -> UnitVersion:
        """The unit that was chosen."""
        return next(each for each in self.ground.units if str(each.unit_id) == self.cleaned_data["unit"])

    def unit_of(self, unit: UUID) -> Unit:
        """A unit by its id."""
        return Unit.objects.get(pk=unit)

    @property
    def host(self) -> Unit:
        """The unit that the record is about."""
        return self.unit_of(self.version.unit_id)

    @property
    def programme(self) -> Programme:
        """The programme, where the record cannot be without one."""
        if self.ground.programme is None:
            raise ValueError("this record belongs to a programme")
        return self.ground.programme

    def carry_out(self, *, act_key: str | None) -> object:
        """Ask the service."""
        raise NotImplementedError


class PaperFields(forms.Form):
    """The paper behind a record; all of it may stay empty."""

    number = OfficeText(label="Số, ký hiệu văn bản", max_length=60, required=False)
    issued_on = DayField(label="Ngày văn bản", required=False)
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """A day alone tells of no paper that anybody could find."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("issued_on") and not (data.get("number") or data.get("place_kept") or self.errors):
            self.add_error("number", "Ghi số, ký hiệu của văn bản, hoặc nơi lưu bản giấy.")
        return data

    def paper(self, *, by: User, owner: UUID, title: str) -> Paper | None:
        """Record the paper if anything of it was given."""
        data = self.cleaned_data
        if not (data["number"] or data["place_kept"]):
            return None
        return paper_record(
            by=by, owner_unit=owner, title=title, number=data["number"], issued_on=data["issued_on"],
            place_kept=data["place_kept"],
        )  # fmt: skip


class ActivityForm(RecordForm, PaperFields):
    """Something that was held."""

    title = "Ghi hoạt động"
    done = "Đã ghi hoạt động."
    needs_programme = False
    side_by_side = (
        ("starts", "last"), ("times", "people"), ("cases", "settled"), ("number", "issued_on", "place_kept"),
    )  # fmt: skip
    field_order = (
        "unit",
        "kind",
        "what",
        "starts",
        "last",
        "times",
        "people",
        "audiences",
        "cases",
        "settled",
        "others",
    )
    folded = ("cases", "settled", "held_at", "others", "number", "issued_on", "place_kept")
    folded_title = "Hòa giải, tổ chức chung, văn bản"

    kind = forms.ChoiceField(label="Loại hoạt động", choices=ActivityKind.choices)
    starts = DayField(label="Từ ngày")
    last = DayField(label="Đến hết ngày", required=False, help_text="Một ngày thì để trống.")
    times = PeopleField(label="Số cuộc", initial="1")
    people = PeopleField(label="Lượt người tham gia", required=False)
    what = OfficeText(
        label="Nội dung",
        max_length=300,
        required=False,
        help_text="Một dòng; không tường thuật vụ việc, không nêu tên.",
    )
    audiences = forms.MultipleChoiceField(
        label="Đối tượng tham gia", choices=Audience.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    cases = PeopleField(label="Số vụ nhận hòa giải", required=False, help_text="Chỉ với hòa giải.")
    settled = PeopleField(label="Số vụ hòa giải thành", required=False, help_text="Chỉ với hòa giải.")
    held_at = forms.ChoiceField(
        label="Tổ chức ở",
        required=False,
        choices=[_EMPTY, *((kind.value, kind.vietnamese) for kind in SubjectKind)],
        help_text="Để trống: ở chính đơn vị tổ chức.",
    )
    others = forms.MultipleChoiceField(
        label="Cùng tổ chức",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Hoạt động tổ chức chung chỉ tính một lần.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].label = "Đơn vị tổ chức"
        together = self.fields["others"]
        if isinstance(together, forms.MultipleChoiceField):
            together.choices = [(str(each.unit_id), each.full_name) for each in self.ground.units]

    def clean(self) -> dict[str, Any]:
        """Days in their order."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("starts") and data.get("last") and data["last"] < data["starts"]:
            self.add_error("last", "Ngày cuối trước ngày đầu.")
        return data

    def carry_out(self, *, act_key: str | None) -> object:
        """Record it."""
        data, person = self.cleaned_data, self.ground.person
        together = [self.unit_of(UUID(unit)) for unit in data["others"] if unit != data["unit"]]
        return activity_record(
            by=person,
            hosts=[self.host, *together],
            done=self._done(),
            programme=self.ground.programme,
            paper=self.paper(
                by=person, owner=self.version.unit_id, title=f"Văn bản về hoạt động {data['what']}".strip()
            ),
            act_key=act_key,
        )

    def _done(self) -> Done:
        data = self.cleaned_data
        return Done(
            kind=ActivityKind(data["kind"]),
            period=Period.on_paper(data["starts"], data["last"] or data["starts"]),
            times=data["times"],
            title=data["what"],
            audiences=tuple(Audience(code) for code in data["audiences"]),
            people=data["people"],
            held_at=SubjectKind(data["held_at"]) if data["held_at"] else None,
            cases=data["cases"],
            settled=data["settled"],
        )


class CovenantText(SpeakingForm):
    """What a covenant says, one promise and one member on each line."""

    year = YearField(label="Năm")
    name = OfficeText(label="Tên giao ước", max_length=300)
    terms = forms.CharField(
        label="Nội dung giao ước",
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text="Mỗi dòng một điều các thành viên cùng hứa.",
    )
    members = forms.CharField(
        label="Thành viên",
        required=False,
        widget=forms.Textarea({"rows": 12}),
        help_text="Mỗi dòng một thành viên; sau dấu chấm phẩy là chức vụ người ký: Trường THCS Mẫu; Hiệu trưởng. "
        "Không ghi họ tên.",
    )

    def said(self, host: UUID) -> dict[str, Any]:
        """The content as the services take it."""
        data = self.cleaned_data
        return {
            "year": data["year"],
            "title": data["name"],
            "terms": data["terms"].splitlines(),
            "members": member_lines(host, data["members"]),
        }


class CovenantForm(RecordForm, CovenantText):
    """A new draft."""

    field_order = ("unit", "year", "name", "terms", "members")
    title = "Soạn giao ước thi đua"
    button = "Lưu dự thảo"
    done = "Đã lưu dự thảo giao ước."

    # The signed covenant that this one is to replace.
    thay = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].label = "Đơn vị chủ trì"
        self.initial.setdefault("year", clock.today().year)
        if self.ground.programme is not None:
            self.initial.setdefault("name", f"Giao ước thi đua thực hiện “{self.ground.programme.name}”")

    def carry_out(self, *, act_key: str | None) -> object:
        """Draft it."""
        person, replaced = self.ground.person, self.cleaned_data["thay"]
        return covenant_draft(
            by=person,
            programme=self.programme,
            host=self.host,
            replaces=covenants_of(within(person)).filter(pk=replaced).first() if replaced else None,
            act_key=act_key,
            **self.said(self.version.unit_id),
        )


class ModelForm(RecordForm, PaperFields):
    """A model that a unit keeps."""

    title = "Ghi mô hình"
    done = "Đã ghi mô hình. Xác nhận số điểm, số tổ của năm ở dòng của nó."
    needs_programme = False
    side_by_side = (("number", "issued_on", "place_kept"),)

    field_order = ("unit", "name", "from_year")
    name = OfficeText(label="Tên mô hình", max_length=200, help_text="Ví dụ: Camera an ninh.")
    from_year = YearField(label="Từ năm", required=False)

    def carry_out(self, *, act_key: str | None) -> object:
        """Record it."""
        data, person = self.cleaned_data, self.ground.person
        paper = self.paper(by=person, owner=self.version.unit_id, title=f"Văn bản về mô hình {data['name']}")
        return model_record(
            by=person, unit=self.host, name=data["name"], programme=self.ground.programme, from_year=data["from_year"],
            paper=paper, act_key=act_key,
        )  # fmt: skip


class SpanFields(PaperFields):
    """Days of a step, and its paper."""

    starts = DayField(label="Từ ngày", required=False, help_text="Để trống khi còn là kế hoạch.")
    last = DayField(label="Đến hết ngày", required=False, help_text="Để trống khi đang làm.")

    @property
    def span(self) -> Span:
        """The days, the last one excluded."""
        data = self.cleaned_data
        if data["starts"] and data["last"] and data["last"] >= data["starts"]:
            return Span(data["starts"], Period.on_paper(data["starts"], data["last"]).end)
        return Span(data["starts"], data["last"])


class RolloutForm(RecordForm, SpanFields):
    """A pilot, or the place that takes a programme over."""

    title = "Ghi nơi làm điểm, nhân rộng"
    done = "Đã ghi nơi làm điểm, nhân rộng."
    side_by_side = (("starts", "last"), ("number", "issued_on", "place_kept"))

    phase = forms.ChoiceField(label="Bước", choices=Rollout.Phase.choices, widget=forms.RadioSelect, initial="pilot")
    note = OfficeText(label="Ghi chú", max_length=500, required=False)
    field_order = ("unit", "phase", "starts", "last", "number", "issued_on", "place_kept", "note")

    def carry_out(self, *, act_key: str | None) -> object:
        """Record it."""
        data, person = self.cleaned_data, self.ground.person
        phase = Rollout.Phase(data["phase"])
        paper = self.paper(by=person, owner=self.version.unit_id, title=f"Văn bản về {phase.label}")
        return rollout_record(
            by=person, programme=self.programme, unit=self.host, phase=phase, span=self.span, paper=paper,
            note=data["note"], act_key=act_key,
        )  # fmt: skip


class StageForm(RecordForm, PaperFields):
    """Some years looked back on together."""

    title = "Ghi giai đoạn"
    done = "Đã ghi giai đoạn."
    side_by_side = (("from_year", "to_year"), ("form", "summed_up_on"), ("number", "issued_on", "place_kept"))

    name = OfficeText(label="Tên giai đoạn", max_length=300)
    from_year = YearField(label="Từ năm")
    to_year = YearField(label="Đến hết năm")
    form = forms.ChoiceField(label="Hình thức nhìn lại", choices=[_EMPTY, *Stage.Form.choices], required=False)
    summed_up_on = DayField(label="Ngày hội nghị", required=False)
    field_order = ("unit", "name", "from_year", "to_year", "form", "summed_up_on", "number", "issued_on", "place_kept")

    def clean(self) -> dict[str, Any]:
        """The form and the day of the conference come together."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("summed_up_on") and not data.get("form"):
            self.add_error("form", "Chọn sơ kết hay tổng kết.")
        return data

    def carry_out(self, *, act_key: str | None) -> object:
        """Record it."""
        data, person = self.cleaned_data, self.ground.person
        summed_up = SummedUp(Stage.Form(data["form"]), data["summed_up_on"]) if data["summed_up_on"] else None
        paper = self.paper(by=person, owner=self.version.unit_id, title=f"Văn bản về {data['name']}")
        return stage_record(
            by=person, programme=self.programme, unit=self.host, name=data["name"], from_year=data["from_year"],
            to_year=data["to_year"], summed_up=summed_up, paper=paper, act_key=act_key,
        )  # fmt: skip


class ActOn(SpeakingForm):
    """An act on a record that stands."""

    title: ClassVar[str] = ""
    button: ClassVar[str] = "Ghi nhận"
    done: ClassVar[str] = "Đã ghi nhận."

    def __init__(self, *args: Any, record: Recorded, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.person = record, person

    def carry_out(self, *, act_key: str | None) -> object:
        """Ask the service."""
        raise NotImplementedError


class ChangeCovenant(ActOn, CovenantText):
    """The draft written anew."""

    title, button, done = "Sửa dự thảo giao ước", "Lưu dự thảo", "Đã lưu dự thảo giao ước."

    def __init__(self, *args: Any, record: Covenant, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.covenant = record
        self.initial.update({
            "year": record.year, "name": record.title, "terms": "\n".join(record.terms),
            "members": members_in_words(record),
        })  # fmt: skip

    def carry_out(self, *, act_key: str | None) -> object:
        """Write it."""
        said = self.said(self.covenant.host_id)
        return covenant_change(by=self.person, covenant=self.covenant, act_key=act_key, **said)


class SignCovenant(ActOn, PaperFields):
    """The day on which the members signed, and where the signed paper lies."""

    title, button, done = (
        "Ghi nhận đã ký",
        "Ghi nhận đã ký",
        "Đã ghi nhận giao ước được ký; nội dung giữ nguyên từ đây.",
    )
    side_by_side = (("number", "issued_on"),)

    signed_on = DayField(label="Ngày ký")
    field_order = ("signed_on", "number", "issued_on", "place_kept")

    def __init__(self, *args: Any, record: Covenant, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.covenant = record

    def carry_out(self, *, act_key: str | None) -> object:
        """Record the signing."""
        paper = self.paper(by=self.person, owner=self.covenant.host_id, title=self.covenant.title)
        on = self.cleaned_data["signed_on"]
        return covenant_sign(by=self.person, covenant=self.covenant, on=on, paper=paper, act_key=act_key)


class ConfirmModel(ActOn):
    """The three numbers of a year."""

    title, button, done = "Xác nhận mô hình", "Xác nhận", "Đã xác nhận mô hình."
    side_by_side = (("points", "teams", "members"),)

    year = YearField(label="Năm")
    kept = forms.ChoiceField(
        label="Trong năm", choices=[("yes", "Còn hoạt động"), ("no", "Không còn hoạt động")], widget=forms.RadioSelect
    )
    points = PeopleField(label="Số điểm", required=False)
    teams = PeopleField(label="Số tổ", required=False)
    members = PeopleField(label="Số người tham gia", required=False)

    def __init__(self, *args: Any, record: Model, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.model = record
        last = record.years.first()
        self.initial.update({"year": clock.today().year, "kept": "yes"})
        if last is not None:
            self.initial.update({"points": last.points, "teams": last.teams, "members": last.members})

    def carry_out(self, *, act_key: str | None) -> object:
        """Confirm it."""
        data = self.cleaned_data
        return model_confirm(
            by=self.person, model=self.model, year=data["year"], is_kept=data["kept"] == "yes",
            points=data["points"] or 0, teams=data["teams"] or 0, members=data["members"], act_key=act_key,
        )  # fmt: skip


class DateRollout(ActOn, SpanFields):
    """The days of a step that was planned or is under way."""

    title, button, done = "Ghi ngày làm điểm, nhân rộng", "Ghi ngày", "Đã ghi ngày."
    side_by_side = (("starts", "last"), ("number", "issued_on", "place_kept"))

    field_order = ("starts", "last")

    def __init__(self, *args: Any, record: Rollout, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.rollout = record
        self.initial.update({"starts": record.starts})

    def carry_out(self, *, act_key: str | None) -> object:
        """Give it its days."""
        paper = self.paper(by=self.person, owner=self.rollout.unit_id, title="Văn bản về làm điểm, nhân rộng")
        return rollout_date(by=self.person, rollout=self.rollout, span=self.span, paper=paper, act_key=act_key)


class Withdraw(ActOn):
    """Taking out what was entered by mistake."""

    title, button, done = "Rút nội dung ghi nhầm", "Rút", "Đã rút; nhật ký còn giữ."

    def carry_out(self, *, act_key: str | None) -> object:
        """Withdraw it."""
        return record_withdraw(by=self.person, record=self.record, act_key=act_key)


NEW: dict[str, type[RecordForm]] = {
    "hoat-dong": ActivityForm,
    "giao-uoc": CovenantForm,
    "mo-hinh": ModelForm,
    "lam-diem": RolloutForm,
    "giai-doan": StageForm,
}
