"""One small form for each act that changes the tree. Together they ask for the paper, the day and what the act names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from binhyen.kernel.errors import InputProblems
from binhyen.kernel.kinds import SubjectKind, UnitKind, kinds_of
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm
from binhyen.units.acts import Act, ChangeKind, Dissolve, Establish, Merge, Move, Order, Part, Rename, Split
from binhyen.units.models import UnitVersion

_MADE_HERE = (SubjectKind.RESIDENTIAL_AREA, SubjectKind.FAMILY_GROUP, SubjectKind.AGENCY, SubjectKind.ENTERPRISE, SubjectKind.SCHOOL)  # fmt: skip
_MOST_PARTS = 9
# Finds the unit that somebody typed, as of a day.
Finder = Callable[[str, date], UnitVersion]


class ChangeForm(SpeakingForm):
    """What every act needs. `version` is the unit on whose page the act was chosen."""

    title: ClassVar[str]
    lead: ClassVar[str]
    day = DayField(label="Có hiệu lực từ ngày", may_come=True)
    legal_act = OfficeText(
        label="Văn bản", max_length=200, help_text="Ví dụ Nghị quyết 12/NQ-HĐND. Văn bản mật không ghi vào đây."
    )

    def __init__(
        self,
        *args: Any,
        version: UnitVersion,
        above: UnitVersion | None,
        children: Sequence[UnitVersion],
        siblings: Sequence[UnitVersion],
        find: Finder,
        **kwargs: Any,
    ) -> None:
        self.version, self.above, self._find = version, above, find
        self.children, self.siblings = children, siblings
        super().__init__(*args, **kwargs)
        self.arrange()
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["required"] = "Chưa chọn ở đây."

    def arrange(self) -> None:
        """Fill lists that depend on the unit."""

    def order(self) -> Order:
        """The paper behind the act, and who signs for a unit that it ends."""
        signs_for = self.cleaned_data.get("signs_for")
        return Order(
            self.cleaned_data["day"], self.cleaned_data["legal_act"], signs_for=UUID(signs_for) if signs_for else None
        )

    def act(self) -> Act:
        """What was asked for."""
        raise NotImplementedError

    def find(self, typed: str, day: date) -> UUID:
        """The unit that was typed; ValidationError says what it could be."""
        try:
            return self._find(typed, day).unit_id
        except InputProblems as error:
            raise ValidationError([f"{each.message} {each.cure}".strip() for each in error.problems]) from error

    def kinds_like(self, subject: SubjectKind) -> list[tuple[str, str]]:
        """Choices of kinds that rulebooks call the same."""
        return [(kind.value, kind.vietnamese) for kind in kinds_of(subject)]


class EstablishForm(ChangeForm):
    """A new unit below this one."""

    title = "Thành lập đơn vị"
    lead = "Đơn vị mới có từ ngày văn bản có hiệu lực. Đơn vị đã có từ trước thì dùng “Thêm đơn vị ở đây”."
    name = OfficeText(label="Tên đơn vị mới", max_length=200)
    kind = forms.ChoiceField(label="Loại")
    field_order = ("name", "kind", "day", "legal_act")

    def arrange(self) -> None:
        """The kinds that are made here."""
        self.fields["kind"] = forms.ChoiceField(
            label="Loại", choices=[(subject.vietnamese, self.kinds_like(subject)) for subject in _MADE_HERE]
        )

    def act(self) -> Act:
        """Establish below the unit of the page."""
        return Establish(self.cleaned_data["name"], UnitKind(self.cleaned_data["kind"]), self.version.unit_id)


class RenameForm(ChangeForm):
    """The unit under another name."""

    title = "Đổi tên"
    lead = "Đơn vị vẫn là một: hồ sơ, số liệu, công nhận cũ giữ nguyên và được tìm thấy bằng cả hai tên."
    name = OfficeText(label="Tên mới", max_length=200)
    field_order = ("name", "day", "legal_act")

    def act(self) -> Act:
        """Rename the unit."""
        return Rename(self.version.unit_id, self.cleaned_data["name"])


class ChangeKindForm(ChangeForm):
    """The unit as another kind."""

    title = "Đổi loại"
    lead = "Ví dụ xã thành phường, thôn thành tổ dân phố. Đơn vị vẫn là một."
    kind = forms.ChoiceField(label="Loại mới")
    areas_become = forms.ChoiceField(
        label="Khu dân cư trực thuộc thành", required=False, help_text="Chỉ chọn khi văn bản nói vậy."
    )
    field_order = ("kind", "areas_become", "day", "legal_act")

    def arrange(self) -> None:
        """Kinds of the same sort; areas only where some hang below."""
        kinds = [choice for choice in self.kinds_like(self.version.subject) if choice[0] != self.version.kind]
        self.fields["kind"] = forms.ChoiceField(label="Loại mới", choices=kinds)
        area = SubjectKind.RESIDENTIAL_AREA
        if any(child.subject is area for child in self.children):
            choices = [("", "giữ nguyên"), *self.kinds_like(area)]
            self.fields["areas_become"].widget = forms.Select(choices=choices)
            self.fields["areas_become"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["areas_become"]

    def act(self) -> Act:
        """Change the kind of the unit and, if asked, of the areas below it."""
        areas = self.cleaned_data.get("areas_become")
        return ChangeKind(
            (self.version.unit_id,), UnitKind(self.cleaned_data["kind"]), UnitKind(areas) if areas else None
        )


class AreasKindForm(ChangeForm):
    """The residential areas below the unit as another kind, in one act."""

    title = "Đổi loại các khu dân cư"
    lead = "Khi xã thành phường, thôn có thể thành tổ dân phố. Mỗi khu dân cư vẫn là một đơn vị, giữ hồ sơ và công nhận cũ."
    areas = forms.MultipleChoiceField(label="Khu dân cư", widget=forms.CheckboxSelectMultiple)
    kind = forms.ChoiceField(label="Loại mới")
    field_order = ("areas", "kind", "day", "legal_act")

    def arrange(self) -> None:
        """All areas are ticked at first; the kind is the one that goes with the unit."""
        areas = _named(child for child in self.children if child.subject is SubjectKind.RESIDENTIAL_AREA)
        ticked = [unit for unit, _name in areas]
        self.fields["areas"] = forms.MultipleChoiceField(
            label="Khu dân cư", widget=forms.CheckboxSelectMultiple, choices=areas, initial=ticked
        )
        usual = UnitKind.TO_DAN_PHO if self.version.kind == UnitKind.PHUONG else UnitKind.THON
        kinds = self.kinds_like(SubjectKind.RESIDENTIAL_AREA)
        self.fields["kind"] = forms.ChoiceField(label="Loại mới", choices=kinds, initial=usual.value)

    def act(self) -> Act:
        """Change the kind of those that were ticked."""
        areas = tuple(UUID(each) for each in self.cleaned_data["areas"])
        return ChangeKind(areas, UnitKind(self.cleaned_data["kind"]))


class MoveForm(ChangeForm):
    """The unit below another one."""

    title = "Chuyển đơn vị cấp trên"
    lead = "Đơn vị vẫn là một; mọi đơn vị trực thuộc đi theo."
    parent = OfficeText(label="Thuộc đơn vị", max_length=200, help_text="Mã hoặc tên: 11680, xã Kiến Thụy.")
    field_order = ("parent", "day", "legal_act")

    def clean(self) -> dict[str, Any]:
        """Find the parent as of the day."""
        data = super().clean() or {}
        if "parent" in data and "day" in data:
            try:
                data["parent"] = self.find(data["parent"], data["day"])
            except ValidationError as error:
                self.add_error("parent", error)
        return data

    def act(self) -> Act:
        """Move the unit."""
        return Move((self.version.unit_id,), self.cleaned_data["parent"])


class MergeForm(ChangeForm):
    """The unit and others become one."""

    title = "Nhập với đơn vị khác"
    lead = (
        "Các đơn vị cũ kết thúc, một đơn vị mới thay thế; đơn vị trực thuộc đi theo. Công nhận cũ ở lại với đơn vị cũ."
    )
    others = forms.MultipleChoiceField(label="Nhập cùng", widget=forms.CheckboxSelectMultiple)
    name = OfficeText(label="Tên đơn vị mới", max_length=200)
    kind = forms.ChoiceField(label="Loại")
    field_order = ("others", "name", "kind", "day", "legal_act")

    def arrange(self) -> None:
        """Neighbours of the same sort."""
        same = [each for each in self.siblings if each.subject is self.version.subject]
        self.fields["others"] = forms.MultipleChoiceField(
            label="Nhập cùng", widget=forms.CheckboxSelectMultiple, choices=_named(same)
        )
        kinds = self.kinds_like(self.version.subject)
        self.fields["kind"] = forms.ChoiceField(label="Loại", choices=kinds, initial=self.version.kind)

    def act(self) -> Act:
        """Merge the unit with those that were ticked."""
        others = [UUID(each) for each in self.cleaned_data["others"]]
        data = self.cleaned_data
        return Merge((self.version.unit_id, *others), data["name"], UnitKind(data["kind"]), self.version.parent_id)


class _ChildrenForm(ChangeForm):
    """Asks where each child goes."""

    def destinations(self) -> Mapping[UUID, str]:
        """What was chosen for each child; nothing where nothing was."""
        chosen = {child.unit_id: self.cleaned_data.get(f"child-{child.unit_id}") for child in self.children}
        return {child: place for child, place in chosen.items() if place}

    def ask_for_children(self, choices: list[tuple[str, str]]) -> None:
        """A field for each child."""
        for child in self.children:
            self.fields[f"child-{child.unit_id}"] = forms.ChoiceField(
                label=f"{child.full_name} về", choices=[("", "chưa chọn"), *choices]
            )


class SplitForm(_ChildrenForm):
    """The unit is divided."""

    title = "Chia thành nhiều đơn vị"
    lead = (
        "Đơn vị cũ kết thúc. Số liệu cũ không chia được cho các đơn vị mới: so sánh với năm trước sẽ là chưa đủ căn cứ."
    )
    names = OfficeText(
        label="Tên các đơn vị mới", rows=4, help_text="Mỗi tên cách nhau bằng dấu chấm phẩy, từ hai tên trở lên."
    )
    field_order = ("names", "day", "legal_act")

    def clean_names(self) -> list[str]:
        """The names one by one; none is left out without a word."""
        names = [name.strip() for name in self.cleaned_data["names"].split(";") if name.strip()]
        if len(names) > _MOST_PARTS:
            raise ValidationError(f"Nhiều nhất {_MOST_PARTS} đơn vị mới trong một lần chia.")
        return names

    def arrange(self) -> None:
        """Each child goes to one of the new units, told by its place in the list of names."""
        self.ask_for_children([(str(place), f"đơn vị mới thứ {place + 1}") for place in range(_MOST_PARTS)])

    def act(self) -> Act:
        """Split into units of the same kind."""
        kind = UnitKind(self.version.kind)
        places = {child: int(place) for child, place in self.destinations().items()}
        return Split(self.version.unit_id, tuple(Part(name, kind) for name in self.cleaned_data["names"]), places)


class DissolveForm(_ChildrenForm):
    """The unit ends."""

    title = "Giải thể"
    lead = "Đơn vị kết thúc, không có đơn vị kế tục. Hồ sơ và công nhận cũ vẫn xem được."
    signs_for = forms.ChoiceField(
        label="Đơn vị ký thay", required=False, help_text="Nơi ký các giấy tờ còn lại của đơn vị đã giải thể."
    )
    field_order = ("day", "legal_act", "signs_for")

    def arrange(self) -> None:
        """Each child goes to a neighbour of the same sort, or to what stands above; a neighbour, or what stands above,
        signs what is left."""
        above = [self.above] if self.above else []
        alike = [each for each in self.siblings if each.subject is self.version.subject]
        self.ask_for_children(_named([*alike, *above]))
        choices = [("", "chưa xác định"), *_named([*above, *self.siblings])]
        self.fields["signs_for"] = forms.ChoiceField(
            label="Đơn vị ký thay", required=False, choices=choices, help_text=self.fields["signs_for"].help_text
        )

    def act(self) -> Act:
        """End the unit."""
        return Dissolve((self.version.unit_id,), {child: UUID(to) for child, to in self.destinations().items()})


def _named(versions: Iterable[UnitVersion]) -> list[tuple[str, str]]:
    return [(str(version.unit_id), version.full_name) for version in versions]


FORMS: Mapping[str, type[ChangeForm]] = {
    "thanh-lap": EstablishForm,
    "doi-ten": RenameForm,
    "doi-loai": ChangeKindForm,
    "doi-loai-khu-dan-cu": AreasKindForm,
    "chuyen": MoveForm,
    "nhap": MergeForm,
    "chia": SplitForm,
    "giai-the": DissolveForm,
}
