import json

from django.db import migrations

BATCH = 500


def join(apps, schema_editor):
    """Put the names and dates that an item is about into its record."""
    QuizItem = apps.get_model("quizzes", "QuizItem")
    changed = []
    for row in QuizItem.objects.iterator(chunk_size=BATCH):
        told = {"about": row.about, "dated": row.dated}
        kept = {name: value for name, value in told.items() if value}
        if kept:
            row.content = json.dumps(
                json.loads(row.content) | kept,
                ensure_ascii=False,
                sort_keys=True,
                separators=(",", ":"),
            )
            changed.append(row)
    QuizItem.objects.bulk_update(changed, ["content"], batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [
        ("quizzes", "0017_keys_tries_and_versions"),
    ]

    operations = [
        migrations.RunPython(join, migrations.RunPython.noop),
    ]
