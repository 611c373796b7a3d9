"""What is typed about households: how many there are, and which numbers registered."""

from django import forms

from binhyen.kernel import clock
from binhyen.shell.typed import DayField, PeopleField, SpeakingForm
from binhyen.units.models import RosterLine
from binhyen.units.roster_numbers import PLACE

_YEAR = {"inputmode": "numeric", "class": "number", "maxlength": "4", "autocomplete": "off"}


def this_year() -> int:
    """The year that is usually meant."""
    return clock.today().year


class RosterForm(SpeakingForm):
    """A new roster."""

    side_by_side = (("year", "households"),)
    year = forms.IntegerField(label="Năm", initial=this_year, widget=forms.TextInput(_YEAR))
    households = PeopleField(label="Số hộ", help_text="Số hộ đang cư trú; các hộ mang số từ 1 trở đi.")


class ResizeForm(SpeakingForm):
    """Another number of households."""

    households = PeopleField(label="Số hộ")


class TickForm(SpeakingForm):
    """How and when those registered that are ticked now; numbers may be typed as well as ticked."""

    side_by_side = (("day", "channel"),)
    day = DayField(label="Ngày đăng ký", initial=clock.today, help_text="")
    channel = forms.ChoiceField(label="Hình thức", choices=RosterLine.Channel.choices)
    numbers = forms.CharField(
        label=PLACE.capitalize(),
        required=False,
        max_length=2_000,
        help_text="Gõ khoảng số, ví dụ 1-40, 45, 50-60; cộng với các ô được đánh dấu bên dưới.",
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "text"}),
    )


class RosterListForm(SpeakingForm):
    """What a list of households does not say itself: the year, and how and when they registered of whom it says neither."""

    side_by_side = (("year", "day", "channel"),)
    year = forms.IntegerField(label="Năm", initial=this_year, widget=forms.TextInput(_YEAR))
    day = DayField(label="Ngày đăng ký", initial=clock.today, help_text="")
    channel = forms.ChoiceField(label="Hình thức", choices=RosterLine.Channel.choices)
