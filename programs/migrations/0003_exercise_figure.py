"""An exercise names its moving picture."""

from django.db import migrations, models

from people.guards import append_only
from programs.models.exercise import known_figure


class Migration(migrations.Migration):
    dependencies = [("programs", "0002_guards")]
    operations = [
        migrations.AddField(
            model_name="exercise",
            name="figure",
            field=models.SlugField(
                blank=True, default="", validators=[known_figure], verbose_name="moving picture"
            ),
            preserve_default=False,
        ),
        # SQLite rebuilt the table and lost its triggers.
        append_only("Exercise"),
    ]
