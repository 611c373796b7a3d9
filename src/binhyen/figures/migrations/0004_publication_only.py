from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0003_publication")]

    operations = [
        migrations.AlterField(
            model_name="publishedfigure",
            name="publication",
            field=models.ForeignKey(on_delete=models.deletion.PROTECT, related_name="+", to="papers.publication"),
        ),
        migrations.RemoveConstraint(model_name="publishedfigure", name="figures_published_says_when"),
        migrations.RemoveField(model_name="publishedfigure", name="publisher"),
        migrations.RemoveField(model_name="publishedfigure", name="title"),
        migrations.RemoveField(model_name="publishedfigure", name="number"),
        migrations.RemoveField(model_name="publishedfigure", name="published_on"),
        migrations.RemoveField(model_name="publishedfigure", name="published_when"),
        migrations.RemoveField(model_name="publishedfigure", name="basis"),
        migrations.RemoveField(model_name="publishedfigure", name="address"),
    ]
