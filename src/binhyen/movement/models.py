"""Covenants, pilots and roll-out, activities, models and stages of programmes: counts, offices and days, no person.

What was published about real places refers to its publication and carries the key under which it is shipped. What was
entered by mistake is withdrawn and stays readable; it counts nowhere.
"""

from typing import ClassVar

from django.db import models

from binhyen.kernel.codes import new_id
from binhyen.kernel.kinds import SubjectKind
from binhyen.movement.kinds import ActivityKind, Audience
from binhyen.papers.models import Paper, Publication
from binhyen.programmes.models import Programme
from binhyen.units.models import Unit

SUBJECT_CHOICES = [(kind.value, kind.vietnamese) for kind in SubjectKind]


class Recorded(models.Model):
    """What every record of the movement has: where it was read or proved, and who entered it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # For life, of what comes with a release; local records have none.
    key = models.SlugField(max_length=60, unique=True, null=True, blank=True)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # Neutral: what a reader should know, such as what the source leaves open.
    note = models.CharField("ghi chú", max_length=500, blank=True)
    is_sample = models.BooleanField("minh hoạ", default=False)
    withdrawn = models.BooleanField("đã rút", default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True, blank=True)

    class Meta:
        """Each kind of record has a table of its own."""

        abstract = True

    # The word for the kind of record, as it stands inside a sentence.
    word: ClassVar[str] = ""


class Covenant(Recorded):
    """The members of a place or a cluster promise each other something. Signed, it is fixed; another one replaces it."""

    word = "giao ước"

    class State(models.TextChoices):
        """From the draft to what replaces it."""

        DRAFT = "draft", "Dự thảo"
        SIGNED = "signed", "Đã ký"
        REPLACED = "replaced", "Đã được thay"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    title = models.CharField("tên giao ước", max_length=300)
    # What is promised, sentence by sentence; empty where a source does not give the text.
    terms = models.JSONField("nội dung", default=list, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True, blank=True)

    class Meta:
        """A draft has no day of signing, everything else has one."""

        ordering = ["-year", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft", signed_on__isnull=True)
                | (~models.Q(state="draft") & models.Q(signed_on__isnull=False)),
                name="movement_covenant_signed_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CovenantMember(models.Model):
    """A unit, or an agency that is no unit here, and the office of whoever signs for it. Never a person's name."""

    covenant = models.ForeignKey(Covenant, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # As the covenant names it; for a unit its full name on the day of drafting.
    name = models.CharField("thành viên", max_length=230)
    office = models.CharField("chức vụ người ký", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        """In the order of signing."""

        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["covenant", "position"], name="movement_member_one_position"),
            models.UniqueConstraint(
                fields=["covenant", "unit"], condition=models.Q(unit__isnull=False), name="movement_member_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Rollout(Recorded):
    """A unit tries the programme first, or takes it over. Without a first day it is planned, no more."""

    word = "việc làm điểm, nhân rộng"

    class Phase(models.TextChoices):
        """Trying out, or spreading."""

        PILOT = "pilot", "làm điểm"
        ROLLOUT = "rollout", "nhân rộng"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField("bước", max_length=7, choices=Phase)
    starts = models.DateField("từ ngày", null=True, blank=True)
    ends = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        """What ends has begun."""

        ordering = ["phase", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gt=models.F("starts")),
                name="movement_rollout_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.phase} {self.unit_id}"


class Activity(Recorded):
    """Something that was done, once or several times, by one or several hosts together. It counts once everywhere.

    What was published without a day ("hằng năm") says so in `when_said`; it enters no count.
    """

    word = "hoạt động"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField("loại", max_length=12, choices=ActivityKind)
    title = models.CharField("nội dung", max_length=300, blank=True)
    # Codes of `Audience`, in its order.
    audiences = models.JSONField("đối tượng tham gia", default=list, blank=True)
    # At which kind of unit it was held; a joint event too has one place, so that parts add up to the whole.
    held_at = models.CharField("tổ chức ở", max_length=20, choices=SUBJECT_CHOICES)
    # Empty where a source does not say how often.
    times = models.PositiveIntegerField("số cuộc", null=True, blank=True)
    people = models.PositiveIntegerField("lượt người tham gia", null=True, blank=True)
    cases = models.PositiveIntegerField("số vụ nhận hòa giải", null=True, blank=True)
    settled = models.PositiveIntegerField("số vụ hòa giải thành", null=True, blank=True)
    starts = models.DateField("từ ngày", null=True, blank=True)
    ends = models.DateField("đến trước ngày", null=True, blank=True)
    when_said = models.CharField(max_length=120, blank=True)

    class Meta:
        """Counts fit each other; only what others published may lack its day."""

        ordering = ["-starts", "kind"]
        verbose_name_plural = "activities"
        indexes = [models.Index(fields=["starts", "ends"], name="movement_activity_span")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts__isnull=False, ends__gt=models.F("starts"), when_said="")
                | (
                    models.Q(starts__isnull=True, ends__isnull=True, publication__isnull=False)
                    & ~models.Q(when_said="")
                ),
                name="movement_activity_has_days",
            ),
            models.CheckConstraint(
                condition=models.Q(times__gt=0) | models.Q(times__isnull=True, publication__isnull=False),
                name="movement_activity_counts",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="mediation", settled__isnull=True)
                | models.Q(kind="mediation", settled__lte=models.F("cases"))
                | models.Q(cases__isnull=True, settled__isnull=True),
                name="movement_activity_settled_in_cases",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}".strip()

    @property
    def audience_words(self) -> tuple[str, ...]:
        """For whom, in words."""
        return tuple(str(Audience(code).label) for code in self.audiences)


