"""What reports and trials are asked with."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from binhyen.dossiers.models import Cycle
from binhyen.kernel import clock
from binhyen.programmes.models import Rulebook
from binhyen.shell.typed import SpeakingForm

_FIRST_YEAR = 2005


class YearExportForm(forms.Form):
    """Everything of one unit and what is below it, in one year, as a workbook."""

    unit = forms.ChoiceField(label="Đơn vị")
    year = forms.IntegerField(label="Năm", min_value=_FIRST_YEAR, widget=forms.TextInput({"inputmode": "numeric"}))

    def __init__(self, *args: Any, units: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ChoiceField(label="Đơn vị", choices=[(str(unit), name) for unit, name in units])
        self.fields["year"].initial = clock.today().year - 1


class TrialForm(SpeakingForm):
    """Which version is tried, against which, over which past cycles."""

    moi = forms.ModelChoiceField(label="Bản đem thử", queryset=Rulebook.objects.none())
    cu = forms.ModelChoiceField(
        label="So với", queryset=Rulebook.objects.none(), required=False, empty_label="bản đã dùng trong từng đợt"
    )
    dot = forms.ModelMultipleChoiceField(
        label="Trên số liệu của",
        queryset=Cycle.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Không chọn đợt nào: lấy tất cả các đợt đang hiện.",
    )

    def __init__(
        self,
        *args: Any,
        versions: QuerySet[Rulebook],
        others: QuerySet[Rulebook],
        cycles: QuerySet[Cycle],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("moi", versions), ("cu", others), ("dot", cycles)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = found


class ReplayForm(SpeakingForm):
    """By which other version a past cycle is judged again."""

    ban = forms.ModelChoiceField(label="Tính lại theo bản", queryset=Rulebook.objects.none())

    def __init__(self, *args: Any, versions: QuerySet[Rulebook], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["ban"]
        if isinstance(chosen, forms.ModelChoiceField):
            chosen.queryset = versions
