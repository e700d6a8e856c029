"""Panels of the lesson editor that are not fields."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from courses.domain.study_time import StudyTime, study_time


class StudyTimePanel(Panel):  # type: ignore[misc]  # Wagtail has no types
    """The minutes counted from what was saved last, beside the minutes that learners plan for the lesson."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("Counted time"), "icon": "time", **kwargs})

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        template_name = "courses/admin/study_time.html"

        def is_shown(self) -> bool:
            """Of a lesson that has no text yet there is nothing to count."""
            return bool(self.instance.pk and len(self.instance.body))

        @property
        def time(self) -> StudyTime:
            """As the page was saved."""
            return study_time(self.instance.body.raw_data, self.instance.locale.language_code)
