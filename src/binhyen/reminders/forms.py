"""What is typed about a call: the day, the channel, what was promised, and the figures that were told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms

from binhyen.accounts.models import User
from binhyen.dossiers.models import Dossier
from binhyen.dossiers.selectors.entry import EntryColumn
from binhyen.dossiers.services.reporting import Cell
from binhyen.figures.answers import Answer, NotAnAnswer, read
from binhyen.kernel import clock
from binhyen.kernel.text import squeeze
from binhyen.reminders.models import Contact
from binhyen.reminders.services.contacts import Spoken, call_record
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm
from binhyen.units.models import UnitVersion


@dataclass(frozen=True, slots=True)
class ToTell:
    """A figure that may be told, and the value that stood there when the form was shown (one that was taken back)."""

    column: EntryColumn
    seen: UUID | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """The unit at the other end: what it is called, the office of its head, the dossier one speaks about and the figures
    of it that may be typed now and have no value yet, by key."""

    version: UnitVersion
    head: str
    dossier: Dossier | None = None
    figures: Mapping[str, ToTell] = field(default_factory=dict)


class FigureField(forms.CharField):
    """A figure as it is told, read like a cell of the grid."""

    def __init__(self, column: EntryColumn) -> None:
        self.column = column
        attrs = {"autocomplete": "off"}
        if column.is_number:
            attrs |= {"inputmode": "numeric", "class": "number"}
        if column.choices:
            attrs["list"] = f"tra-loi-{column.figure.answer.value}"
        super().__init__(
            label=column.title, required=False, max_length=60, help_text=column.hint, widget=forms.TextInput(attrs)
        )

    def clean(self, value: Any) -> Answer:
        """The answer; nothing typed is no answer."""
        typed = squeeze(super().clean(value) or "")
        figure = self.column.figure
        try:
            return read(figure.answer.value, typed, choices=figure.choices)
        except NotAnAnswer as error:
            raise forms.ValidationError(f"{error.problem.message} {error.problem.cure}".strip()) from error


class CallForm(SpeakingForm):
    """One call. Its buttons are the results; what was told is typed above them."""

    side_by_side = (("channel", "on"),)
    folded = ("reported_by", "channel", "on")
    folded_title = "Kênh, ngày, người báo"

    promised_on = DayField(
        label="Hẹn trước hết ngày",
        required=False,
        may_come=True,
        help_text="Ví dụ 31/10/2026; để trống nếu không hẹn ngày.",
    )
    reported_by = OfficeText(label="Người báo cáo", max_length=120, help_text="Chức danh, không ghi họ tên.")
    channel = forms.ChoiceField(label="Kênh", choices=Contact.Channel.choices, initial=Contact.Channel.PHONE)
    on = DayField(label="Ngày")

    def __init__(self, *args: Any, called: Called, **kwargs: Any) -> None:
        given = {"reported_by": called.head, "on": clock.today()} | kwargs.pop("initial", {})
        super().__init__(*args, initial=given, **kwargs)
        self.called = called
        told = {f"v:{key}": FigureField(one.column) for key, one in called.figures.items()}
        self.fields = told | self.fields

    def figures(self) -> list[tuple[forms.BoundField, str, UUID | None]]:
        """The fields of figures, each with the name and value of the field that says what stood there."""
        return [(self[f"v:{key}"], f"s:{key}", one.seen) for key, one in self.called.figures.items()]

    def others(self) -> list[forms.BoundField]:
        """The day that is promised."""
        return [self["promised_on"]]

    def carry_out(self, *, by: User, result: str, act_key: str | None) -> Contact:
        """Record the call. Raises what `reminders.services.call_record` raises."""
        typed = self.cleaned_data
        called = self.called
        spoken = Spoken(
            unit=called.version.unit,
            cycle=called.dossier.cycle if called.dossier else None,
            channel=Contact.Channel(typed["channel"]),
            result=Contact.Result(result),
            on=typed["on"],
            promised_on=typed["promised_on"],
        )
        return call_record(by=by, spoken=spoken, cells=self._cells(), reported_by=typed["reported_by"], act_key=act_key)

    def _cells(self) -> list[Cell]:
        dossier = self.called.dossier
        if dossier is None:
            return []
        told = [(key, self.cleaned_data[f"v:{key}"], one.seen) for key, one in self.called.figures.items()]
        return [Cell(dossier, key, answer, seen=seen) for key, answer, seen in told if not answer.is_empty]


class WishForm(SpeakingForm):
    """Whether letters come."""

    by_mail = forms.BooleanField(label="Nhận thư nhắc việc", required=False)
