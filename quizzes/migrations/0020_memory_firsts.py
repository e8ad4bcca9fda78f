from django.db import migrations, models

# For those who have learnt already, from their answers, as the page of growth had it:
# where everybody has the mark nobody has shown anything, and a test counts once memory
# has learnt from it. Where an answer showed several facts, `memory rebuild` knows better.
FILL = """
UPDATE quizzes_memory SET
    first_asked_at = firsts.asked_at, first_right_at = firsts.right_at
FROM (
    SELECT learner_id, fact_id, MIN(shown_at) AS asked_at,
        MIN(CASE WHEN mark = 1 THEN shown_at END) AS right_at
    FROM (
        SELECT attempt.learner_id, asked.fact_id, slot.mark,
            COALESCE(attempt.remembered_at, answer.received_at) AS shown_at
        FROM quizzes_attempt AS attempt
        JOIN quizzes_slot AS slot ON slot.attempt_id = attempt.id
        JOIN quizzes_askedfact AS asked ON asked.snapshot_id = slot.snapshot_id
        JOIN quizzes_answer AS answer
            ON answer.slot_id = slot.id AND answer.number = slot.answer_count
        WHERE NOT slot.is_void
            AND (slot.single OR attempt.remembered_at IS NOT NULL)
    ) AS shown
    GROUP BY learner_id, fact_id
) AS firsts
WHERE firsts.learner_id = quizzes_memory.learner_id
    AND firsts.fact_id = quizzes_memory.fact_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('quizzes', '0019_items_in_one'),
    ]

    operations = [
        migrations.AddField(
            model_name='memory',
            name='first_asked_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='memory',
            name='first_right_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
