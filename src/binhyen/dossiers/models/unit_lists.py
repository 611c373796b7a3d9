"""Frozen unit lists: who is judged in a cycle, and how a list passes over to what became of its units."""

from django.db import models

from binhyen.dossiers.models.core import SUBJECT_CHOICES, Cycle, Dossier, DossierState
from binhyen.kernel.codes import new_id
from binhyen.papers.models import Paper
from binhyen.units.models import KIND_CHOICES, Succession, Unit


class UnitList(models.Model):
    """Who is judged in a cycle and by whom, frozen by a paper; the denominator of every rate."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="unit_lists")
    seq = models.PositiveSmallIntegerField()
    frozen_at = models.DateTimeField()
    frozen_by = models.UUIDField(null=True, blank=True)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # What was shown before it was frozen: who was left out and why, and what changed (`selectors.unit_lists`), JSON.
    shown = models.JSONField(default=dict, blank=True)

    class Meta:
        """The latest one counts; earlier ones stay."""

        constraints = [models.UniqueConstraint(fields=["cycle", "seq"], name="dossiers_unitlist_seq")]

    def __str__(self) -> str:
        return f"{self.cycle_id} #{self.seq}"


class UnitListEntry(models.Model):
    """One unit on a list, as it was on the day of freezing."""

    unit_list = models.ForeignKey(UnitList, on_delete=models.PROTECT, related_name="entries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(max_length=230, blank=True)
    unit_kind = models.CharField(max_length=15, choices=KIND_CHOICES, blank=True)
    subject_kind = models.CharField(max_length=20, choices=SUBJECT_CHOICES)
    # The unit whose People's Committee decides; empty where the table of who decides is silent.
    judged_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    # Numbers by which the unit was known that day: a unit made anew under another id keeps its tax or school code.
    identifiers = models.JSONField(default=dict, blank=True)

    class Meta:
        """A unit stands on a list once."""

        constraints = [models.UniqueConstraint(fields=["unit_list", "unit"], name="dossiers_unitlistentry_once")]

    def __str__(self) -> str:
        return f"{self.unit_list_id}: {self.unit_name or self.unit_id}"


class DossierSuccession(models.Model):
    """A dossier that ended with its unit, and the dossier under which its case goes on."""

    before = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="continued_by")
    after = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="continues")
    extent = models.CharField(max_length=5, choices=Succession.Extent)
    # Where the earlier dossier stood when its unit ended.
    state_before = models.CharField(max_length=22, choices=DossierState)
    unit_list = models.ForeignKey(UnitList, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """One link per pair."""

        constraints = [models.UniqueConstraint(fields=["before", "after"], name="dossiers_succession_once")]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"
