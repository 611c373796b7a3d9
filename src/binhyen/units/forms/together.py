"""Forms about who manages a unit, and about clusters of units."""

from django import forms

from binhyen.shell.typed import DayField, OfficeText, SpeakingForm
from binhyen.units.models import Cluster

_PAPER_HINT = "Ví dụ Quyết định 15/QĐ-UBND."


class ClaimForm(SpeakingForm):
    """Which body manages a unit, from when, by which paper."""

    authority = OfficeText(
        label="Cơ quan quản lý", max_length=200, help_text="Xã, phường hoặc tỉnh có thẩm quyền: mã hoặc tên."
    )
    on = DayField(label="Từ ngày")
    legal_act = OfficeText(label="Văn bản", max_length=200, help_text=_PAPER_HINT)


class ClaimByCodeForm(ClaimForm):
    """The same for a unit that stands elsewhere: it is known by its number."""

    number = OfficeText(
        label="Mã số của đơn vị", max_length=40, help_text="Mã số thuế, mã trường hoặc mã định danh cơ quan."
    )
    field_order = ("number", "authority", "on", "legal_act")


class ClusterForm(SpeakingForm):
    """A cluster or block to be founded."""

    name = OfficeText(label="Tên", max_length=200, help_text="Ví dụ Cụm thi đua số 1 các xã miền núi.")
    kind = forms.ChoiceField(label="Loại", choices=Cluster.Kind.choices)
    organiser = OfficeText(label="Đơn vị tổ chức", max_length=200, help_text="Mã hoặc tên xã, tỉnh.")
    legal_act = OfficeText(label="Văn bản", max_length=200, required=False, help_text=_PAPER_HINT)


class JoinForm(SpeakingForm):
    """Units that join."""

    units = OfficeText(label="Đơn vị vào cụm, khối", rows=3, help_text="Mã hoặc tên, cách nhau bằng dấu chấm phẩy.")
    on = DayField(label="Từ ngày", may_come=True)


class LeaveForm(SpeakingForm):
    """A member that leaves."""

    unit = forms.ChoiceField(label="Đơn vị rời")
    on = DayField(label="Từ ngày", may_come=True)


class LeadForm(SpeakingForm):
    """The member that leads in a year."""

    unit = forms.ChoiceField(label="Trưởng cụm, khối")
    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100)
