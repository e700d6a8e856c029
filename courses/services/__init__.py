"""Changes, named by verb and noun. Views, tasks, the admin and other apps call these."""

from courses.services.enrolment import CohortClosed, EntryNotOpen, enrol
from courses.services.progress import NotInRelease, decide_reopening, rebuild_progress, record_completion, record_seen
from courses.services.releases import NothingToRelease, move_cohort, publish_release

__all__ = [
    "CohortClosed",
    "EntryNotOpen",
    "NotInRelease",
    "NothingToRelease",
    "decide_reopening",
    "enrol",
    "move_cohort",
    "publish_release",
    "rebuild_progress",
    "record_completion",
    "record_seen",
]
