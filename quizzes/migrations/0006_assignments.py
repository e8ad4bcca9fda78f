from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("quizzes", "0005_memory"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="given_key",
            field=models.UUIDField(unique=True),
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                fields=["deadline_at"],
                condition=models.Q(state="open", deadline_at__isnull=False),
                name="attempt_open_until",
            ),
        ),
    ]
