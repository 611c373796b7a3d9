"""What anybody may write on a public page."""

from django import forms

from binhyen.dossiers.models import Posting, Remark
from binhyen.dossiers.services.posting import remark_send
from binhyen.shell.typed import SpeakingForm


class RemarkForm(SpeakingForm):
    """A remark on a posted list: about figures and papers, never about a person."""

    text = forms.CharField(
        label="Góp ý",
        max_length=500,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
        help_text="Về số liệu hoặc văn bản của đơn vị nào. Không ghi họ tên, số điện thoại, chuyện riêng của ai.",
    )

    def carry_out(self, *, posting: Posting, act_key: str | None) -> Remark:
        """Send it; the office reads it before anybody else does."""
        return remark_send(posting=posting, text=self.cleaned_data["text"], act_key=act_key)
