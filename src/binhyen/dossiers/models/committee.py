"""How a committee sits: by its own rules, with members known by their offices."""

from django.db import models

from binhyen.dossiers.ballots import Share, Tie, VotingRule, Whole
from binhyen.dossiers.models.core import Cycle
from binhyen.kernel.codes import new_id
from binhyen.papers.models import Paper
from binhyen.units.models import Unit

_WHOLE_WORDS = {
    Whole.MEMBERS: "tổng số thành viên (phiếu trắng như không tán thành)",
    Whole.PRESENT: "số có mặt (phiếu trắng như không tán thành)",
    Whole.VOTING: "số phiếu tán thành và không tán thành (không tính phiếu trắng)",
}
_TIE_WORDS = {Tie.CHAIR: "theo bên có người chủ trì", Tie.POSTPONED: "hoãn sang phiên sau"}
WHOLE_CHOICES = [(one.value, words) for one, words in _WHOLE_WORDS.items()]
TIE_CHOICES = [(one.value, words) for one, words in _TIE_WORDS.items()]


class CommitteeRules(models.Model):
    """How the committee of one judging unit votes in a cycle and for how long its list is posted, by a paper.

    Entered by the office; nothing of it is shipped. The latest counts, earlier ones stay.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="committee_rules")
    judge = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveSmallIntegerField()
    quorum_part = models.PositiveSmallIntegerField()
    quorum_whole = models.PositiveSmallIntegerField()
    quorum_beyond = models.BooleanField()
    majority_part = models.PositiveSmallIntegerField()
    majority_whole = models.PositiveSmallIntegerField()
    majority_beyond = models.BooleanField()
    majority_of = models.CharField(max_length=8, choices=WHOLE_CHOICES)
    tie = models.CharField(max_length=10, choices=TIE_CHOICES)
    # Whole days on which the list hangs out before the decision; empty: it is not posted.
    posting_days = models.PositiveSmallIntegerField("số ngày niêm yết", null=True, blank=True)
    # Whether anybody may write a remark on the public page of the posted list.
    remarks_open = models.BooleanField("nhận góp ý trên trang công khai", default=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        """In the order of recording."""

        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "judge", "seq"], name="dossiers_committeerules_seq"),
            models.CheckConstraint(
                condition=models.Q(quorum_part__lte=models.F("quorum_whole"))
                & models.Q(majority_part__lte=models.F("majority_whole")),
                name="dossiers_committeerules_shares",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.judge_id} #{self.seq}"

    @property
    def voting(self) -> VotingRule:
        """The rule as it is reckoned with."""
        return VotingRule(
            quorum=Share(self.quorum_part, self.quorum_whole, self.quorum_beyond),
            majority=Share(self.majority_part, self.majority_whole, self.majority_beyond),
            majority_of=Whole(self.majority_of),
            tie=Tie(self.tie),
        )


class CommitteeSeat(models.Model):
    """A member of a committee by office; `unit` where that office is held in a unit that is judged here."""

    rules = models.ForeignKey(CommitteeRules, on_delete=models.PROTECT, related_name="seats")
    position = models.PositiveSmallIntegerField()
    office = models.CharField("chức vụ", max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        """In the order of the paper; the first one chairs."""

        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["rules", "position"], name="dossiers_committeeseat_once")]

    def __str__(self) -> str:
        return self.office
