"""What certificates add to the first page of the admin: what nobody but an administrator can decide."""

from typing import Any

from wagtail.admin.ui.components import Component

from accounts.models import User
from certificates.admin.filters import to_do
from certificates.models import Certificate
from courses.admin.home import HomePanel


class WaitingPanel(HomePanel):
    """Certificates to approve, to look at again, and those that could not be drawn."""

    name, order = "certificates-waiting", 123
    template_name = "certificates/admin/home.html"

    def contents(self) -> dict[str, Any]:
        return to_do(Certificate.objects.all())


def panels_for(person: User) -> list[Component]:
    """Those of this app; trainers read the register and decide nothing in it."""
    return [WaitingPanel(person)] if person.is_active and person.is_superuser else []
