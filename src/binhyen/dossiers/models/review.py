"""What people say about a dossier: meetings, requests for more, the committee's answers, answers to questions."""

from django.db import models

from binhyen.dossiers.ballots import Outcome
from binhyen.dossiers.models.committee import CommitteeRules
from binhyen.dossiers.models.core import Basis, Dossier
from binhyen.kernel.codes import new_id
from binhyen.papers.models import Paper
from binhyen.programmes.models import Rulebook


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
    against = models.PositiveIntegerField("số không tán thành", null=True, blank=True)
    abstained = models.PositiveIntegerField("số phiếu trắng", null=True, blank=True)
    # Where the committee votes by rules of its own: by which, how many could vote on this unit (its own member cannot),
    # what the chair's office said in a tie, and what it came to.
    rules = models.ForeignKey(CommitteeRules, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    members = models.PositiveSmallIntegerField("số thành viên được biểu quyết", null=True, blank=True)
    chair_agrees = models.BooleanField("ý kiến người chủ trì", null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=[(one.value, one.vietnamese) for one in Outcome], blank=True)
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


class FrontOpinion(models.Model):
    """What the Fatherland Front says of a dossier: one word, remarks from a closed list, and its paper."""

    class Word(models.TextChoices):
        """The opinion."""

        AGREED = "agreed", "Nhất trí"
        NOT_AGREED = "not_agreed", "Không nhất trí"
        REMARKS = "remarks", "Nhất trí, có lưu ý"

    class About(models.TextChoices):
        """What a remark is about; what it says stands in the paper."""

        FIGURES = "figures", "Số liệu cần đối chiếu lại"
        PAPERS = "papers", "Văn bản, hồ sơ chưa đủ"
        MEETING = "meeting", "Cuộc họp ở đơn vị chưa đúng thành phần"
        PEOPLE = "people", "Ý kiến của Nhân dân chưa được tổng hợp"

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="front_opinion")
    word = models.CharField("ý kiến", max_length=10, choices=Word)
    about = models.JSONField(default=list, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.word}"


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
