"""A question to many units, their answers with what they replace, and what was sent upwards, frozen."""

from django.db import models

from binhyen.accounts.models import User
from binhyen.figures.models import Channel
from binhyen.kernel.codes import new_id
from binhyen.papers.models import Paper
from binhyen.units.models import KIND_CHOICES, Unit


class Collection(models.Model):
    """One question to chosen units until a time. Its answers are no figures of any rulebook."""

    class Kind(models.TextChoices):
        """What is answered."""

        COUNT = "count", "số đếm"
        YES_NO = "yes_no", "có hoặc không"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scope_name = models.CharField(max_length=230)
    question = models.CharField("câu hỏi", max_length=200)
    kind = models.CharField("trả lời bằng", max_length=6, choices=Kind, default=Kind.COUNT)
    measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    due_at = models.DateTimeField("báo trước")
    is_sample = models.BooleanField("minh hoạ", default=False)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Newest first; a count is a count of something."""

        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(kind="count") & ~models.Q(measure="")) | models.Q(kind="yes_no", measure=""),
                name="collection_measure_of_counts",
            )
        ]

    def __str__(self) -> str:
        return self.question


class AskedUnit(models.Model):
    """A unit that was asked, as it was called then."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="asked")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=230)
    unit_kind = models.CharField(max_length=15, choices=KIND_CHOICES)
    position = models.PositiveIntegerField()

    class Meta:
        """In the order of the list; asked once."""

        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["collection", "unit"], name="collection_asked_once")]

    def __str__(self) -> str:
        return self.unit_name


class GivenAnswer(models.Model):
    """What a unit answered. A correction replaces it; the earlier one stays."""

    class Reason(models.TextChoices):
        """Why an answer was replaced after it had been sent upwards."""

        UNIT_CORRECTED = "unit", "đơn vị báo lại"
        MISTYPED = "typing", "gõ nhầm"
        COUNTED_TWICE = "twice", "tính trùng"
        COUNTED_LATER = "later", "phát sinh thêm sau giờ báo"
        MISUNDERSTOOD = "meaning", "hiểu chưa đúng câu hỏi"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    asked = models.ForeignKey(AskedUnit, on_delete=models.PROTECT, related_name="answers")
    # Of a count; zero is a number that somebody reported.
    number = models.PositiveBigIntegerField(null=True, blank=True)
    # Of a question answered with yes or no.
    is_yes = models.BooleanField(null=True, blank=True)
    reported_by = models.CharField("người báo", max_length=120)
    channel = models.CharField("kênh", max_length=8, choices=Channel)
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    reason = models.CharField("lý do sửa", max_length=8, choices=Reason, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        """One standing answer; it says one thing."""

        ordering = ["recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked"], condition=models.Q(is_current=True), name="collection_answer_one_current"
            ),
            models.CheckConstraint(
                condition=models.Q(number__isnull=False, is_yes__isnull=True)
                | models.Q(number__isnull=True, is_yes__isnull=False),
                name="collection_answer_says_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_id} {self.number if self.number is not None else self.is_yes}"


class Sending(models.Model):
    """What was sent upwards at one moment: the totals, who was missing, and every unit's word, frozen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="sendings")
    seq = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    body = models.CharField("nơi nhận", max_length=200)
    channel = models.CharField("kênh", max_length=8, choices=Channel)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # {"units": [[id of the asked unit, name, number or null, yes or null], …]}, in the order of the list.
    content = models.JSONField()
    sent_by = models.UUIDField()

    class Meta:
        """In the order in which they were sent."""

        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["collection", "seq"], name="collection_sending_seq")]

    def __str__(self) -> str:
        return f"{self.collection_id} #{self.seq}"
