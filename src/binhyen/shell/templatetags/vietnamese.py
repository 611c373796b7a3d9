"""Filters that show values in the form Vietnamese readers expect; built into every template."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django import template
from django.utils.translation import gettext as _

from binhyen.kernel import clock, text

register = template.Library()

NOTHING = "—"
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_KILO = 1024
# A deadline that lies further back is named: "quá hạn 2.062 ngày" tells nobody anything.
_DAYS_COUNTED = 366


@register.filter
def number(value: int | Decimal | None) -> str:
    """2412 → "2.412"; nothing known → "—"."""
    return NOTHING if value is None else text.number(value)


@register.filter
def percent(part: int | Decimal | None, whole: int | Decimal | None) -> str:
    """The share of `part` in `whole` as "94,7 %"; "—" where one of them is unknown or the whole is empty."""
    return NOTHING if part is None or whole is None else text.percent(part, whole)


@register.filter
def of(part: int | Decimal | None, whole: int | Decimal | None) -> str:
    """A number with its denominator: "2.412 / 2.546"."""
    return f"{number(part)}{text.NBSP}/{text.NBSP}{number(whole)}"


@register.filter
def day(value: date | None) -> str:
    """31/10/2021; a moment shows the day it has in Việt Nam."""
    if value is None:
        return NOTHING
    return text.day(clock.local(value).date() if isinstance(value, datetime) else value)


@register.filter
def last_day(end: date | None) -> str:
    """The last day before a half-open end, as papers write it: a version that ends on 01/07/2025 held to 30/06/2025."""
    return NOTHING if end is None else text.day(end - timedelta(days=1))


@register.filter
def day_and_month(value: date | None) -> str:
    """31/10, where the year stands beside it."""
    return day(value)[:5] if value else NOTHING


@register.filter
def weekday(value: date | None) -> str:
    """The day of the week: "thứ Sáu"."""
    return _WEEKDAYS[value.weekday()] if value else NOTHING


@register.filter
def moment(value: datetime | None) -> str:
    """18/11/2021 16:20, on the Vietnamese clock."""
    return text.moment(value) if value else NOTHING


@register.filter
def days_left(deadline: date | None) -> str:
    """How far away a deadline is, counted from today: "còn 6 ngày", "hôm nay", "quá hạn 1 ngày"; beyond a year its day."""
    if deadline is None:
        return ""
    days = clock.days_left(deadline, clock.today())
    if days == 0:
        return _("hôm nay")
    if days > 0:
        return _("còn %(days)s ngày") % {"days": text.number(days)}
    if -days > _DAYS_COUNTED:
        return _("quá hạn từ %(day)s") % {"day": text.day(deadline)}
    return _("quá hạn %(days)s ngày") % {"days": text.number(-days)}


@register.filter
def is_late(deadline: date | None) -> bool:
    """Whether the last day of a deadline has passed."""
    return deadline is not None and deadline < clock.today()


@register.filter
def file_size(size: int | None) -> str:
    """Bytes as people read them: "20 MB", "1,4 MB", "312 kB"."""
    if size is None:
        return NOTHING
    if size < _KILO * _KILO:
        return f"{text.number(max(1, round(size / _KILO)))}{text.NBSP}kB"
    return f"{text.number(Decimal(size * 10 // (_KILO * _KILO)) / 10)}{text.NBSP}MB"
