"""What people type on the pages of units."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from binhyen.kernel.kinds import SubjectKind, UnitKind, kinds_of
from binhyen.units.models import Identifier

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
