"""The list posted before the decision: for how long, which units, what is objected to, what is remarked."""

from datetime import date, timedelta

from django.db import models

from binhyen.dossiers.models.core import Cycle, Dossier
from binhyen.kernel.codes import new_id
from binhyen.papers.models import Paper
from binhyen.recognition.models import Complaint
from binhyen.units.models import Unit


class Posting(models.Model):
    """One posting of a list by the committee of a judging unit; open until its closing is recorded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="postings")
    judge = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    posted_on = models.DateField("ngày niêm yết")
    days = models.PositiveSmallIntegerField("số ngày niêm yết")
    places = models.CharField("nơi niêm yết", max_length=300)
    remarks_open = models.BooleanField("nhận góp ý trên trang công khai", default=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    closed_on = models.DateField("ngày kết thúc", null=True, blank=True)
    closing_paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        """Newest first; it hangs out at least a day and ends not before it began."""

        ordering = ["-posted_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(days__gt=0), name="dossiers_posting_days"),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("posted_on")),
                name="dossiers_posting_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.posted_on}"

    @property
    def last_day(self) -> date:
        """The last whole day: the day of posting itself is not counted."""
        return self.posted_on + timedelta(days=self.days)


class PostedDossier(models.Model):
    """A dossier on a posted list, with the level that was announced (empty: the rulebook has but one)."""

    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="entries")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="posted")
    level = models.CharField(max_length=200, blank=True)

    class Meta:
        """A dossier stands on a list once."""

        constraints = [models.UniqueConstraint(fields=["posting", "dossier"], name="dossiers_posteddossier_once")]

    def __str__(self) -> str:
        return f"{self.posting_id}: {self.dossier_id}"


class Objection(models.Model):
    """Which figure or paper of a posted unit is objected to; number, days and result stand in the complaint.

    What it says stays on paper.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posted = models.ForeignKey(PostedDossier, on_delete=models.PROTECT, related_name="objections")
    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="+")
    figure = models.CharField("số liệu", max_length=60, blank=True)
    about_paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        """On one figure or on one paper."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(figure="", about_paper__isnull=False)
                | (~models.Q(figure="") & models.Q(about_paper__isnull=True)),
                name="dossiers_objection_about",
            )
        ]

    def __str__(self) -> str:
        return f"{self.posted_id} {self.figure}"


class Remark(models.Model):
    """What somebody wrote under a posted list; nobody reads it before the office has looked at it."""

    class State(models.TextChoices):
        """What the office did with it."""

        WAITING = "waiting", "Chờ xem"
        SHOWN = "shown", "Đã đăng"
        HIDDEN = "hidden", "Không đăng"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posting = models.ForeignKey(Posting, on_delete=models.PROTECT, related_name="remarks")
    text = models.CharField("góp ý", max_length=500)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    sent_at = models.DateTimeField()
    moderated_at = models.DateTimeField(null=True, blank=True)
    moderated_by = models.UUIDField(null=True, blank=True)

    class Meta:
        """Oldest first."""

        ordering = ["sent_at"]

    def __str__(self) -> str:
        return f"{self.posting_id} {self.state}"
