"""A course tried as a learner."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from courses.models.cohorts import Cohort
from courses.models.course import Course


class Trial(models.Model):
    """Who tries which course, as whom, and what they have done in it so far.

    What they do is written nowhere else: see courses.services.trying. Ending the trial deletes this row.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trial")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="trials")
    cohort = models.ForeignKey(Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    country = models.CharField(max_length=2, blank=True)
    state = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} tries {self.course_id}"
