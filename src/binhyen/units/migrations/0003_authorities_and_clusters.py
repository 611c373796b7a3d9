import django.db.models.deletion
from django.db import migrations, models

import binhyen.kernel.codes


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0002_unit_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cluster",
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
                        choices=[("cum", "Cụm thi đua"), ("khoi", "Khối thi đua")],
                        default="cum",
                        max_length=4,
                        verbose_name="loại",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                ("legal_act", models.CharField(blank=True, max_length=200, verbose_name="văn bản")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="kết thúc từ ngày")),
                (
                    "organiser",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="ClusterMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("joined_on", models.DateField(verbose_name="từ ngày")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="units.cluster"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="units.unit"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClusterYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="years", to="units.cluster"
                    ),
                ),
                (
                    "head",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
            ],
            options={
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=binhyen.kernel.codes.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("claimed", "Chờ xác định"),
                            ("in_force", "Đang áp dụng"),
                            ("refused", "Không chấp nhận"),
                        ],
                        default="claimed",
                        max_length=8,
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="đến trước ngày")),
                ("legal_act", models.CharField(blank=True, max_length=200, verbose_name="văn bản")),
                ("claimed_at", models.DateTimeField()),
                ("claimed_by", models.UUIDField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.UUIDField(blank=True, null=True)),
                (
                    "authority",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="authorities", to="units.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["claimed_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "in_force"), ("valid_to__isnull", True)),
                        fields=("unit",),
                        name="units_authority_one_in_force",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "claimed")),
                        fields=("unit", "authority"),
                        name="units_authority_claimed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gt", models.F("valid_from")), _connector="OR"
                        ),
                        name="units_authority_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="cluster",
            constraint=models.UniqueConstraint(fields=("organiser", "name"), name="units_cluster_name_once"),
        ),
        migrations.AddConstraint(
            model_name="clustermember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on__isnull", True)),
                fields=("cluster", "unit"),
                name="units_clustermember_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="clusteryear",
            constraint=models.UniqueConstraint(fields=("cluster", "year"), name="units_clusteryear_once"),
        ),
    ]
