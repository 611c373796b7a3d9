"""What stood on every figure about its source moves to one row per source. The columns go in the next migration:
PostgreSQL does not alter a table in the transaction that has just written references from it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils.text import slugify

from binhyen.kernel.text import fold

COLUMNS = ("publisher", "title", "number", "published_on", "published_when", "basis", "address")
# The keys that the sources of the first release have in its table.
KEYS = {
    "Huyện Kiến Thuỵ triển khai mô hình “Kiến Thuỵ 5 An”": "kien-thuy",
    "Yên Lạc xây dựng mô hình “5 tự quản” về ANTT": "yen-lac",
    "Phường Bắc Hồng tổng kết 10 năm phong trào “5 nhất”": "bac-hong",
    "Hòa Bình: Tăng cường sự lãnh đạo của Đảng đối với công tác xây dựng “Phường điển hình, kiểu mẫu về ANTT và văn "
    "minh đô thị”": "hoa-binh-nq12",
    "Xây dựng khu dân cư, đơn vị an toàn về an ninh, trật tự": "hoa-binh-antt",
}


def gather(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """One publication for each source that the figures name."""
    figures = apps.get_model("figures", "PublishedFigure")
    publications = apps.get_model("papers", "Publication")
    for source in figures.objects.order_by().values(*COLUMNS).distinct():
        publication = publications(key=_key(source["title"], publications), **source)
        publication.save()
        figures.objects.filter(**source).update(publication=publication)


def _key(title: str, publications: type[models.Model]) -> str:
    wanted = KEYS.get(title) or slugify(fold(title))[:50] or "nguon"
    taken = set(publications._default_manager.values_list("key", flat=True))
    return next(key for key in (wanted, *(f"{wanted}-{at}" for at in range(2, 1000))) if key not in taken)


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0002_published_figure"),
        ("papers", "0002_publication"),
    ]

    operations = [
        migrations.AddField(
            model_name="publishedfigure",
            name="publication",
            field=models.ForeignKey(
                null=True, on_delete=models.deletion.PROTECT, related_name="+", to="papers.publication"
            ),
        ),
        migrations.RunPython(gather),
    ]
