"""Fields as people here type them, and a form that keeps what was typed when a service refuses it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from binhyen.kernel import clock, text
from binhyen.kernel.errors import Problem
from binhyen.sheets.refusals import refused_text

_MOST_PEOPLE = 100_000
# No paper of this state is older; a year with a figure missing is a slip of the hand.
_FIRST_DAY = date(1945, 9, 2)


class DayField(forms.DateField):
    """A day, typed as 31/10/2021; a browser's own form (2021-10-31) is understood too. In the past or today, unless
    what is recorded `may_come`."""

    def __init__(self, *, may_come: bool = False, **kwargs: Any) -> None:
        self.may_come = may_come
        kwargs.setdefault("help_text", "Ví dụ 31/10/2021.")
        attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "10"}
        super().__init__(widget=forms.DateInput(format="%d/%m/%Y", attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> date | None:
        """The day, or what to type instead."""
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            day = text.parse_day(str(value))
        except ValueError as error:
            raise ValidationError("Đây chưa phải một ngày. Nhập dạng ngày/tháng/năm, ví dụ 31/10/2021.") from error
        if day < _FIRST_DAY:
            raise ValidationError("Ngày quá xa. Kiểm tra lại năm, ví dụ 31/10/2021.")
        return day

    def validate(self, value: date | None) -> None:
        """What is recorded here has happened."""
        super().validate(value)
        if value is not None and value > clock.today() and not self.may_come:
            raise ValidationError("Ngày này chưa tới. Ghi ngày đã thực hiện, hoặc ngày trên văn bản đã ký.")


class PeopleField(forms.CharField):
    """A count of people at a meeting."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "class": "number", "autocomplete": "off", "maxlength": "9"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> int | None:
        """The count, or what to type instead."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            count = text.parse_number(typed)
        except ValueError as error:
            raise ValidationError("Ở đây cần một số đếm, ví dụ 34; không nhập phần trăm.") from error
        if count != count.to_integral_value() or not 0 <= count <= _MOST_PEOPLE:
            raise ValidationError("Ở đây cần một số nguyên từ 0 trở lên.")
        return int(count)


class OfficeText(forms.CharField):
    """A line or some lines of text that the office writes; marks of secrecy, personal numbers and, unless it `may_name`
    who reported, names of persons are refused, and not quoted."""

    def __init__(self, *, rows: int = 0, may_name: bool = False, **kwargs: Any) -> None:
        self.may_name = may_name
        attrs = {"autocomplete": "off"}
        kwargs["widget"] = forms.Textarea({"rows": rows}) if rows else forms.TextInput(attrs)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The text with single spaces."""
        typed = text.squeeze(super().clean(value) or "")
        if refused := refused_text(typed, may_name=self.may_name):
            raise ValidationError(f"{refused} Không nhập nội dung này.")
        return typed


class SpeakingForm(forms.Form):
    """A form that shows a service's refusal where it belongs, with its cure; nothing typed is lost."""

    # Names of fields that stand in one row where the screen is wide enough.
    side_by_side: ClassVar[tuple[tuple[str, ...], ...]] = ()
    # Names of fields that few need: they stand at the end, folded away under `folded_title`.
    folded: ClassVar[tuple[str, ...]] = ()
    folded_title: ClassVar[str] = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusals: list[Problem] = []
        for field in self.fields.values():
            field.error_messages["required"] = "Chưa điền ô này."

    def take(self, problems: Iterable[Problem]) -> None:
        """Put each problem under the field whose label is its place; the others stand above the form."""
        by_label = {str(field.label).lower(): name for name, field in self.fields.items()}
        for problem in problems:
            name = by_label.get(problem.place.lower())
            if name is None:
                self.refusals.append(problem)
            else:
                self.add_error(name, f"{problem.message} {problem.cure}".strip())

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The fields in their order, those that belong together as one row; neither hidden nor folded ones."""
        return self._rows(name for name in self.fields if name not in self.folded)

    def folded_rows(self) -> list[list[forms.BoundField]]:
        """The same of the folded ones."""
        return list(self._rows(name for name in self.fields if name in self.folded))

    def is_unfolded(self) -> bool:
        """Whether a folded field holds something to see: an error, or what was typed."""
        return self.is_bound and any(self.errors.get(name) or self[name].value() for name in self.folded)

    def _rows(self, names: Iterable[str]) -> Iterator[list[forms.BoundField]]:
        shown: set[str] = set()
        for name in names:
            if name not in shown and not self[name].is_hidden:
                row = next((row for row in self.side_by_side if name in row), (name,))
                shown.update(row)
                yield [self[one] for one in row if one in self.fields]
