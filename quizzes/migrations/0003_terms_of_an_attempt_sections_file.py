"""An attempt keeps the terms it began with, a slot its section, a quiz what its file said last."""

from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def take_terms_from_quizzes(apps, schema_editor):
    """Attempts so far were judged by their quiz's terms: these are the ones to keep."""
    quizzes = apps.get_model("quizzes", "Quiz").objects.filter(pk=OuterRef("quiz"))
    names = ("behaviour", "pass_mark", "is_practice")
    terms = {name: Subquery(quizzes.values(name)[:1]) for name in names}
    apps.get_model("quizzes", "Attempt").objects.update(**terms)


class Migration(migrations.Migration):
    dependencies = [("quizzes", "0002_behaviours_overrides_marking_regrades")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="behaviour",
            field=models.CharField(
                choices=[
                    ("deferred", "feedback at the end"),
                    ("interactive", "feedback after each question, with further tries"),
                    ("adaptive", "tries until it is right, for practice"),
                ],
                default="deferred",
                editable=False,
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="pass_mark",
            field=models.DecimalField(decimal_places=2, default=70, editable=False, max_digits=5),
        ),
        migrations.AddField(
            model_name="attempt", name="is_practice", field=models.BooleanField(default=False, editable=False)
        ),
        migrations.AddField(
            model_name="attemptslot",
            name="section",
            field=models.JSONField(
                blank=True, default=dict, help_text="Title by language of the section it stands in."
            ),
        ),
        migrations.AddField(
            model_name="quiz", name="from_file", field=models.JSONField(blank=True, default=dict, editable=False)
        ),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=Q(pass_mark__range=(0, 100)), name="attempt_pass_mark_is_percent"
            ),
        ),
        migrations.RunPython(take_terms_from_quizzes, migrations.RunPython.noop, elidable=True),
    ]
