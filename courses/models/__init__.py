"""Split by concept: what a course is, its pages, who takes it, how far each has come."""

from courses.models.cards import FieldCard
from courses.models.cohorts import Cohort, Enrolment
from courses.models.content import ActivityPage, CataloguePage, CoursePage, LessonCitation, LessonPage, ModulePage
from courses.models.copies import CourseCopy
from courses.models.course import Activity, Course, Release, ReleaseItem
from courses.models.progress import Progress, ProgressEvent, ReflectionNote
from courses.models.rights import COURSE_ROLES, CourseDesk, CourseGroup
from courses.models.trials import Trial

__all__ = [
    "COURSE_ROLES",
    "Activity",
    "ActivityPage",
    "CataloguePage",
    "Cohort",
    "Course",
    "CourseCopy",
    "CourseDesk",
    "CourseGroup",
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
    "Trial",
]
