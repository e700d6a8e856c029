"""Changes, named by verb and noun. Views, tasks, the admin and other apps call these."""

from courses.services.enrolment import CohortClosed, EntryNotOpen, enrol
from courses.services.progress import NotInRelease, decide_reopening, rebuild_progress, record_completion, record_seen
from courses.services.releases import (
    NothingToRelease,
    StructureMoved,
    advance_cohort,
    move_cohort,
    publish_release,
    publish_seen,
)

__all__ = [
    "CohortClosed",
    "EntryNotOpen",
    "NotInRelease",
    "NothingToRelease",
    "StructureMoved",
    "advance_cohort",
    "decide_reopening",
    "enrol",
    "move_cohort",
    "publish_release",
    "publish_seen",
    "rebuild_progress",
    "record_completion",
    "record_seen",
]
