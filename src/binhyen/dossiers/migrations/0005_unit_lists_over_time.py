"""A list says what its units were called and which numbers they had; dossiers say under which one a case goes on."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from binhyen.dossiers.models import DossierState
from binhyen.units.models import KIND_CHOICES


def name_entries(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Lists frozen until now take the names under which their dossiers were opened."""
    lists, entries, dossiers = (apps.get_model("dossiers", name) for name in ("UnitList", "UnitListEntry", "Dossier"))
    # List by list: an update may not look through a relation.
    for unit_list in lists.objects.only("cycle"):
        own = dossiers.objects.filter(cycle=unit_list.cycle_id, unit=models.OuterRef("unit"))
        named = {field: models.Subquery(own.values(field)[:1]) for field in ("unit_name", "unit_kind")}
        entries.objects.filter(models.Exists(own), unit_list=unit_list).update(**named)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0004_calendar_and_handover")]

    operations = [
        migrations.AddField("unitlist", "frozen_by", models.UUIDField(blank=True, null=True)),
        migrations.AddField("unitlist", "shown", models.JSONField(blank=True, default=dict)),
        migrations.AddField("unitlistentry", "unit_name", models.CharField(blank=True, default="", max_length=230)),
        migrations.AddField(
            "unitlistentry",
            "unit_kind",
            models.CharField(blank=True, choices=KIND_CHOICES, default="", max_length=15),
        ),
        migrations.AddField("unitlistentry", "identifiers", models.JSONField(blank=True, default=dict)),
        migrations.AlterField("unitlistentry", "unit_name", models.CharField(blank=True, max_length=230)),
        migrations.AlterField(
            "unitlistentry", "unit_kind", models.CharField(blank=True, choices=KIND_CHOICES, max_length=15)
        ),
        migrations.RunPython(name_entries, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name="DossierSuccession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("extent", models.CharField(choices=[("whole", "toàn bộ"), ("part", "một phần")], max_length=5)),
                ("state_before", models.CharField(choices=DossierState.choices, max_length=22)),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="continues", to="dossiers.dossier"
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="continued_by", to="dossiers.dossier"
                    ),
                ),
                (
                    "unit_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dossiers.unitlist"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("before", "after"), name="dossiers_succession_once")],
            },
        ),
    ]
