"""Targets: what somebody resolved to reach by a day, kept as data beside what is recognised."""

from django.db import models

from binhyen.kernel.codes import new_id
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.models import Paper, Publication
from binhyen.programmes.models import Programme
from binhyen.units.models import Unit

SUBJECT_CHOICES = [(kind.value, kind.vietnamese) for kind in SubjectKind]


class Target(models.Model):
    """So many units of a kind below `scope` are to reach something by the end of a day.

    A target never says what was reached; that is counted from decisions and dossiers each time it is read.
    """

    class Counts(models.TextChoices):
        """What is counted."""

        RECOGNISED = "recognised", "được công nhận từ mức"
        CRITERIA = "criteria", "đạt từ số tiêu chí"

    class Relation(models.TextChoices):
        """How the number is meant."""

        EXACTLY = "", "đúng như số nêu"
        AT_LEAST = "at_least", "ít nhất"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Of a target that comes with a release; typed ones have none.
    key = models.SlugField(max_length=60, unique=True, null=True, blank=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="targets")
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField("loại đơn vị", max_length=20, choices=SUBJECT_CHOICES)
    by = models.DateField("đến hết ngày")
    counts = models.CharField("đếm", max_length=10, choices=Counts)
    # A title of the programme (counts: recognised), or how many criteria are met (counts: criteria).
    level = models.CharField("mức", max_length=40, blank=True)
    criteria = models.PositiveSmallIntegerField("số tiêu chí", null=True, blank=True)
    relation = models.CharField(max_length=8, choices=Relation, blank=True, default=Relation.EXACTLY)
    count = models.PositiveIntegerField("chỉ tiêu")
    # Of how many, where the source says so ("3/9 xã đã đăng ký").
    base = models.PositiveIntegerField("trên tổng số", null=True, blank=True)
    base_words = models.CharField("tổng số là", max_length=120, blank=True)
    # So many in each unit of this kind below the scope.
    each = models.CharField("ở mỗi", max_length=20, choices=SUBJECT_CHOICES, blank=True)
    # Targets of one group part the same whole: a unit counts once, in the highest that it reaches.
    group = models.SlugField("nhóm", max_length=40, blank=True)
    what = models.CharField("nội dung", max_length=200)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    is_sample = models.BooleanField("minh hoạ", default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)

    class Meta:
        """First what is due first."""

        ordering = ["by", "position", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(counts="recognised", criteria__isnull=True) & ~models.Q(level="")
                | models.Q(counts="criteria", criteria__isnull=False, level=""),
                name="insight_target_counts_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(base__isnull=True) | models.Q(base__gte=models.F("count")),
                name="insight_target_within_base",
            ),
            models.CheckConstraint(condition=models.Q(count__gt=0), name="insight_target_something"),
            models.CheckConstraint(
                condition=models.Q(paper__isnull=False) | models.Q(publication__isnull=False),
                name="insight_target_source",
            ),
        ]

    def __str__(self) -> str:
        return self.what
