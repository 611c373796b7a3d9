"""Links and what is kept of them: neither the address nor the PIN, only what recognises both."""

from datetime import datetime

from django.db import models

from binhyen.accounts.models import User
from binhyen.dossiers.models import Dossier
from binhyen.kernel import clock
from binhyen.kernel.codes import new_id


class Link(models.Model):
    """One address, with a PIN, to the dossier of one unit in one cycle."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="links")
    # In whose name the acts stand: an account without password and role, one for each link.
    holder = models.OneToOneField(User, on_delete=models.PROTECT, related_name="link")
    token_hash = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=128)
    valid_to = models.DateField("dùng đến hết ngày")
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    giver_name = models.CharField(max_length=120)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.UUIDField(null=True, blank=True)
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    last_entered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A dossier has one link at a time: a new one takes the place of the old."""

        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(revoked_at__isnull=True), name="links_link_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.valid_to}"

    @property
    def is_alive(self) -> bool:
        """Whether it still leads anywhere today."""
        return self.revoked_at is None and clock.today() <= self.valid_to

    def is_locked(self, at: datetime) -> bool:
        """Whether wrong PINs keep it shut at this instant."""
        return self.locked_until is not None and at < self.locked_until
