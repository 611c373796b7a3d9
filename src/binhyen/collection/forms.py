"""What is typed about a question: itself, its answers, and to whom the total goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from binhyen.accounts.models import User
from binhyen.collection.models import Collection, GivenAnswer
from binhyen.collection.selectors.board import Row
from binhyen.collection.selectors.scope import Group, units_of
from binhyen.collection.services.answering import UNSEEN, Given
from binhyen.collection.services.asking import Question, collection_open
from binhyen.collection.services.sending import Recipient
from binhyen.figures.models import Channel
from binhyen.kernel import clock
from binhyen.kernel.errors import Problem
from binhyen.kernel.text import fold, parse_number, squeeze
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm
from binhyen.units.models import Unit

_YES, _NO = frozenset({"co", "c", "x", "1", "dat"}), frozenset({"khong", "k", "0", "ko", "khong phat sinh", "kps"})
_ZERO = frozenset({"khong phat sinh", "kps", "khong"})


class HourField(forms.CharField):
    """A time of day as people write it: 16:30, 16h30, 16 giờ 30, 16h."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "maxlength": "12"}
        super().__init__(widget=forms.TextInput(attrs), help_text="Ví dụ 16:30 hoặc 16h30.", **kwargs)

    def clean(self, value: Any) -> time:
        """The time, or what to type instead."""
        typed = (
            fold(super().clean(value) or "").replace("gio", ":").replace("h", ":").replace("g", ":").replace(" ", "")
        )
        hour, _, minute = typed.partition(":")
        minute = minute.removesuffix("phut") or "0"
        if hour.isdecimal() and minute.isdecimal() and int(hour) <= 23 and int(minute) <= 59:
            return time(int(hour), int(minute))
        raise ValidationError("Đây chưa phải giờ. Nhập dạng giờ:phút, ví dụ 16:30.")


class QuestionForm(SpeakingForm):
    """A new question."""

    side_by_side = (("kind", "measure"), ("day", "hour"))

    question = OfficeText(label="Câu hỏi", max_length=200, help_text="Ví dụ: Số lượt tuần tra trong tuần qua.")
    kind = forms.ChoiceField(
        label="Trả lời bằng", choices=Collection.Kind.choices, initial=Collection.Kind.COUNT, widget=forms.RadioSelect
    )
    measure = OfficeText(label="Đơn vị tính", max_length=40, required=False, help_text="Của số đếm: lượt, hộ, vụ …")
    day = DayField(label="Báo trước ngày", may_come=True)
    hour = HourField(label="Trước giờ")
    groups = forms.MultipleChoiceField(label="Hỏi ai", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, groups: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to_ask = {group.slug: group for group in groups}
        self.fields["groups"].choices = [  # type: ignore[attr-defined]
            (group.slug, f"{group.words} ({group.count})") for group in groups
        ]

    def carry_out(self, *, by: User, act_key: str | None) -> Collection:
        """Put the question. Raises what `collection.services.asking.collection_open` raises."""
        typed = self.cleaned_data
        chosen = [self.to_ask[slug] for slug in typed["groups"]]
        question = Question(
            scope=Unit.objects.get(pk=chosen[0].scope),
            text=typed["question"],
            kind=Collection.Kind(typed["kind"]),
            due_at=datetime.combine(typed["day"], typed["hour"], clock.VIETNAM),
            units=units_of(by, chosen),
            measure=typed["measure"],
        )
        return collection_open(by=by, question=question, act_key=act_key)


class SendingForm(SpeakingForm):
    """To whom the number goes."""

    side_by_side = (("channel", "number"),)

    body = OfficeText(label="Nơi nhận", max_length=200, help_text="Cơ quan, không ghi họ tên.")
    channel = forms.ChoiceField(label="Kênh", choices=Channel.choices, initial=Channel.PHONE)
    number = OfficeText(label="Số, ký hiệu văn bản", max_length=60, required=False, help_text="Nếu gửi bằng văn bản.")

    def recipient(self) -> Recipient:
        """The typed recipient."""
        typed = self.cleaned_data
        return Recipient(typed["body"], Channel(typed["channel"]), typed["number"])


@dataclass(frozen=True, slots=True)
class Typed:
    """Answers as they were typed: those that can be stored, and the problems of the others by asked unit."""

    given: Sequence[Given]
    problems: Mapping[UUID, Problem] = field(default_factory=dict)


def read_answers(rows: Sequence[Row], posted: Mapping[str, str], kind: str) -> Typed:
    """Answers from the fields `v:<asked unit>` of a form; an empty one says nothing and takes nothing back. The button
    `zero` names a unit that reported nothing to report."""
    given, problems, zero = [], {}, posted.get("zero", "")
    for row in rows:
        pk = str(row.asked.pk)
        typed = "0" if zero == pk and kind == Collection.Kind.COUNT else posted.get(f"v:{pk}", "")
        typed = "không" if zero == pk and kind == Collection.Kind.YES_NO else squeeze(typed)
        if not typed:
            continue
        try:
            number, is_yes = _read(typed, kind)
        except ValueError:
            message = "Ở đây cần một số đếm, ví dụ 12." if kind == Collection.Kind.COUNT else "Trả lời có hoặc không."
            problems[row.asked.pk] = Problem("khong_phai_tra_loi", message, row.asked.unit_name, "Nhập lại.")
            continue
        reason = posted.get(f"r:{pk}", "")
        given.append(Given(row.asked, number, is_yes, reason=reason, seen=_seen(posted, f"s:{pk}")))
    return Typed(given, problems)


def _read(typed: str, kind: str) -> tuple[int | None, bool | None]:
    """A number, or yes or no. Raises ValueError for anything else."""
    folded = fold(typed)
    if kind == Collection.Kind.YES_NO:
        if folded in _YES | _NO:
            return None, folded in _YES
        raise ValueError(typed)
    if folded in _ZERO:
        return 0, None
    count = parse_number(typed)
    if count != count.to_integral_value() or count < 0:
        raise ValueError(typed)
    return int(count), None


def _seen(posted: Mapping[str, str], name: str) -> object:
    """The id of the answer that stood there; what is no id was seen by nobody. A form without the field saw nothing."""
    if name not in posted:
        return UNSEEN
    try:
        return UUID(posted[name]) if posted[name] else None
    except ValueError:
        return posted[name]


REASONS = GivenAnswer.Reason.choices
