"""The form on the page of components: one field of every kind, with what can go wrong."""

from django import forms


class SampleForm(forms.Form):
    """Shown with invented values and errors; it is never saved."""

    count = forms.IntegerField(
        label="Số hộ đăng ký",
        help_text="Nhập số nguyên; không phát sinh thì nhập 0.",
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "number"}),
        error_messages={"invalid": "Ở đây cần một số nguyên, ví dụ 2.412 (không nhập phần trăm)."},
    )
    day = forms.DateField(label="Ngày văn bản", required=False, help_text="Ví dụ 31/10/2021.")
    channel = forms.ChoiceField(label="Kênh báo", choices=[("phone", "Điện thoại"), ("paper", "Bản giấy")])
    answer = forms.ChoiceField(
        label="Trả lời", choices=[("yes", "Có"), ("no", "Không"), ("", "Chưa rõ")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="Tôi đã đối chiếu với bản giấy", required=False)
    note = forms.CharField(label="Lý do", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    file = forms.FileField(label="Bảng tính số liệu")
