"""By what a dossier is judged, how it stands, and what became of earlier verdicts."""

from django.db import models

from binhyen.dossiers.models.core import Basis, Cycle, Dossier
from binhyen.kernel.codes import new_id
from binhyen.papers.models import Paper
from binhyen.programmes.models import Rulebook
from binhyen.recognition.models import Recognition


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
