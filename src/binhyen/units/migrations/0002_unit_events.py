"""Acts that changed the tree, and which of them began or ended a version."""

import django.db.models.deletion
from django.db import migrations, models

import binhyen.kernel.codes


def _act(related_name: str) -> "models.ForeignKey":
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to="units.unitevent",
    )


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial"), ("units", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="UnitEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=binhyen.kernel.codes.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("establish", "Thành lập"),
                            ("rename", "Đổi tên"),
                            ("change_kind", "Đổi loại"),
                            ("move", "Chuyển đơn vị cấp trên"),
                            ("merge", "Nhập"),
                            ("split", "Chia"),
                            ("dissolve", "Giải thể"),
                            ("rearrange", "Sắp xếp"),
                        ],
                        max_length=11,
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="có hiệu lực từ")),
                ("legal_act", models.CharField(blank=True, max_length=200, verbose_name="văn bản")),
                ("summary", models.CharField(max_length=400, verbose_name="nội dung")),
                ("is_listed", models.BooleanField(default=False, verbose_name="theo danh mục quốc gia")),
                ("recorded_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_by", models.UUIDField(blank=True, null=True)),
                ("reversed_at", models.DateTimeField(blank=True, null=True)),
                ("reversed_by", models.UUIDField(blank=True, null=True)),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="papers.paper",
                    ),
                ),
                (
                    "signs_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="units.unit",
                    ),
                ),
            ],
            options={"ordering": ["-effective_on", "-recorded_at"]},
        ),
        migrations.AddField(model_name="unitversion", name="begun_by", field=_act("begins")),
        migrations.AddField(model_name="unitversion", name="ended_by", field=_act("ends")),
        migrations.AddField(model_name="succession", name="event", field=_act("successions")),
    ]
