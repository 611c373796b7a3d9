import django.db.models.deletion
from django.db import migrations, models

import binhyen.kernel.codes

_HOLDERS = ("committeeanswer", "dossier", "review")


def fill_rulebooks(apps, schema_editor):
    """Until now everything in a cycle stood under the cycle's rulebook."""
    of_cycle = apps.get_model("dossiers", "Cycle").objects.filter(pk=models.OuterRef("cycle")).values("rulebook")
    dossiers = apps.get_model("dossiers", "Dossier").objects
    dossiers.update(rulebook=models.Subquery(of_cycle))
    of_dossier = dossiers.filter(pk=models.OuterRef("dossier")).values("rulebook")
    for name in ("CommitteeAnswer", "Review"):
        apps.get_model("dossiers", name).objects.update(rulebook=models.Subquery(of_dossier))
    # PostgreSQL alters no table on whose rows a constraint still waits to be checked.
    schema_editor.connection.check_constraints()


def _rulebook(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.rulebook", **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0001_initial"),
        ("papers", "0001_initial"),
        ("programmes", "0001_initial"),
    ]

    operations = [
        *(migrations.AddField(name, "rulebook", _rulebook(null=True)) for name in _HOLDERS),
        migrations.RunPython(fill_rulebooks, migrations.RunPython.noop),
        *(migrations.AlterField(name, "rulebook", _rulebook()) for name in _HOLDERS),
        migrations.CreateModel(
            name="CheckAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("check_code", models.CharField(max_length=40)),
                ("question", models.CharField(max_length=300, verbose_name="câu hỏi")),
                ("answer", models.CharField(max_length=300, verbose_name="trả lời")),
                ("answered_at", models.DateTimeField()),
                ("answered_by", models.UUIDField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="check_answers", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "ordering": ["check_code"],
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "check_code"), name="dossiers_checkanswer_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RulebookAdoption",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=binhyen.kernel.codes.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seq", models.PositiveSmallIntegerField()),
                ("from_day", models.DateField(verbose_name="áp dụng từ ngày")),
                ("reason", models.CharField(max_length=300, verbose_name="lý do")),
                ("shown", models.JSONField(default=dict)),
                ("applied_at", models.DateTimeField()),
                ("applied_by", models.UUIDField()),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.rulebook"
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programmes.rulebook"
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adoptions", to="dossiers.cycle"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="papers.paper"),
                ),
            ],
            options={
                "ordering": ["seq"],
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "seq"), name="dossiers_adoption_seq"),
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("after")), _negated=True),
                        name="dossiers_adoption_changes",
                    ),
                ],
            },
        ),
    ]
