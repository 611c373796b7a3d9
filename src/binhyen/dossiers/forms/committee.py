"""The rules of a committee, as its office types them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from binhyen.accounts.models import User
from binhyen.dossiers.ballots import Share, Tie, Whole
from binhyen.dossiers.models import CommitteeRules, Cycle
from binhyen.dossiers.models.committee import TIE_CHOICES, WHOLE_CHOICES
from binhyen.dossiers.services.voting import NewRules, Seat, committee_rules_set
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.kernel.text import fold, squeeze
from binhyen.papers.services import paper_record
from binhyen.shell.typed import DayField, OfficeText, PeopleField, SpeakingForm
from binhyen.units.models import Unit

_LEAST, _MORE = "least", "more"
_HOW = [(_LEAST, "từ … trở lên"), (_MORE, "trên …")]
# Nothing is chosen beforehand: what the paper does not say, nobody says for it.
_CHOOSE = ("", "Chọn như văn bản quy định")
_BELONGS = ";"


class ShareField(OfficeText):
    """A part of a whole, typed 2/3 or 50%."""

    def clean(self, value: Any) -> Any:
        """The part and the whole, or what to type instead."""
        typed = super().clean(value)
        part, slash, whole = typed.replace(" ", "").partition("/")
        if typed.endswith("%"):
            part, slash, whole = typed.rstrip("% "), "/", "100"
        if not slash or not part.isdecimal() or not whole.isdecimal() or not 0 < int(part) <= int(whole) <= 1000:
            raise forms.ValidationError("Ghi một phần, ví dụ 2/3 hoặc 50%.")
        return int(part), int(whole)


class LinesField(OfficeText):
    """Several lines of the office's text; each is kept as a line of its own."""

    def clean(self, value: Any) -> Any:
        """The lines that hold something."""
        super().clean(value)
        return [line for typed in str(value or "").splitlines() if (line := squeeze(typed))]


class RulesForm(SpeakingForm):
    """Members by office, quorum, majority, tie, days of posting: each as the committee's own paper says."""

    seats = LinesField(
        label="Thành viên",
        rows=6,
        max_length=12_000,
        help_text="Mỗi dòng một chức vụ, người chủ trì trước; không ghi họ tên. Chức vụ thuộc một đơn vị được xét thì ghi thêm "
        "dấu chấm phẩy và tên đơn vị, ví dụ: Hiệu trưởng; Trường THCS Mẫu.",
    )
    quorum = ShareField(label="Số có mặt tối thiểu", max_length=10, help_text="Phần của tổng số thành viên, ví dụ 2/3.")
    quorum_how = forms.ChoiceField(label="Tính", choices=_HOW)
    majority = ShareField(label="Tỷ lệ tán thành", max_length=10, help_text="Ví dụ 1/2 hoặc 2/3.")
    majority_how = forms.ChoiceField(label="Tính", choices=_HOW, initial=_MORE)
    majority_of = forms.ChoiceField(label="Trên tổng nào", choices=[_CHOOSE, *WHOLE_CHOICES])
    tie = forms.ChoiceField(label="Khi số phiếu ngang nhau", choices=[_CHOOSE, *TIE_CHOICES])
    posting_days = PeopleField(
        label="Số ngày niêm yết",
        required=False,
        help_text="Ngày trọn, không tính ngày dán danh sách. Để trống: không niêm yết.",
    )
    remarks_open = forms.BooleanField(
        label="Nhận góp ý trên trang công khai",
        required=False,
        help_text="Cán bộ xem từng góp ý trước khi đăng; không nhận tố giác, tố cáo.",
    )
    number = OfficeText(
        label="Số, ký hiệu", max_length=60, help_text="Quy chế hoặc văn bản quy định các nội dung trên."
    )
    issued_on = DayField(label="Ngày ban hành", required=False)
    place_kept = OfficeText(label="Cặp, hộp lưu", max_length=200, required=False)
    side_by_side = (("quorum", "quorum_how"), ("majority", "majority_how"), ("number", "issued_on"))

    @classmethod
    def asking(cls, rules: CommitteeRules | None, names: Mapping[UUID, str]) -> "RulesForm":
        """The form filled with the rules in force, to be changed."""
        if rules is None:
            return cls()
        seats = [
            f"{seat.office}{_BELONGS} {names[seat.unit_id]}" if seat.unit_id and seat.unit_id in names else seat.office
            for seat in rules.seats.all()
        ]
        return cls(
            initial={
                "seats": "\n".join(seats),
                "quorum": f"{rules.quorum_part}/{rules.quorum_whole}",
                "quorum_how": _MORE if rules.quorum_beyond else _LEAST,
                "majority": f"{rules.majority_part}/{rules.majority_whole}",
                "majority_how": _MORE if rules.majority_beyond else _LEAST,
                "majority_of": rules.majority_of,
                "tie": rules.tie,
                "posting_days": rules.posting_days,
                "remarks_open": rules.remarks_open,
            }
        )

    def carry_out(
        self, *, by: User, cycle: Cycle, judge: Unit, names: Mapping[UUID, str], seen: str, act_key: str | None
    ) -> CommitteeRules:
        """Store the rules with their paper. `names` are the units that this committee judges, `seen` how many versions
        there were when the form was opened."""
        data = self.cleaned_data
        rules = NewRules(
            seats=self._seats(names),
            quorum=self._share("quorum"),
            majority=self._share("majority"),
            majority_of=Whole(data["majority_of"]),
            tie=Tie(data["tie"]),
            posting_days=data["posting_days"],
            remarks_open=data["remarks_open"],
            paper=paper_record(
                by=by,
                owner_unit=judge.pk,
                title="Quy chế của Ban Chỉ đạo về xét công nhận",
                number=data["number"],
                issued_on=data["issued_on"],
                place_kept=data["place_kept"],
            ),
        )
        known = int(seen) if seen.isdecimal() else None
        return committee_rules_set(by=by, cycle=cycle, judge=judge, rules=rules, seen=known, act_key=act_key)

    def _share(self, name: str) -> Share:
        part, whole = self.cleaned_data[name]
        try:
            return Share(part, whole, self.cleaned_data[f"{name}_how"] == _MORE)
        except ValueError as error:
            place = str(self.fields[name].label).lower()
            raise InputProblems(
                [Problem("ty_le", "Không có gì trên toàn bộ.", place, "Chọn “từ … trở lên”.")]
            ) from error

    def _seats(self, names: Mapping[UUID, str]) -> list[Seat]:
        """One for each line; a unit that this committee does not judge is told under the field."""
        by_name = {fold(name): unit for unit, name in names.items()}
        seats, unknown = [], []
        for line in self.cleaned_data["seats"]:
            office, belongs, unit = (part.strip() for part in line.partition(_BELONGS))
            if belongs and fold(unit) not in by_name:
                unknown.append(unit)
            seats.append(Seat(office, by_name.get(fold(unit)) if belongs else None))
        if unknown:
            cure = "Ghi đúng tên trong danh sách hồ sơ, hoặc bỏ phần sau dấu chấm phẩy."
            message = f"Ban Chỉ đạo này không xét đơn vị: {', '.join(unknown[:3])}."
            raise InputProblems([Problem("don_vi_la", message, "thành viên", cure)])
        return seats
