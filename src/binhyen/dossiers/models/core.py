"""Cycles, frozen unit lists and dossiers."""

from django.db import models

from binhyen.kernel.codes import new_id
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.papers.models import Paper
from binhyen.programmes.models import Programme, Rulebook
from binhyen.recognition.models import Recognition
from binhyen.units.models import KIND_CHOICES, LONGEST_NAME, Unit

SUBJECT_CHOICES = [(kind.value, kind.vietnamese) for kind in SubjectKind]


class DossierState(models.TextChoices):
    """Where a dossier stands (design §4)."""

    DRAFT = "draft", "Chưa đăng ký"
    REGISTRATION_SENT = "registration_sent", "Đã gửi đăng ký"
    REGISTRATION_REFUSED = "registration_refused", "Không chấp nhận đăng ký"
    REGISTERED = "registered", "Đã đăng ký"
    SELF_ASSESSED = "self_assessed", "Đã tự đánh giá"
    SUBMITTED = "submitted", "Đã nộp"
    RETURNED = "returned", "Yêu cầu bổ sung"
    REVIEWED = "reviewed", "Đã xét duyệt"
    IN_CONSULTATION = "in_consultation", "Đang niêm yết"
    RECOGNISED = "recognised", "Được công nhận"
    NOT_RECOGNISED = "not_recognised", "Không được công nhận"
    NOT_CONSIDERED = "not_considered", "Chưa xét"
    CANCELLED = "cancelled", "Công nhận đã bị hủy bỏ"
    NOT_REGISTERED = "not_registered", "Không đăng ký"
    CLOSED_BY_SUCCESSION = "closed_by_succession", "Kết thúc do sắp xếp đơn vị"


class Basis(models.TextChoices):
    """On whose figures a verdict stands."""

    SELF = "self", "tự đánh giá"
    REVIEW = "review", "xét duyệt"


class Cycle(models.Model):
    """A rulebook, a year and a part of the tree: who is judged, by which rules, over which days.

    `rulebook` is what open dossiers are judged by now; after an amendment in mid-year it is the one adopted last.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scope_name = models.CharField(max_length=LONGEST_NAME)
    name = models.CharField("tên đợt xét", max_length=300)
    is_sample = models.BooleanField("minh hoạ", default=False)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()

    class Meta:
        """Newest first; a programme has one cycle per year and scope."""

        ordering = ["-year", "name"]
        constraints = [models.UniqueConstraint(fields=["programme", "year", "scope"], name="dossiers_cycle_once")]

    def __str__(self) -> str:
        return self.name


class Dossier(models.Model):
    """One unit in one cycle."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="dossiers")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="dossiers")
    # What this dossier is judged by: the cycle's while it is open, from the decision on the one it was decided by.
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=20, choices=SUBJECT_CHOICES)
    judged_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # The window, end excluded: the rulebook's for this kind and year.
    starts = models.DateField()
    ends = models.DateField()
    # Name and kind as they were when the list was frozen; papers print these. The name ends with the place, if any.
    unit_name = models.CharField(max_length=LONGEST_NAME)
    # What stands between the unit and the place of the cycle: "xã Mẫu A" in the cycle of a province.
    place = models.CharField(max_length=LONGEST_NAME, blank=True)
    unit_kind = models.CharField(max_length=15, choices=KIND_CHOICES)
    folded = models.CharField(max_length=LONGEST_NAME)
    position = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=22, choices=DossierState, default=DossierState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    registered_on = models.DateField("ngày đăng ký", null=True, blank=True)
    registration_paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    recognition = models.OneToOneField(Recognition, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        """In the order of the list."""

        ordering = ["position"]
        indexes = [
            models.Index(fields=["cycle", "position"], name="dossiers_cycle_position"),
            models.Index(fields=["cycle", "state"], name="dossiers_cycle_state"),
            models.Index(fields=["cycle", "judged_by"], name="dossiers_cycle_judge"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit"], name="dossiers_dossier_once"),
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="dossiers_dossier_window"),
        ]

    def __str__(self) -> str:
        return self.unit_name

    @property
    def own_name(self) -> str:
        """The name without the place."""
        return self.unit_name.removesuffix(f", {self.place}") if self.place else self.unit_name

    @property
    def window(self) -> Period:
        """The days that are judged."""
        return Period(self.starts, self.ends)

    @property
    def is_decided(self) -> bool:
        """Whether a decision ended it."""
        return self.state in (
            DossierState.RECOGNISED,
            DossierState.NOT_RECOGNISED,
            DossierState.NOT_CONSIDERED,
            DossierState.CANCELLED,
        )
