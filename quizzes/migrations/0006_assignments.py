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
        # A check that comes to null holds: so the number is asked for by name.
        migrations.RemoveConstraint(
            model_name="attempt", name="attempt_number_iff_assigned"
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(assignment=None, number=None, deadline_at=None)
                | models.Q(
                    assignment__isnull=False, number__isnull=False, number__gte=1
                ),
                name="attempt_number_iff_assigned",
            ),
        ),
    ]
