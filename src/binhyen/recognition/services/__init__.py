"""Writes: decisions that recognise, decisions that take recognitions back, awards, complaints."""

from binhyen.recognition.services.awards import NewAward, award_record, award_strike
from binhyen.recognition.services.cancelling import Grounds, cancellation_withdraw, recognition_cancel
from binhyen.recognition.services.complaints import NewComplaint, complaint_answer, complaint_record
from binhyen.recognition.services.decisions import Header, Outcome, decision_make, decision_number
from binhyen.recognition.services.delegations import NewDelegation, delegation_end, delegation_record

__all__ = [
    "Grounds",
    "Header",
    "NewAward",
    "NewComplaint",
    "NewDelegation",
    "Outcome",
    "award_record",
    "award_strike",
    "cancellation_withdraw",
    "complaint_answer",
    "complaint_record",
    "decision_make",
    "decision_number",
    "delegation_end",
    "delegation_record",
    "recognition_cancel",
]
