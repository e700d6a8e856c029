"""Move a cohort to a newer release: first what it means for each learner, then one confirmation."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.admin import access
from courses.admin.frame import course_path, heading, index_path, render_here
from courses.domain.moving import Effect
from courses.editions import newer_releases
from courses.models import Cohort, Release
from courses.moves import Move, preview_move
from courses.services import advance_cohort

A_PAGE = 50
LONG = 10  # digits that no release's number has


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET previews the move to the newest release, or to that of `?to=`; POST makes it."""
    cohort = access.my_cohort(request, pk)
    if request.method == "POST":
        return _move(request, cohort)
    choices = list(newer_releases(cohort))
    if not choices:
        messages.info(request, _("This cohort takes the newest release already."))
        return redirect("course_tools:course", cohort.course_id)
    return _preview(request, cohort, choices)


def _preview(request: HttpRequest, cohort: Cohort, choices: list[Release]) -> HttpResponse:
    release = next((one for one in choices if str(one.number) == request.GET.get("to")), choices[0])
    found = preview_move(cohort, release)
    context = {
        "cohort": cohort,
        "release": release,
        "choices": choices,
        "move": found,
        "groups": _groups(found),
        "page": Paginator(found.standings, A_PAGE).get_page(request.GET.get("p")),
        **heading(_("Move to a newer release"), index_path(), course_path(cohort.course), icon="arrow-right"),
    }
    return render_here(request, "move.html", context)


def _groups(found: Move) -> list[tuple[str, int]]:
    """How many learners each thing happens to."""
    labels = {
        Effect.COMPLETES: _("complete the course at once"),
        Effect.MORE: _("get more to do"),
        Effect.SAME: _("notice no difference in what is asked"),
        Effect.KEEPS: _("have completed the course and keep that"),
    }
    return [(label, found.counts[effect]) for effect, label in labels.items()]


def _move(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    number = request.POST.get("to", "")
    wanted = int(number) if number.isdecimal() and len(number) < LONG else 0
    release = get_object_or_404(Release, course=cohort.course_id, number=wanted)
    said = {"cohort": cohort.name, "number": release.number}
    if advance_cohort(cohort, release, now=timezone.now(), by=access.person(request)):
        messages.success(request, _("%(cohort)s takes release %(number)s now. Nobody lost progress.") % said)
    else:
        messages.info(request, _("%(cohort)s takes release %(number)s or a later one already.") % said)
    return redirect("course_tools:course", cohort.course_id)
