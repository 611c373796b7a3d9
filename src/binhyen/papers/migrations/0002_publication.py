from django.db import migrations, models

import binhyen.kernel.codes


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=binhyen.kernel.codes.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True)),
                ("publisher", models.CharField(max_length=200, verbose_name="nơi công bố")),
                ("title", models.CharField(max_length=300, verbose_name="tên bài, văn bản")),
                ("number", models.CharField(blank=True, max_length=120, verbose_name="số, ký hiệu")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="ngày công bố")),
                ("published_when", models.CharField(blank=True, max_length=120)),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="văn bản mà nguồn dẫn")),
                ("address", models.URLField(blank=True, max_length=300, verbose_name="nơi đọc")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_on__isnull", False),
                            models.Q(("published_when", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="papers_publication_says_when",
                    )
                ],
            },
        ),
    ]