class ActivityHost(models.Model):
    """A unit that held the activity, alone or with others."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="hosts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        """A host stands once."""

        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["activity", "unit"], name="movement_host_once")]

    def __str__(self) -> str:
        return str(self.unit_id)


class Model(Recorded):
    """A way of working that a place keeps going under a name ("Camera an ninh"); never the programme itself."""

    word = "mô hình"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("tên mô hình", max_length=200)
    # The name as it is compared: one name is counted once, in however many places it is kept.
    folded = models.CharField(max_length=200)
    # Empty: not known; and of the last year: still kept.
    from_year = models.PositiveSmallIntegerField("từ năm", null=True, blank=True)
    to_year = models.PositiveSmallIntegerField("đến hết năm", null=True, blank=True)

    class Meta:
        """What ended has begun."""

        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_year__isnull=True)
                | models.Q(from_year__isnull=True)
                | models.Q(to_year__gte=models.F("from_year")),
                name="movement_model_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ModelYear(models.Model):
    """The yearly confirmation of a model, in its three numbers: the name, points where it works, teams that keep it."""

    model = models.ForeignKey(Model, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField("năm")
    is_kept = models.BooleanField("còn hoạt động")
    points = models.PositiveIntegerField("số điểm", default=0)
    teams = models.PositiveIntegerField("số tổ", default=0)
    members = models.PositiveIntegerField("số người tham gia", null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True, blank=True)

    class Meta:
        """One word a year; what is not kept has no points."""

        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["model", "year"], name="movement_modelyear_once"),
            models.CheckConstraint(
                condition=models.Q(is_kept=True) | models.Q(points=0, teams=0), name="movement_modelyear_kept_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model_id} {self.year}"


class Stage(Recorded):
    """Some years of a programme in a place, looked back on together ("giai đoạn 2012–2022")."""

    word = "giai đoạn"

    class Form(models.TextChoices):
        """How it was summed up."""

        INTERIM = "interim", "sơ kết"
        FINAL = "final", "tổng kết"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("tên giai đoạn", max_length=300)
    from_year = models.PositiveSmallIntegerField("từ năm")
    to_year = models.PositiveSmallIntegerField("đến hết năm")
    form = models.CharField("hình thức", max_length=7, choices=Form, blank=True)
    summed_up_on = models.DateField("ngày hội nghị", null=True, blank=True)

    class Meta:
        """Years in their order, named once for a place."""

        ordering = ["-to_year", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_year__gte=models.F("from_year")), name="movement_stage_years_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(summed_up_on__isnull=True) | ~models.Q(form=""), name="movement_stage_says_how"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def years(self) -> str:
        """ "2012–2022"."""
        return f"{self.from_year}–{self.to_year}"
