"""What a report is asked with."""

from typing import Any
from uuid import UUID

from django import forms

from binhyen.kernel import clock

_FIRST_YEAR = 2005


class YearExportForm(forms.Form):
    """Everything of one unit and what is below it, in one year, as a workbook."""

    unit = forms.ChoiceField(label="Đơn vị")
    year = forms.IntegerField(label="Năm", min_value=_FIRST_YEAR, widget=forms.TextInput({"inputmode": "numeric"}))

    def __init__(self, *args: Any, units: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ChoiceField(label="Đơn vị", choices=[(str(unit), name) for unit, name in units])
        self.fields["year"].initial = clock.today().year - 1
