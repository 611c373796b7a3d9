"""Cycles, frozen unit lists, dossiers and what is attached to them."""

from django.db import models

from binhyen.kernel.codes import new_id
from binhyen.kernel.kinds import SubjectKind
from binhyen.kernel.period import Period
from binhyen.papers.models import Paper
from binhyen.programmes.models import Programme, Rulebook
from binhyen.recognition.models import Recognition
from binhyen.units.models import KIND_CHOICES, Unit

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
    scope_name = models.CharField(max_length=230)
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


class UnitList(models.Model):
    """Who is judged in a cycle and by whom, frozen by a paper; the denominator of every rate."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="unit_lists")
    seq = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        """The latest one counts; earlier ones stay."""

        constraints = [models.UniqueConstraint(fields=["cycle", "seq"], name="dossiers_unitlist_seq")]

    def __str__(self) -> str:
        return f"{self.cycle_id} #{self.seq}"


class UnitListEntry(models.Model):
    """One unit on a list, as it was on the day of freezing."""

    unit_list = models.ForeignKey(UnitList, on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=20, choices=SUBJECT_CHOICES)
    # The unit whose People's Committee decides; empty where the table of who decides is silent.
    judged_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)

    class Meta:
        """A unit stands on a list once."""

        constraints = [models.UniqueConstraint(fields=["unit_list", "unit"], name="dossiers_unitlistentry_once")]

    def __str__(self) -> str:
        return f"{self.unit_list_id}: {self.unit_id}"


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
    # Name and kind as they were when the list was frozen; papers print these.
    unit_name = models.CharField(max_length=230)
    unit_kind = models.CharField(max_length=15, choices=KIND_CHOICES)
    folded = models.CharField(max_length=230)
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


class Review(models.Model):
    """A meeting, or a round of written opinions: at the unit (self) or at the committee (review)."""

    class Form(models.TextChoices):
        """How opinions were taken."""

        MEETING = "meeting", "Họp"
        WRITTEN = "written", "Lấy ý kiến bằng phiếu"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="reviews")
    # The text that the meeting had before it.
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=6, choices=Basis)
    form = models.CharField(max_length=7, choices=Form, default=Form.MEETING)
    held_on = models.DateField("ngày")
    invited = models.PositiveIntegerField("số được mời")
    present = models.PositiveIntegerField("số có mặt")
    agreed = models.PositiveIntegerField("số tán thành")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        """Counts that can be true together."""

        constraints = [
            models.CheckConstraint(
                condition=models.Q(present__lte=models.F("invited")) & models.Q(agreed__lte=models.F("present")),
                name="dossiers_review_counts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.basis} {self.held_on}"


class MoreRequest(models.Model):
    """Yêu cầu bổ sung: what is missing, on which criterion, asked by whom, answered when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="requests")
    criterion = models.CharField("tiêu chí", max_length=20, blank=True)
    reason = models.CharField("nội dung cần bổ sung", max_length=300)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Oldest first."""

        ordering = ["asked_at"]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.criterion}"


class CommitteeAnswer(models.Model):
    """The committee's recorded yes/no (criterion to_confirm) or points (score entered), with its paper.

    It counts while the dossier's rulebook says of the criterion what `rulebook` says, else it is asked again.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="answers")
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=20)
    met = models.BooleanField(null=True, blank=True)
    points = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        """One answer per criterion; the log keeps the earlier ones."""

        constraints = [models.UniqueConstraint(fields=["dossier", "criterion"], name="dossiers_answer_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.criterion}"


class CheckAnswer(models.Model):
    """What the unit answers to a question of the rulebook about figures that can hardly be true together."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="check_answers")
    check_code = models.CharField(max_length=40)
    # As it was asked; another rulebook may ask otherwise under the same code.
    question = models.CharField("câu hỏi", max_length=300)
    answer = models.CharField("trả lời", max_length=300)
    answered_at = models.DateTimeField()
    answered_by = models.UUIDField()

    class Meta:
        """One answer per question; the log keeps the earlier ones."""

        ordering = ["check_code"]
        constraints = [models.UniqueConstraint(fields=["dossier", "check_code"], name="dossiers_checkanswer_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.check_code}"


class RulebookAdoption(models.Model):
    """An amendment in mid-year: from a day on, by a paper, a cycle judges its open dossiers by another rulebook."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="adoptions")
    seq = models.PositiveSmallIntegerField()
    before = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField("áp dụng từ ngày")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("lý do", max_length=300)
    # What was shown before it was applied (`selectors.adopting.Amendment.as_data`), JSON.
    shown = models.JSONField(default=dict)
    applied_at = models.DateTimeField()
    applied_by = models.UUIDField()

    class Meta:
        """In the order of applying."""

        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "seq"], name="dossiers_adoption_seq"),
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="dossiers_adoption_changes"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} #{self.seq}"


class Standing(models.Model):
    """The verdict of a dossier on one basis: derived while it lives, frozen at the decision."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="standings")
    basis = models.CharField(max_length=6, choices=Basis)
    verdict = models.CharField(max_length=15)
    level = models.CharField(max_length=40, blank=True)
    possible_level = models.CharField(max_length=40, blank=True)
    met = models.PositiveSmallIntegerField()
    not_met = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField()
    not_applicable = models.PositiveSmallIntegerField()
    # Facts used, and from the decision on the explanation given (`selectors.explaining`), JSON.
    facts = models.JSONField(default=dict)
    explanation = models.JSONField(default=list)
    rulebook_hash = models.CharField(max_length=64)
    evaluator_version = models.CharField(max_length=20)
    computed_at = models.DateTimeField()
    is_frozen = models.BooleanField(default=False)

    class Meta:
        """One per basis."""

        constraints = [models.UniqueConstraint(fields=["dossier", "basis"], name="dossiers_standing_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.basis} {self.verdict}"


class LostGround(models.Model):
    """A dossier whose verdict stood on a recognition that was cancelled later: a person must look at it again.

    Noted when the cancellation got its number, from what the verdict stood on then; the verdict itself is not touched.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="lost_grounds")
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.UUIDField(null=True, blank=True)

    class Meta:
        """Noted once."""

        ordering = ["noted_at"]
        constraints = [models.UniqueConstraint(fields=["dossier", "recognition"], name="dossiers_lostground_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.recognition_id}"


class EarlierVerdict(models.Model):
    """A frozen verdict as it was when its recognition was cancelled, kept when the dossier is considered again."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="earlier_verdicts")
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=6, choices=Basis)
    verdict = models.CharField(max_length=15)
    level = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    explanation = models.JSONField(default=list)
    rulebook_hash = models.CharField(max_length=64)
    evaluator_version = models.CharField(max_length=20)
    computed_at = models.DateTimeField()

    class Meta:
        """One per basis of each recognition."""

        constraints = [models.UniqueConstraint(fields=["recognition", "basis"], name="dossiers_earlierverdict_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.basis} {self.verdict}"
