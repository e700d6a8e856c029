"""Publish a release: what it changes, whom it reaches, one confirmation."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.admin import access
from courses.admin.frame import course_path, heading, index_path, render_here
from courses.domain.structure import Place
from courses.editions import Edition, current_cohorts, edition_of, titles_for
from courses.models import Course
from courses.services import NothingToRelease, StructureMoved, publish_seen


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """GET compares; POST publishes what was compared."""
    course = access.course_to_write(request, pk)
    if request.method == "POST":
        return _publish(request, course)
    edition = edition_of(course)
    context = {
        "course": course,
        "edition": edition,
        "changes": changes_of(course, edition),
        "cohorts": current_cohorts(course, timezone.now()),
        **heading(_("Publish a release"), index_path(), course_path(course), icon="upload"),
    }
    return render_here(request, "release.html", context)


def _publish(request: HttpRequest, course: Course) -> HttpResponse:
    try:
        published, is_new = publish_seen(
            course, request.POST.get("seen", ""), now=timezone.now(), by=access.person(request)
        )
    except StructureMoved:
        messages.warning(request, _("The course has changed since you opened this page. Look at what is new first."))
        return redirect("course_tools:release", course.pk)
    except NothingToRelease:
        messages.error(request, _("The course has no live lesson or quiz yet."))
        return redirect("course_tools:release", course.pk)
    said = _("Release %(number)s is published. Cohorts stay on theirs until you move them.")
    if not is_new:
        said = _("Release %(number)s has this structure already: nothing was published.")
    messages.success(request, said % {"number": published.number})
    return redirect("course_tools:course", course.pk)


def changes_of(course: Course, edition: Edition) -> list[dict[str, Any]]:
    """The comparison as lists of sentences, only those that have any."""
    names = titles_for(course, [*edition.structure, *edition.released])
    now = {place.activity: place for place in edition.structure}
    then = {place.activity: place for place in edition.released}
    d = edition.difference
    groups = [
        ("added", _("Added"), [_placed(names, now[a]) for a in d.added]),
        ("removed", _("Removed"), [_placed(names, then[a]) for a in d.removed]),
        ("moved", _("Moved"), [_way(names, then[a], now[a]) for a in d.moved]),
        ("required", _("Required from now on"), [names[a] for a in d.now_required]),
        ("optional", _("Optional from now on"), [names[a] for a in d.now_optional]),
        ("minutes", _("Other minutes"), [_longer(names[a], old, new) for a, old, new in d.minutes]),
    ]
    return [{"kind": kind, "title": title, "lines": lines} for kind, title, lines in groups if lines]


def _placed(names: dict[str, str], place: Place) -> str:
    said = {"title": names[place.activity], "module": names.get(place.module, "–")}
    return _("%(title)s, in %(module)s") % said


def _way(names: dict[str, str], old: Place, new: Place) -> str:
    title = names[new.activity]
    if old.module == new.module:
        return _("%(title)s, to another place in its module or with it") % {"title": title}
    said = {"title": title, "old": names.get(old.module, "–"), "new": names.get(new.module, "–")}
    return _("%(title)s, from %(old)s to %(new)s") % said


def _longer(title: str, old: int, new: int) -> str:
    return _("%(title)s: %(old)s → %(new)s min") % {"title": title, "old": old, "new": new}
