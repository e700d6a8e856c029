"""An entry of the admin's menu for those who teach."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from courses.permissions import courses_of


class TrainersItem(MenuItem):  # type: ignore[misc]  # Wagtail has no types
    """Shown to those who have a course to look after."""

    def is_shown(self, request: HttpRequest) -> bool:
        return courses_of(request.user).exists()  # type: ignore[arg-type]  # the admin is behind the sign-in
