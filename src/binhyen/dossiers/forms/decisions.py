"""The chair's decision and the registry's number."""

from collections.abc import Sequence
from typing import Any

from django import forms

from binhyen.accounts.models import User
from binhyen.dossiers.services.cancelling import decision_number
from binhyen.dossiers.services.deciding import Signing
from binhyen.kernel import text
from binhyen.recognition.models import Decision, Delegation
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm

WORD = "quyết định"


class DecideForm(SpeakingForm):
    """A typed word, and who signs where no table says so."""

    body = OfficeText(label="Cơ quan ban hành", max_length=200, required=False)
    signatory = OfficeText(label="Chức vụ người ký", max_length=200, required=False)
    ky_thay = forms.ChoiceField(label="Người ký", required=False, widget=forms.RadioSelect)
    word = OfficeText(
        label=f"Gõ “{WORD}” để xác nhận",
        max_length=20,
        help_text="Sau bước này kết quả giữ nguyên; muốn thay đổi phải ban hành quyết định khác.",
    )

    def __init__(self, *args: Any, asks_signing: bool, delegations: Sequence[Delegation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegations = {str(one.pk): one for one in delegations}
        offer_delegations(self, "ky_thay", delegations)
        for name in ("body", "signatory"):
            if asks_signing:
                self.fields[name].required = True
            else:
                del self.fields[name]

    def clean_word(self) -> str:
        """The word, with or without diacritics."""
        typed: str = self.cleaned_data["word"]
        if text.fold(typed) != text.fold(WORD):
            raise forms.ValidationError(f"Gõ đúng hai chữ “{WORD}”.")
        return typed

    @property
    def signing(self) -> Signing | None:
        """Who signs, where it was asked."""
        data = self.cleaned_data
        delegation = self.delegations.get(data.get("ky_thay", ""))
        if "body" not in data and delegation is None:
            return None
        return Signing(data.get("body", ""), data.get("signatory", ""), delegation)


def offer_delegations(form: forms.Form, name: str, delegations: Sequence[Delegation]) -> None:
    """Ask who signs where somebody may do so in another's place; otherwise do not ask."""
    chosen = form.fields[name]
    if delegations and isinstance(chosen, forms.ChoiceField):
        chosen.choices = [("", "Người đứng đầu ký"), *((str(one.pk), str(one)) for one in delegations)]
        chosen.initial = ""
    else:
        del form.fields[name]


class NumberForm(SpeakingForm):
    """Number and date as on the signed paper."""

    number = OfficeText(label="Số, ký hiệu", max_length=60, help_text="Như trên bản đã ký, ví dụ 112/QĐ-UBND.")
    signed_on = DayField(label="Ngày ký")

    def carry_out(self, *, by: User, decision: Decision, act_key: str | None) -> Decision:
        """Give the decision its number."""
        data = self.cleaned_data
        return decision_number(
            by=by, decision=decision, number=data["number"], signed_on=data["signed_on"], act_key=act_key
        )
