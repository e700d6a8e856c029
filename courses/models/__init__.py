"""Split by concept: what a course is, its pages, who takes it, how far each has come."""

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
    "LessonCitation",
    "LessonPage",
    "ModulePage",
    "Progress",
    "ProgressEvent",
    "ReflectionNote",
    "Release",
    "ReleaseItem",
]
