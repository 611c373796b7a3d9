"""The calendar of a cycle: until when each step is to be done, and the official letters that move days."""

from django.db import models

from binhyen.dossiers.models.core import SUBJECT_CHOICES, Cycle
from binhyen.kernel.codes import new_id
from binhyen.papers.models import Paper
from binhyen.units.models import Unit


class YearStep(models.TextChoices):
    """What a unit and its committee do in a year, in that order."""

    REGISTER = "register", "Đăng ký"
    REPORT = "report", "Báo số liệu"
    SELF_ASSESS = "self_assess", "Họp tự đánh giá"
    SUBMIT = "submit", "Nộp hồ sơ"
    REVIEW = "review", "Xét duyệt"
    DECIDE = "decide", "Ra quyết định"


class CycleStep(models.Model):
    """The last day of a step, for one kind of unit or for all that have no day of their own.

    Without a `citation` the day is only foreseen, as when it was brought over from the year before: it is shown and
    refuses nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField("bước", max_length=12, choices=YearStep)
    # Empty: every kind that has no row of its own.
    subject_kind = models.CharField("loại đơn vị", max_length=20, choices=SUBJECT_CHOICES, blank=True)
    day = models.DateField("hạn cuối")
    # A hard deadline refuses what comes after it, a soft one only shows that it is late.
    is_hard = models.BooleanField("hết hạn thì không nhận", default=False)
    citation = models.CharField("văn bản quy định", max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        """A step has one day per kind; only what a document says can refuse."""

        ordering = ["day", "step"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "step", "subject_kind"], name="dossiers_cyclestep_once"),
            models.CheckConstraint(
                condition=models.Q(is_hard=False) | ~models.Q(citation=""), name="dossiers_cyclestep_hard_is_cited"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} {self.step} {self.day}"


class DeadlineLetter(models.Model):
    """An official letter that moves days of a cycle for all units, for some kinds, or for some units.

    It is never changed or taken back; what it moved, a later letter moves again. `targets` are `step.<YearStep>` and
    `deadline.<MM-DD>[.1]`, the day that rules speak of.
    """

    class Covers(models.TextChoices):
        """For whom."""

        ALL = "all", "Mọi đơn vị trong đợt"
        KINDS = "kinds", "Một số loại đơn vị"
        UNITS = "units", "Một số đơn vị"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="letters")
    seq = models.PositiveSmallIntegerField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    targets = models.JSONField("hạn được dời")
    new_day = models.DateField("ngày mới")
    covers = models.CharField("áp dụng cho", max_length=5, choices=Covers, default=Covers.ALL)
    kinds = models.JSONField("loại đơn vị", default=list, blank=True)
    units = models.ManyToManyField(Unit, related_name="+", verbose_name="đơn vị", blank=True)
    # What was shown before it was applied (`selectors.letters.Move.as_data`), JSON.
    shown = models.JSONField(default=dict)
    applied_at = models.DateTimeField()
    applied_by = models.UUIDField()

    class Meta:
        """In the order of applying: of two letters about one day the later one counts."""

        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["cycle", "seq"], name="dossiers_letter_seq")]

    def __str__(self) -> str:
        return f"{self.cycle_id} #{self.seq}"
