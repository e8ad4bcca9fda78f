from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("quizzes", "0009_quizzes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name='memory',
            index=models.Index(condition=models.Q(('last_grade', 1)), fields=['learner', 'fact'], name='memory_missed'),
        ),
    ]
