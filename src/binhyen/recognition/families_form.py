"""What an officer fills in to print certificates for families."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from binhyen.accounts.models import User
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.recognition.families import families_of
from binhyen.recognition.services.families import FamilyTitle, family_certificates_print
from binhyen.sheets.paste import read_paste
from binhyen.sheets.reading import read_table
from binhyen.sheets.table import Table
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm
from binhyen.units.models import UnitVersion

_YEAR = {"inputmode": "numeric", "class": "number", "maxlength": "4", "autocomplete": "off"}
_LIST = "danh sách"


class FamilyCertificatesForm(SpeakingForm):
    """The words of the certificate, and the list. The list is never put back into the page."""

    side_by_side = (("honour", "year"), ("place", "signatory"))
    unit = forms.ChoiceField(label="Địa bàn")
    honour = OfficeText(label="Danh hiệu", max_length=120, initial="Gia đình an toàn")
    year = forms.IntegerField(label="Năm", widget=forms.TextInput(_YEAR))
    authority = OfficeText(
        label="Cơ quan công nhận", max_length=200, help_text="Ví dụ: Chủ tịch Ủy ban nhân dân xã Mẫu."
    )
    decision = OfficeText(label="Quyết định", max_length=200, help_text="Ví dụ: Quyết định số 12/QĐ-UBND.")
    given_on = DayField(label="Ngày ký", required=False)
    place = OfficeText(label="Nơi ký", max_length=60)
    signatory = OfficeText(label="Chức vụ người ký", max_length=120, initial="Chủ tịch")
    file = forms.FileField(
        label="Tệp danh sách", required=False, help_text="Hai cột: số thứ tự, tên in trên giấy. Tối đa 2 MB."
    )
    pasted = forms.CharField(
        label="Hoặc dán danh sách từ Excel",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6, "autocomplete": "off", "spellcheck": "false", "data-unsaved": "no"}),
    )

    def __init__(self, *args: Any, units: Mapping[str, UnitVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        self.fields["unit"] = forms.ChoiceField(
            label="Địa bàn", choices=[(key, version.full_name) for key, version in units.items()]
        )
        if len(units) == 1:
            self.fields["place"].initial = next(iter(units.values())).name
        self.fields["year"].initial = clock.today().year

    def carry_out(self, *, by: User) -> bytes:
        """Read the list and print it. Raises InputProblems, RefusedByState."""
        typed = self.cleaned_data
        words = {
            name: typed[name] for name in ("honour", "year", "authority", "decision", "place", "signatory", "given_on")
        }
        families = families_of(self._table())
        return family_certificates_print(
            by=by, unit=self.units[typed["unit"]], title=FamilyTitle(**words), families=families
        )

    def forget(self) -> None:
        """Take the list out of what the page would show again; the words of the certificate stay."""
        self.data = {name: self.data[name] for name in self.data if name != "pasted"}

    def _table(self) -> Table:
        upload, pasted = self.cleaned_data["file"], self.cleaned_data["pasted"]
        if isinstance(upload, UploadedFile):
            # The sender's name for the file tells the kind of file and no more: it may be somebody's.
            suffix = (upload.name or "").rpartition(".")[2]
            return read_table(upload.read(), filename=f"danh-sach.{suffix}")
        if pasted.strip():
            return read_paste(pasted)
        raise InputProblems(
            [Problem("chua_chon", "Chưa chọn tệp, chưa dán danh sách.", _LIST, "Chọn tệp, hoặc dán vào ô.")]
        )
