"""Handing over an office: what was open when one account's work passed to another."""

from django.db import models

from binhyen.accounts.models import User
from binhyen.kernel.codes import new_id
from binhyen.papers.models import Paper
from binhyen.units.models import Unit


class Handover(models.Model):
    """Bàn giao: on a day the roles of one account in a part of the tree passed to another.

    The record names accounts by reference and otherwise offices and counts; the people sign on paper.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    scope_name = models.CharField(max_length=230)
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    handed_on = models.DateField("ngày bàn giao")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    # What was open (`selectors.handover.OpenWork.as_data`), JSON: what the printed record says for ever.
    shown = models.JSONField(default=dict)
    is_sample = models.BooleanField("minh hoạ", default=False)
    applied_at = models.DateTimeField()
    applied_by = models.UUIDField()

    class Meta:
        """Newest first; nobody hands over to themselves."""

        ordering = ["-applied_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(giver=models.F("taker")), name="dossiers_handover_two_accounts")
        ]

    def __str__(self) -> str:
        return f"{self.scope_name} {self.handed_on}"
