"""What a person says of a table of units, beside the table itself."""

from django import forms
from django.utils.translation import gettext_lazy as _

from binhyen.units.forms.entering import kind_choices


class UnitImportForm(forms.Form):
    """Below whom the units stand, and on which day codes and names of parents are read."""

    parent = forms.CharField(
        label=_("Thuộc"), max_length=200,
        help_text=_("Mã hoặc tên xã, phường, đặc khu; cột “Mã đơn vị cha” trong bảng, nếu có, phải ở trong đơn vị này."),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=lambda: [("", "theo cột “Loại” hoặc theo tên"), *kind_choices()],
        required=False,
        help_text=_("Với dòng không ghi loại, ví dụ danh sách doanh nghiệp."),
    )
    as_of = forms.DateField(
        label=_("Mã đơn vị cha theo ngày"),
        required=False,
        help_text=_("Để trống: hôm nay. Bảng lập trước sắp xếp thì ghi 30/06/2025."),
    )
