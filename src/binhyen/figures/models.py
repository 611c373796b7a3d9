"""Values, of which a correction supersedes and the old one stays; and numbers that others published, which are quoted."""

from django.db import models

from binhyen.accounts.models import User
from binhyen.kernel.codes import new_id
from binhyen.papers.models import Paper, Publication
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
    LINK = "link", "liên kết có mã PIN"


# What whoever types for others can have heard it by; what came by a link says so itself.
HEARD_BY = [(value, label) for value, label in Channel.choices if value != Channel.LINK]


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


class PublishedFigure(models.Model):
    """A number that somebody published about one or more units, with where it was published.

    It is quoted, never reckoned with: it is no FigureValue and enters no verdict.
    """

    class Nature(models.TextChoices):
        """What the number says."""

        RESULT = "result", "kết quả"
        TARGET = "target", "chỉ tiêu"
        SCALE = "scale", "quy mô, mốc thời gian"

    class Relation(models.TextChoices):
        """How the source limits the number."""

        EXACTLY = "", ""
        AT_LEAST = "at_least", "ít nhất"
        MORE_THAN = "more_than", "trên"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.SlugField(max_length=60, unique=True)
    units = models.ManyToManyField(Unit, related_name="published_figures")
    # A code and no foreign key: a figure may be published before the criteria of its programme are in use here.
    programme = models.SlugField("chương trình", max_length=60, db_index=True)
    position = models.PositiveSmallIntegerField(default=0)
    nature = models.CharField(max_length=6, choices=Nature)
    what = models.CharField("nội dung", max_length=300)
    relation = models.CharField(max_length=9, choices=Relation, default=Relation.EXACTLY, blank=True)
    value = models.DecimalField("giá trị", max_digits=20, decimal_places=2, null=True, blank=True)
    part = models.PositiveBigIntegerField("số đạt", null=True, blank=True)
    whole = models.PositiveBigIntegerField("trên tổng số", null=True, blank=True)
    # What is published but is no number: a day of the year, "hằng năm".
    said = models.CharField("bằng lời", max_length=60, blank=True)
    measure = models.CharField("đơn vị tính", max_length=60, blank=True)
    period = models.CharField("thời kỳ", max_length=120)
    # The last year that the period is known to reach, for ordering.
    year = models.PositiveSmallIntegerField("năm")
    # Neutral: what a reader should know before comparing.
    note = models.CharField("ghi chú", max_length=500, blank=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One way to say the number: a value, a share, or words."""

        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__isnull=False, part__isnull=True, whole__isnull=True, said="")
                | models.Q(value__isnull=True, part__isnull=False, whole__gt=0, said="")
                | (models.Q(value__isnull=True, part__isnull=True, whole__isnull=True) & ~models.Q(said="")),
                name="figures_published_said_one_way",
            ),
            # What is more than its whole is no share; such numbers are published side by side with a note.
            models.CheckConstraint(
                condition=models.Q(part__isnull=True) | models.Q(part__lte=models.F("whole")),
                name="figures_published_part_in_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} ({self.period})"
