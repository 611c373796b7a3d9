"""What an officer fills in about a target."""

from collections.abc import Sequence
from typing import Any

from django import forms

from binhyen.accounts.models import User
from binhyen.insight.models import Target
from binhyen.insight.targets_recording import NewTarget, target_record, titles_of
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.services import paper_record
from binhyen.programmes.models import Programme, Rulebook
from binhyen.programmes.selectors import compiled, programmes_by_name
from binhyen.shell.typed import DayField, OfficeText, PeopleField, SpeakingForm
from binhyen.units.models import Unit, UnitVersion

_CRITERIA = ""


def measures(*, invented: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be counted, by programme and kind of unit: each title, or a number of criteria. `invented` says whether
    invented programmes are asked for too."""
    groups = []
    for programme in programmes_by_name(invented=invented):
        for kind in _kinds(programme):
            titles = [*titles_of(programme, kind).items(), (_CRITERIA, "đạt từ … tiêu chí trở lên (ghi số ở ô dưới)")]
            values = [(f"{programme.code}/{kind.value}/{code}", name) for code, name in titles]
            groups.append((f"{programme.name}: {kind.vietnamese}", values))
    return groups


def _kinds(programme: Programme) -> list[SubjectKind]:
    issued = programme.rulebooks.exclude(state=Rulebook.State.DRAFT)
    found = {kind for rulebook in issued for kind in compiled(rulebook).subjects}
    return sorted(found, key=lambda kind: kind.place)


class TargetForm(SpeakingForm):
    """So many, of what, where, by when, by which paper."""

    scope = forms.ChoiceField(label="Địa bàn")
    measure = forms.ChoiceField(label="Đếm đơn vị đạt")
    criteria = PeopleField(label="Số tiêu chí", required=False, help_text="Chỉ ghi khi đếm theo số tiêu chí đạt.")
    count = PeopleField(label="Chỉ tiêu", help_text="Số đơn vị cần đạt.")
    base = PeopleField(label="Trên tổng số", required=False)
    at_least = forms.BooleanField(label="Ít nhất", required=False)
    due = DayField(label="Đến hết ngày", help_text="Ví dụ 31/12/2030.", may_come=True)
    what = OfficeText(label="Nội dung", max_length=200, help_text="Như trong nghị quyết, kế hoạch.")
    title = OfficeText(label="Văn bản", max_length=300, help_text="Ví dụ: Kế hoạch thực hiện phong trào năm 2026.")
    number = OfficeText(label="Số, ký hiệu", max_length=60)
    issued_on = DayField(label="Ngày ban hành", required=False)
    side_by_side = (("criteria", "count", "base"), ("due", "at_least"), ("number", "issued_on"))

    def __init__(self, *args: Any, scopes: Sequence[UnitVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(one.unit_id), one.full_name) for one in scopes]
        self.fields["scope"] = forms.ChoiceField(label="Địa bàn", choices=places)
        self.fields["measure"] = forms.ChoiceField(
            label="Đếm đơn vị đạt", choices=measures(invented=any(one.unit.is_sample for one in scopes))
        )

    def carry_out(self, *, by: User, act_key: str | None) -> Target:
        """Record the target with its paper."""
        data = self.cleaned_data
        code, kind, level = data["measure"].split("/", 2)
        scope = Unit.objects.get(pk=data["scope"])
        target = NewTarget(
            programme=Programme.objects.get(code=code),
            scope=scope,
            subject_kind=SubjectKind(kind),
            by=data["due"],
            count=data["count"],
            what=data["what"],
            level=level,
            criteria=data["criteria"],
            base=data["base"],
            at_least=data["at_least"],
            paper=paper_record(
                by=by, owner_unit=scope.pk, title=data["title"], number=data["number"], issued_on=data["issued_on"]
            ),
        )
        return target_record(by=by, target=target, act_key=act_key)
