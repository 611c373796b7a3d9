"""Programmes, issued rulebooks, and the figures they speak of (one definition per key in an installation)."""

from typing import Any

from django.db import models

from binhyen.kernel.codes import new_id
from binhyen.papers.models import Paper
from binhyen.units.models import Unit


class Programme(models.Model):
    """A named movement with an owner."""

    class Word(models.TextChoices):
        """What the programme calls itself."""

        MOVEMENT = "movement", "phong trào"
        CAMPAIGN = "campaign", "cuộc vận động"
        MODEL = "model", "mô hình"
        STANDARD = "standard", "tiêu chuẩn"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField("tên", max_length=200)
    word = models.CharField("gọi là", max_length=10, choices=Word, default=Word.MOVEMENT)
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    summary = models.TextField("giới thiệu", blank=True)

    class Meta:
        """By name."""

        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sample(self) -> bool:
        """Whether an invented unit owns it: then the programme is invented too, and stands apart from real ones."""
        return self.owner is not None and self.owner.is_sample


class FigureDefinition(models.Model):
    """A figure that can be reported. Two rulebooks using one key agree on its answer and unit of measure."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=60, unique=True)
    name = models.CharField("tên", max_length=300)
    answer = models.CharField("cách trả lời", max_length=12)
    unit_of_measure = models.CharField("đơn vị tính", max_length=30, blank=True)

    class Meta:
        """By key."""

        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class Rulebook(models.Model):
    """One version of a programme's criteria. Once issued its content never changes."""

    class State(models.TextChoices):
        """Draft, in force, or ended by a later act."""

        DRAFT = "draft", "Dự thảo"
        ISSUED = "issued", "Đã ban hành"
        REPLACED = "replaced", "Đã thay thế"
        REPEALED = "repealed", "Đã bãi bỏ"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rulebooks")
    version = models.CharField("phiên bản", max_length=40)
    name = models.CharField("tên", max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    source = models.TextField("nguyên bản")
    canonical = models.TextField("bản chuẩn hoá")
    content_hash = models.CharField(max_length=64)
    valid_from = models.DateField("hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("hiệu lực đến trước", null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.UUIDField(null=True, blank=True)
    # The act that issued it, and the one that replaced or repealed it. Shipped texts carry their sources in themselves.
    issuing_paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ending_paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, related_name="replaces", null=True, blank=True)
    figures = models.ManyToManyField(FigureDefinition, related_name="rulebooks")
    # How many places are marked to_confirm: kept beside the content so that lists need not parse it.
    to_confirm_count = models.PositiveIntegerField(default=0)

    # A later act replaces or repeals a rulebook without touching a word of it.
    _ENDING = frozenset({"state", "valid_to", "ending_paper", "replaced_by"})

    class Meta:
        """A version exists once."""

        ordering = ["programme", "valid_from", "version"]
        constraints = [models.UniqueConstraint(fields=["programme", "version"], name="programmes_rulebook_version")]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change what was issued; only how its validity ends may still be written (`update_fields`)."""
        if not self._state.adding and not self._ENDING.issuperset(kwargs.get("update_fields") or ("content",)):
            stored = Rulebook.objects.filter(pk=self.pk).values_list("state", flat=True).first()
            if stored != self.State.DRAFT:
                raise TypeError("an issued rulebook never changes")
        super().save(*args, **kwargs)


class Citation(models.Model):
    """An administrator's confirmation, with its source, of a place that the rulebook marks to_confirm."""

    rulebook = models.ForeignKey(Rulebook, on_delete=models.PROTECT, related_name="citations")
    place = models.CharField(max_length=100)
    citation = models.CharField("căn cứ", max_length=300)
    confirmed_by = models.UUIDField()
    confirmed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Each place is confirmed once."""

        constraints = [models.UniqueConstraint(fields=["rulebook", "place"], name="programmes_citation_once")]

    def __str__(self) -> str:
        return f"{self.place}: {self.citation}"
