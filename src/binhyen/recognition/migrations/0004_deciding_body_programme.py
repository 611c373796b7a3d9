"""Who decides is said for a programme: what the law says of one is not said of another."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Every row so far came from the circulars on this standard.
_STANDARD = "an-toan-antt"


def name_the_programme(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Say of the standing rows which programme they speak of."""
    apps.get_model("recognition", "DecidingBody").objects.update(programme=_STANDARD)


class Migration(migrations.Migration):
    """The programme of a row, and the questions that have one answer."""

    dependencies = [("recognition", "0003_award")]

    operations = [
        migrations.RemoveConstraint(model_name="decidingbody", name="recognition_decidingbody_once"),
        migrations.RemoveConstraint(model_name="decidingbody", name="recognition_decidingbody_open_once"),
        migrations.AddField(
            model_name="decidingbody",
            name="programme",
            field=models.SlugField(blank=True, default="", max_length=60, verbose_name="chương trình"),
            preserve_default=False,
        ),
        migrations.RunPython(name_the_programme, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="decidingbody",
            constraint=models.UniqueConstraint(
                fields=["programme", "subject_kind", "managing_rank", "level", "valid_from"],
                name="recognition_decidingbody_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="decidingbody",
            constraint=models.UniqueConstraint(
                condition=models.Q(valid_from__isnull=True),
                fields=["programme", "subject_kind", "managing_rank", "level"],
                name="recognition_decidingbody_open_once",
            ),
        ),
    ]
