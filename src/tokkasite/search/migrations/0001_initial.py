from django.db import migrations, models

from tokkasite.search.sources import statements, undoing
from tokkasite.ui.migrating import FirstMigration


def make(apps, schema_editor):
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def unmake(apps, schema_editor):
    for statement in undoing(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(FirstMigration):
    initial = True
    dependencies = [("register", "0001_initial"), ("journal", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=30)),
                ("number", models.BigIntegerField()),
                ("cluster", models.BigIntegerField(db_index=True, null=True)),
                ("title", models.TextField()),
                ("plain", models.TextField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "number"), name="one_entry_each")],
            },
        ),
        migrations.RunPython(make, unmake),
    ]
