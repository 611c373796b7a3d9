"""Which figures take the counts of a roster."""

from typing import Any

from django import forms

from binhyen.dossiers.selectors.rosters import RosterTarget
from binhyen.shell.typed import OfficeText, SpeakingForm

_SIGNED = ("dang_ky", "cam_ket")


class RosterFiguresForm(SpeakingForm):
    """For one dossier: the figure of registered households, and if wanted that of all households."""

    dossier = forms.CharField(widget=forms.HiddenInput)
    registered_as = forms.ChoiceField(label="Số hộ đăng ký")
    households_as = forms.ChoiceField(label="Tổng số hộ của sổ", required=False)
    reported_by = OfficeText(label="Người báo cáo", max_length=120, may_name=True)

    def __init__(self, *args: Any, target: RosterTarget, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{target.dossier.pk}-%s", **kwargs)
        choices = [(cell.column.figure.key, _said(cell.column.title, cell.shown)) for cell in target.cells]
        self.fields["dossier"].initial = str(target.dossier.pk)
        self.fields["registered_as"] = forms.ChoiceField(label="Số hộ đăng ký", choices=choices)
        self.fields["registered_as"].initial = next(
            (key for key, _ in choices if any(word in key for word in _SIGNED)), choices[0][0]
        )
        self.fields["households_as"] = forms.ChoiceField(
            label="Tổng số hộ của sổ", required=False, choices=[("", "không ghi"), *choices]
        )


def _said(title: str, shown: str) -> str:
    return f"{title} (đang ghi {shown})" if shown else title
