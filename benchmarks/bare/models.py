"""One table."""

from django.db import models


class Row(models.Model):
    """As wide as what a list shows of a dossier."""

    position = models.PositiveIntegerField(db_index=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=40)
    met = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()

    class Meta:
        """In order."""

        ordering = ["position"]

    def __str__(self) -> str:
        return self.name
