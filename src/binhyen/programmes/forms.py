"""What people send about rulebooks."""

from django import forms

from binhyen.programmes.services import SHORTEST_CITATION


class RulebookFileForm(forms.Form):
    """A rulebook file to be checked."""

    file = forms.FileField(
        label="Tệp bộ tiêu chí",
        help_text="Tệp .yaml, dạng văn bản UTF-8.",
        error_messages={"required": "Chưa chọn tệp.", "empty": "Tệp không có nội dung."},
    )


class CitationForm(forms.Form):
    """Where a place that was to confirm stands in the law."""

    place = forms.CharField(widget=forms.HiddenInput, max_length=100)
    citation = forms.CharField(
        label="Căn cứ đã đối chiếu",
        max_length=300,
        min_length=SHORTEST_CITATION,
        error_messages={
            "required": "Chưa ghi căn cứ.",
            "min_length": "Ghi văn bản, số, ngày và điều khoản, ví dụ “khoản 4 Điều 4 Thông tư số …”.",
        },
    )
