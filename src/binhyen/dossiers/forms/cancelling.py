"""Taking recognitions back: on which ground, by which paper, signed by whom."""

from collections.abc import Sequence
from typing import Any

from django import forms

from binhyen.accounts.models import User
from binhyen.dossiers.forms.decisions import offer_delegations
from binhyen.kernel import text
from binhyen.papers.services import paper_record
from binhyen.recognition.models import Cancellation, Decision, Delegation, Recognition
from binhyen.recognition.services import Grounds, recognition_cancel
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm

WORD = "hủy bỏ"


class CancelForm(SpeakingForm):
    """The ground from a closed list, the paper that found it, and a typed word."""

    reason = forms.ChoiceField(label="Lý do", choices=Cancellation.Reason.choices, widget=forms.RadioSelect)
    title = OfficeText(
        label="Văn bản làm căn cứ",
        max_length=300,
        help_text="Kết luận, biên bản đã phát hiện lý do trên. Ghi tên loại văn bản, không nêu tên người.",
    )
    number = OfficeText(label="Số, ký hiệu", max_length=60)
    issued_on = DayField(label="Ngày ban hành")
    issuer = OfficeText(label="Nơi ban hành", max_length=200, required=False)
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    note = OfficeText(
        label="Nói rõ thêm", max_length=200, rows=2, required=False, help_text="Ngắn gọn, không nêu tên người, vụ việc."
    )
    signatory = OfficeText(label="Chức vụ người ký", max_length=200)
    ky_thay = forms.ChoiceField(label="Người ký", required=False, widget=forms.RadioSelect)
    word = OfficeText(
        label=f"Gõ “{WORD}” để xác nhận",
        max_length=20,
        help_text="Công nhận vẫn có hiệu lực cho tới khi văn thư ghi số quyết định hủy bỏ.",
    )
    side_by_side = (("number", "issued_on"), ("issuer", "place_kept"))

    def __init__(self, *args: Any, delegations: Sequence[Delegation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegations = {str(one.pk): one for one in delegations}
        offer_delegations(self, "ky_thay", delegations)

    def clean_word(self) -> str:
        """The word, with or without diacritics."""
        typed: str = self.cleaned_data["word"]
        if text.fold(typed) != text.fold(WORD):
            raise forms.ValidationError(f"Gõ đúng hai chữ “{WORD}”.")
        return typed

    def carry_out(self, *, by: User, chosen: Sequence[Recognition], original: Decision, act_key: str | None) -> None:
        """Record the paper and make the decision."""
        data: dict[str, Any] = self.cleaned_data
        paper = paper_record(
            by=by,
            owner_unit=original.deciding_unit_id,
            title=data["title"],
            number=data["number"],
            issued_on=data["issued_on"],
            issuer=data["issuer"],
            place_kept=data["place_kept"],
        )
        grounds = Grounds(Cancellation.Reason(data["reason"]), paper, data["note"])
        recognition_cancel(
            by=by, recognitions=chosen, grounds=grounds, signatory=data["signatory"],
            delegation=self.delegations.get(data.get("ky_thay", "")), act_key=act_key,
        )  # fmt: skip
