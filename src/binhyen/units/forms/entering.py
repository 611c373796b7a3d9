"""What people type on the pages of units."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from binhyen.kernel.kinds import SubjectKind, UnitKind, kinds_of
from binhyen.shell.typed import SpeakingForm
from binhyen.units.models import Identifier, UnitVersion
from binhyen.units.numbers import is_of_a_person

_MADE_HERE = (
    SubjectKind.RESIDENTIAL_AREA,
    SubjectKind.SCHOOL,
    SubjectKind.AGENCY,
    SubjectKind.ENTERPRISE,
    SubjectKind.FAMILY_GROUP,
)
_SIZES = [("", "—"), ("micro", _("siêu nhỏ")), ("small", _("nhỏ")), ("medium", _("vừa")), ("large", _("lớn"))]
_LEVELS = [
    ("", "—"),
    ("preschool", _("mầm non")),
    ("primary", _("tiểu học")),
    ("lower_secondary", _("trung học cơ sở")),
    ("upper_secondary", _("trung học phổ thông")),
    ("continuing", _("giáo dục thường xuyên")),
    ("vocational", _("trung cấp")),
    ("college", _("cao đẳng")),
    ("university", _("đại học")),
]


def kind_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of local units, under what rulebooks call them."""
    return [
        (subject.vietnamese, [(kind.value, kind.vietnamese) for kind in kinds_of(subject)]) for subject in _MADE_HERE
    ]


class LookForm(forms.Form):
    """Finding a unit, or looking at one as of a day."""

    q = forms.CharField(required=False, max_length=120)
    ngay = forms.DateField(
        label=_("Vào ngày"), required=False, widget=forms.DateInput(attrs={"placeholder": "30/06/2025"})
    )


class NewUnitForm(forms.Form):
    """One local unit. What only some kinds have may stay empty."""

    name = forms.CharField(
        label=_("Tên"), max_length=200, help_text=_("Như trong văn bản thành lập: “Kim Sơn”, “Trường THCS Mẫu”.")
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=kind_choices)
    parent = forms.CharField(
        label=_("Thuộc"), max_length=200, help_text=_("Mã hoặc tên xã, phường, đặc khu: 11680, Kiến Thụy.")
    )
    valid_from = forms.DateField(
        label=_("Có từ ngày"),
        required=False,
        help_text=_("Ngày văn bản thành lập có hiệu lực. Để trống: từ khi có đơn vị cha."),
    )
    size = forms.ChoiceField(label=_("Quy mô doanh nghiệp"), choices=_SIZES, required=False)
    school_level = forms.ChoiceField(label=_("Cấp học cao nhất"), choices=_LEVELS, required=False)
    armed_forces = forms.BooleanField(label=_("Thuộc lực lượng vũ trang"), required=False)
    tax = forms.CharField(label=_("Mã số thuế"), max_length=40, required=False)
    school = forms.CharField(label=_("Mã trường"), max_length=40, required=False)
    agency = forms.CharField(label=_("Mã định danh cơ quan"), max_length=40, required=False)

    @property
    def kind_wanted(self) -> UnitKind:
        """The kind that was chosen."""
        return UnitKind(self.cleaned_data["kind"])

    def attributes(self) -> dict[str, Any]:
        """What eligibility may ask for; only what was said, and only where it belongs."""
        said: dict[str, Any] = {}
        subject = self.kind_wanted.subject
        if subject is SubjectKind.ENTERPRISE and self.cleaned_data["size"]:
            said["size"] = self.cleaned_data["size"]
        if subject is SubjectKind.SCHOOL and self.cleaned_data["school_level"]:
            said["school_level"] = self.cleaned_data["school_level"]
        if subject is SubjectKind.AGENCY:
            said["armed_forces"] = self.cleaned_data["armed_forces"]
        return said

    def identifiers(self) -> list[tuple[str, str]]:
        """Scheme and number of each identifier that was given."""
        given = ((scheme.value, self.cleaned_data[scheme.value].replace(" ", "")) for scheme in Identifier.Scheme)
        return [(scheme, value) for scheme, value in given if value]


class CompleteForm(SpeakingForm):
    """What is asked of one kind of unit: an enterprise's size and tax code, a school's level and code, an agency's
    identifier. Of others, nothing."""

    size = forms.ChoiceField(
        label="Quy mô doanh nghiệp", choices=_SIZES, required=False, help_text="Theo doanh nghiệp tự kê khai."
    )
    school_level = forms.ChoiceField(label="Cấp học cao nhất", choices=_LEVELS, required=False)
    armed_forces = forms.ChoiceField(
        label="Thuộc lực lượng vũ trang", choices=[("", "—"), ("no", "không"), ("yes", "có")], required=False
    )
    tax = forms.CharField(label="Mã số thuế", max_length=40, required=False)
    school = forms.CharField(label="Mã trường", max_length=40, required=False)
    agency = forms.CharField(
        label="Mã định danh cơ quan", max_length=40, required=False, help_text="Theo Quyết định 20/2020/QĐ-TTg."
    )

    def __init__(self, data: Any, *, version: UnitVersion, identifiers: Mapping[str, str]) -> None:
        known = dict(version.attributes) | dict(identifiers)
        if isinstance(known.get("armed_forces"), bool):
            known["armed_forces"] = "yes" if known["armed_forces"] else "no"
        super().__init__(data, initial=known)
        asked = ASKED_OF.get(version.subject, ())
        for name in set(self.fields) - set(asked):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Numbers as files hold them, without spaces; a citizen's number is none of them."""
        data = super().clean() or {}
        for scheme in Identifier.Scheme.values:
            if data.get(scheme):
                data[scheme] = data[scheme].replace(" ", "")
                if is_of_a_person(scheme, data[scheme]):
                    self.add_error(scheme, ValidationError("Đây không phải mã số của một đơn vị. Kiểm tra lại mã."))
        return data

    def attributes(self) -> dict[str, Any]:
        """What was said."""
        said = {name: self.cleaned_data.get(name) for name in ("size", "school_level") if self.cleaned_data.get(name)}
        armed = self.cleaned_data.get("armed_forces")
        return said | ({"armed_forces": armed == "yes"} if armed else {})

    def identifiers(self) -> list[tuple[str, str]]:
        """Scheme and number of each that was given."""
        given = ((scheme, self.cleaned_data.get(scheme)) for scheme in Identifier.Scheme.values)
        return [(scheme, value) for scheme, value in given if value]


ASKED_OF = {
    SubjectKind.ENTERPRISE: ("size", "tax"),
    SubjectKind.SCHOOL: ("school_level", "school", "tax"),
    SubjectKind.AGENCY: ("armed_forces", "agency", "tax"),
}
