"""Log entries. No foreign keys to live data: the log must outlast what it speaks of, and never block it."""

from typing import Any, Never

from django.db import models


class LogHead(models.Model):
    """The end of the chain: one row, locked by whoever appends, so that entries have one order."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        """Exactly one row."""

        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_loghead_single")]

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash[:12]}"


class LogEntry(models.Model):
    """One act: who, what, on what, with which content, sealed by hash over the previous entry."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, blank=True)
    actor_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=60)
    subjects = models.JSONField(default=list)
    payload = models.TextField()
    act_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """In the order they happened."""

        ordering = ["seq"]
        indexes = [models.Index(fields=["verb", "seq"], name="audit_verb_seq")]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only a new entry can be saved, and only by `services.record`."""
        if not self._state.adding:
            raise TypeError("a log entry never changes")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        """A log entry is never deleted."""
        raise TypeError("a log entry is never deleted")


class LogSubject(models.Model):
    """Which entries speak of a thing, so that its story is one indexed query."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()

    class Meta:
        """One row per entry and thing."""

        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_id", "entry"], name="audit_logsubject_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject_id}"
