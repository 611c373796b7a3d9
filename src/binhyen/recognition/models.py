"""Decisions and recognitions, awards, and the one dated table of who decides."""

from datetime import date

from django.db import models

from binhyen.kernel.codes import new_id
from binhyen.kernel.kinds import SubjectKind
from binhyen.papers.models import Paper, Publication
from binhyen.programmes.models import Programme, Rulebook
from binhyen.units.models import Unit

SUBJECT_CHOICES = [(kind.value, kind.vietnamese) for kind in SubjectKind]


class DecidingBody(models.Model):
    """Who decides in a programme on a kind of unit, managed at a rank, in a span of days.

    Empty where the law's text was not read.
    """

    # A code and no foreign key: the table is loaded before the rulebooks. Empty: any programme, as an office may decide.
    programme = models.SlugField("chương trình", max_length=60, blank=True)
    subject_kind = models.CharField(max_length=20, choices=SUBJECT_CHOICES)
    managing_rank = models.CharField(max_length=20, choices=SUBJECT_CHOICES)
    level = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    body = models.CharField("cơ quan quyết định", max_length=200, blank=True)
    signatory = models.CharField("chức vụ người ký", max_length=200, blank=True)
    basis = models.CharField("căn cứ", max_length=300)

    class Meta:
        """One answer per question."""

        constraints = [
            models.UniqueConstraint(
                fields=["programme", "subject_kind", "managing_rank", "level", "valid_from"],
                name="recognition_decidingbody_once",
            ),
            models.UniqueConstraint(
                fields=["programme", "subject_kind", "managing_rank", "level"],
                condition=models.Q(valid_from__isnull=True),
                name="recognition_decidingbody_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind}: {self.body}"


class Delegation(models.Model):
    """Who signs in place of whom, by office, from one day until another, by a paper. Never a person's name."""

    class Form(models.TextChoices):
        """The forms of authority that stand above a signature (Nghị định 30/2020/NĐ-CP)."""

        DEPUTY = "KT", "ký thay (KT.)"
        AUTHORISED = "TUQ", "thừa ủy quyền (TUQ.)"
        ORDERED = "TL", "thừa lệnh (TL.)"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    form = models.CharField("hình thức", max_length=3, choices=Form)
    # The office in whose place is signed ("Chủ tịch"), and the office that signs ("Phó Chủ tịch").
    of_office = models.CharField("thay cho", max_length=120)
    signing_office = models.CharField("chức vụ người ký", max_length=120)
    # The collective for which is signed ("Ủy ban nhân dân"), where the paper is signed on its behalf (TM.).
    on_behalf_of = models.CharField("thay mặt", max_length=120, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        """It ends after it began, and authority that is lent has a last day."""

        ordering = ["-valid_from", "form"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True, form="KT")
                | models.Q(valid_to__isnull=False, valid_to__gte=models.F("valid_from")),
                name="recognition_delegation_has_days",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form}. {self.of_office}, {self.signing_office}"

    @property
    def forms(self) -> tuple[str, ...]:
        """The lines above the office of whoever signs."""
        behalf = (f"TM. {self.on_behalf_of}",) if self.on_behalf_of else ()
        return (*behalf, f"{self.form}. {self.of_office}")

    def is_held_on(self, day: date) -> bool:
        """Whether it is in force on that day: the last one still counts."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Decision(models.Model):
    """A decision of a People's Committee: a draft until the registry has numbered the signed paper."""

    class Kind(models.TextChoices):
        """What the decision does."""

        RECOGNITION = "recognition", "Công nhận"
        CANCELLATION = "cancellation", "Hủy bỏ quyết định công nhận và thu hồi giấy"

    class State(models.TextChoices):
        """From the chair's decision to the numbered paper."""

        DECIDED = "decided", "Chờ văn thư lấy số"
        NUMBERED = "numbered", "Đã lấy số, ban hành"
        # Only a cancellation: the chair did not sign it, and nothing came of it.
        WITHDRAWN = "withdrawn", "Không ban hành"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.RECOGNITION)
    state = models.CharField(max_length=10, choices=State, default=State.DECIDED)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    deciding_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    # The cycle it ends; no foreign key, cycles stand above decisions.
    cycle_id = models.UUIDField(null=True, blank=True, db_index=True)
    year = models.PositiveSmallIntegerField()
    title = models.CharField("trích yếu", max_length=400)
    body = models.CharField("cơ quan ban hành", max_length=200)
    signatory = models.CharField("chức vụ người ký", max_length=200)
    # By which somebody signs in place of the signatory; the paper has to be signed within its days.
    delegation = models.ForeignKey(Delegation, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    signed_on = models.DateField("ngày ký", null=True, blank=True)
    # Everything the paper says, as it was decided; the PDF is set from this and never from live data.
    content = models.JSONField(default=dict)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    is_sample = models.BooleanField("minh hoạ", default=False)
    decided_at = models.DateTimeField()
    decided_by = models.UUIDField()

    class Meta:
        """Number and date come together."""

        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("decided", "withdrawn"), number="", signed_on__isnull=True)
                | (models.Q(state="numbered", signed_on__isnull=False) & ~models.Q(number="")),
                name="recognition_decision_number_with_date",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Recognition(models.Model):
    """What a decision says of one unit for one period. A recognition needs no dossier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="recognitions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="recognitions")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    starts = models.DateField()
    ends = models.DateField()
    # False when the decision says that the unit was considered and not recognised.
    granted = models.BooleanField(default=True)
    level = models.CharField(max_length=40, blank=True)
    level_rank = models.PositiveSmallIntegerField(default=0)
    unit_name = models.CharField(max_length=230)
    unit_kind = models.CharField(max_length=15)
    # Set when the cancelling decision gets its number, not before: until it is signed the recognition is in force.
    cancelled_by = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="cancels", null=True, blank=True)

    class Meta:
        """A unit is decided on once per programme and year, unless the earlier outcome was cancelled."""

        indexes = [models.Index(fields=["programme", "unit", "ends"], name="recognition_unit_period")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "unit", "year"],
                condition=models.Q(cancelled_by__isnull=True),
                name="recognition_once_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(granted=True) & ~models.Q(level="") | models.Q(granted=False, level=""),
                name="recognition_level_when_granted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} {self.year}"


class Cancellation(models.Model):
    """What a cancelling decision says of one recognition: on which grounds it is taken back."""

    class Reason(models.TextChoices):
        """The closed list of grounds; what happened stands in the paper, never here."""

        FIGURES = "figures", "Số liệu, tài liệu làm căn cứ công nhận không đúng"
        LATE_FINDING = "late_finding", "Vi phạm trong kỳ đánh giá được kết luận sau khi công nhận"
        LATE_EVENT = "late_event", "Để xảy ra vụ việc nghiêm trọng sau khi được công nhận"
        PROCEDURE = "procedure", "Xét duyệt, công nhận không đúng quy trình"
        AUTHORITY = "authority", "Quyết định không đúng thẩm quyền"

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="cancellations")
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="cancellations")
    reason = models.CharField("lý do", max_length=12, choices=Reason)
    # A few words of the office about its papers; texts about persons are refused.
    note = models.CharField("nói rõ thêm", max_length=200, blank=True)
    # The conclusion, minutes or letter that found the ground.
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A decision speaks of a recognition once."""

        constraints = [
            models.UniqueConstraint(fields=["decision", "recognition"], name="recognition_cancellation_once")
        ]

    def __str__(self) -> str:
        return f"{self.recognition_id}: {self.reason}"


class Award(models.Model):
    """An award given in a programme: its form, by whom, and how many collectives and individuals received it.

    Individuals are a count and nothing else; collectives may be named where they are units of the tree.
    """

    class Form(models.TextChoices):
        """The closed list of forms."""

        GIAY_KHEN = "giay_khen", "giấy khen"
        BANG_KHEN = "bang_khen", "bằng khen"
        CO_THI_DUA = "co_thi_dua", "cờ thi đua"
        KY_NIEM_CHUONG = "ky_niem_chuong", "kỷ niệm chương"
        HUY_CHUONG = "huy_chuong", "huy chương"
        HUAN_CHUONG = "huan_chuong", "huân chương"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="awards")
    # The unit in whose area it was given.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="awards")
    from_year = models.PositiveSmallIntegerField("từ năm")
    to_year = models.PositiveSmallIntegerField("đến năm")
    form = models.CharField("hình thức", max_length=15, choices=Form)
    collectives = models.PositiveIntegerField("số tập thể", default=0)
    individuals = models.PositiveIntegerField("số cá nhân", default=0)
    named = models.ManyToManyField(Unit, related_name="+", verbose_name="tập thể là đơn vị trong hệ thống", blank=True)
    # Reward money of all of them together, in đồng; empty: not said.
    money = models.PositiveBigIntegerField("tiền thưởng", null=True, blank=True)
    body = models.CharField("cơ quan khen thưởng", max_length=200)
    number = models.CharField("số, ký hiệu quyết định", max_length=60, blank=True)
    given_on = models.DateField("ngày quyết định", null=True, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # Where it was read, for what others published.
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    is_sample = models.BooleanField("minh hoạ", default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True, blank=True)
    # A slip of the hand is struck out, not deleted.
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.UUIDField(null=True, blank=True)

    class Meta:
        """Somebody received it, in years that follow each other, on some evidence."""

        ordering = ["-to_year", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(collectives__gt=0) | models.Q(individuals__gt=0), name="recognition_award_somebody"
            ),
            models.CheckConstraint(
                condition=models.Q(to_year__gte=models.F("from_year")), name="recognition_award_years"
            ),
            models.CheckConstraint(
                condition=~models.Q(number="") | models.Q(publication__isnull=False), name="recognition_award_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.to_year}"

    @property
    def years(self) -> str:
        """The years it honours: "2012–2022", or one."""
        return str(self.to_year) if self.from_year == self.to_year else f"{self.from_year}–{self.to_year}"


class Complaint(models.Model):
    """That a complaint about a unit was received, and how it was answered: number, days and result, never its content.

    While one waits for its answer, no award is recorded for the unit.
    """

    class Result(models.TextChoices):
        """How it ended."""

        PENDING = "", "Đang xem xét"
        UPHELD = "upheld", "Có cơ sở"
        REJECTED = "rejected", "Không có cơ sở"
        WITHDRAWN = "withdrawn", "Người gửi rút"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="complaints")
    number = models.CharField("số vào sổ", max_length=60)
    received_on = models.DateField("ngày nhận")
    due_on = models.DateField("hạn trả lời", null=True, blank=True)
    result = models.CharField("kết quả", max_length=9, choices=Result, default=Result.PENDING, blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    # The paper that answered it.
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        """Result and day come together; nothing is answered before it came."""

        ordering = ["-received_on", "-recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(result="", answered_on__isnull=True)
                | (~models.Q(result="") & models.Q(answered_on__gte=models.F("received_on"))),
                name="recognition_complaint_answered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.result}".strip()
