"""A complaint as the register tells it, and its answer."""

from typing import Any

from binhyen.accounts.models import User
from binhyen.accounts.roles import Act
from binhyen.dossiers.forms.posting import AnswerFields
from binhyen.kernel import clock
from binhyen.kernel.errors import InputProblems, Problem
from binhyen.recognition.models import Complaint
from binhyen.recognition.services import NewComplaint, complaint_answer, complaint_record
from binhyen.shell.typed import DayField, OfficeText, SpeakingForm
from binhyen.units.models import Unit
from binhyen.units.selectors import resolve_units
from binhyen.units.selectors.reach import scopes_of


class ComplaintForm(SpeakingForm):
    """Number and days; what it says and who sent it stay on paper."""

    unit = OfficeText(label="Đơn vị", max_length=200, help_text="Ví dụ: Thôn Mẫu 1; Trường THCS Mẫu.")
    number = OfficeText(label="Số vào sổ", max_length=60, help_text="Chỉ ghi số; nội dung, người gửi giữ ở bản giấy.")
    received_on = DayField(label="Ngày nhận", initial=clock.today)
    due_on = DayField(label="Hạn trả lời", required=False, may_come=True)
    side_by_side = (("number", "received_on", "due_on"),)

    def carry_out(self, *, by: User, act_key: str | None) -> Complaint:
        """Record it: until it is answered, no award is recorded for the unit."""
        data: dict[str, Any] = self.cleaned_data
        new = NewComplaint(self._unit(by), data["number"], data["received_on"], data["due_on"])
        return complaint_record(by=by, complaint=new, act_key=act_key)

    def _unit(self, by: User) -> Unit:
        typed: str = self.cleaned_data["unit"]
        found = resolve_units([typed], as_of=clock.today(), within=scopes_of(by, Act.POST))[typed]
        if isinstance(found, Problem):
            place = str(self.fields["unit"].label).lower()
            raise InputProblems([Problem(found.code, found.message, place, found.cure)])
        return found.unit


class ComplaintAnswerForm(AnswerFields):
    """How it was answered, and by which paper."""

    def carry_out(self, *, by: User, complaint: Complaint, act_key: str | None) -> Complaint:
        """Record the answer."""
        title, answered = f"Trả lời đơn số {complaint.number}", self.answered
        return complaint_answer(
            by=by, complaint=complaint, result=answered.result, answered_on=answered.on,
            paper=self.paper(by, complaint.unit_id, title), act_key=act_key,
        )  # fmt: skip
