"""Split by concept: what a course is, its pages, who takes it, how far each has come."""

from courses.models.cards import FieldCard
from courses.models.cohorts import Cohort, Enrolment
from courses.models.content import ActivityPage, CataloguePage, CoursePage, LessonCitation, LessonPage, ModulePage
from courses.models.course import Activity, Course, Release, ReleaseItem
from courses.models.progress import Progress, ProgressEvent, ReflectionNote

__all__ = [
    "Activity",
    "ActivityPage",
    "CataloguePage",
    "Cohort",
    "Course",
    "CoursePage",
    "Enrolment",
    "FieldCard",
    "LessonCitation",
    "LessonPage",
    "ModulePage",
    "Progress",
    "ProgressEvent",
    "ReflectionNote",
    "Release",
    "ReleaseItem",
]
