"""Values. A correction supersedes; the old value stays."""

from django.db import models

from binhyen.accounts.models import User
from binhyen.kernel.codes import new_id
from binhyen.papers.models import Paper
from binhyen.programmes.models import FigureDefinition
from binhyen.units.models import Unit


class Source(models.TextChoices):
    """Whose word the value is."""

    SELF = "self", "tự báo cáo"
    REVIEW = "review", "xét duyệt"
    OWNER = "owner", "cơ quan chủ quản"
    PUBLISHED = "published", "đã công bố"


class Channel(models.TextChoices):
    """How the report reached whoever typed it."""

    DIRECT = "direct", "tự nhập"
    PHONE = "phone", "điện thoại"
    PAPER = "paper", "giấy"
    ZALO = "zalo", "Zalo"
    MEETING = "meeting", "họp"
    FILE = "file", "bảng tính"


class FigureValue(models.Model):
    """One answer to one figure, for a unit and a period (end excluded), from one source."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    figure = models.ForeignKey(FigureDefinition, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    source = models.CharField(max_length=10, choices=Source)
    # Counts, amounts and scores; exact.
    number = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    # The answer of a yes_no, document, confirmation or choice: "yes"/"no" or the chosen code.
    # yes of a confirmation means: confirmed that it did not occur.
    word = models.CharField(max_length=60, blank=True)
    # A date answer, or the date of the document.
    day = models.DateField(null=True, blank=True)
    # The reporter took the answer back: nothing is known again.
    withdrawn = models.BooleanField(default=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reported_by = models.CharField("người báo cáo", max_length=120)
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField("kênh", max_length=8, choices=Channel)
    recorded_at = models.DateTimeField()
    reason = models.CharField("lý do sửa", max_length=300, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="superseded_by", null=True, blank=True
    )
    is_current = models.BooleanField(default=True)

    class Meta:
        """One current value for a figure, unit, period and source."""

        indexes = [models.Index(fields=["unit", "starts", "ends"], name="figures_value_unit_period")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")), name="figures_value_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True) | models.Q(number__gte=0),
                name="figures_value_number_not_negative",
            ),
            models.UniqueConstraint(
                fields=["figure", "unit", "starts", "ends", "source"],
                condition=models.Q(is_current=True),
                name="figures_value_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.unit_id} {self.number if self.number is not None else self.word}"
