import json

from django.db import migrations

BATCH = 500


def join_to_questions(apps, schema_editor):
    """Join the snapshots that ask a question by hand to the question, if it is there.

    A reference is the key alone in the common library, else `space.key`.
    """
    Snapshot = apps.get_model("quizzes", "Snapshot")
    Question = apps.get_model("quizzes", "Question")
    known = {
        key if space == "common" else f"{space}.{key}": pk
        for pk, space, key in Question.objects.values_list("pk", "space__key", "key")
    }
    if not known:
        return
    joined = []
    asking = Snapshot.objects.filter(content__contains='"question":["')
    for snapshot in asking.iterator(chunk_size=BATCH):
        reference = json.loads(snapshot.content)["question"][0]
        if reference in known:
            snapshot.question_id = known[reference]
            joined.append(snapshot)
    Snapshot.objects.bulk_update(joined, ["question"], batch_size=BATCH)


class Migration(migrations.Migration):

    dependencies = [
        ("quizzes", "0015_questions_judged_anew"),
    ]

    operations = [
        migrations.RunPython(join_to_questions, migrations.RunPython.noop),
    ]
