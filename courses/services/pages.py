"""Copy pages below another page, with the keys that the copy gives them."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, Revision

from accounts.models import User
from courses.domain.copying import copied_key, free_slug
from courses.models import Activity, Course, CoursePage

Keys = Callable[[UUID], UUID]
LONGEST_SLUG = 255
UNDATED = {"go_live_at": None, "expire_at": None, "expired": False}  # a plan for the old page is none for the new one
COMMENTS = "wagtail_admin_comments"
REVISIONS = ("latest_revision", "live_revision")


def keys_for(token: UUID) -> Keys:
    """The key of everything that one copy makes, by the key of what it is a copy of."""
    return lambda key: copied_key(token, key)


def copy_page(page: Page, parent: Page, keys: Keys, *, by: User, keeps_live: bool, **changes: Any) -> Page:
    """One page without those below it: what learners see of it and, if that has not been published, its draft.

    With `keeps_live` a live page stays live; else everything is a draft. A third of what Wagtail's own copying takes:
    that saves, and indexes, each page three times.
    """
    parent = Page.objects.get(pk=parent.pk)  # where to add stands in its row, which the last page has changed
    slugs = parent.get_children().values_list("slug", flat=True)
    changes = {"slug": page.slug, **changes, **UNDATED, "translation_key": keys(page.translation_key)}
    changes["slug"] = free_slug(changes["slug"], list(slugs), LONGEST_SLUG)
    state = {**_state(page, by, keeps_live), "alias_of_id": _copied_alias(page, keys)}
    copied = _bare(page, page.serializable_data(), {**changes, **state})
    parent.add_child(instance=copied)
    _keep(copied, copied.serializable_data(), by, is_live=copied.live)
    if page.has_unpublished_changes and page.latest_revision:
        draft = _bare(page, page.latest_revision.content, changes)
        _keep(copied, {**draft.serializable_data(), "pk": copied.pk}, by, is_live=False)
    return copied


def _state(page: Page, by: User, keeps_live: bool) -> dict[str, Any]:
    is_live, now = page.live and keeps_live, timezone.now()
    first = {"first_published_at": now, "last_published_at": now} if is_live else {}
    return {
        "live": is_live,
        "has_unpublished_changes": page.has_unpublished_changes or not is_live,
        "owner": by,
        "first_published_at": None,
        "last_published_at": None,
        **first,
    }


def _copied_alias(page: Page, keys: Keys) -> int | None:
    """What shows another page's text shows its copy's; the course's own language was copied first."""
    if page.alias_of_id is None:
        return None
    other = Page.objects.get(pk=page.alias_of_id)
    found = Page.objects.filter(translation_key=keys(other.translation_key), locale=other.locale_id)
    return found.values_list("pk", flat=True).first()


def _bare(page: Page, content: dict[str, Any], changes: dict[str, Any]) -> Page:
    """A page that is in no tree yet. What was said in the margin of the old one stays there."""
    content = {**content, "pk": None, **dict.fromkeys(REVISIONS)}
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        kept = [] if name == COMMENTS else content.get(name) or []
        content[name] = [{**child, "pk": None} for child in kept]
    bare: Page = type(page).from_serializable_data(content, check_fks=False, strict_fks=False)
    for name, value in {"path": "", "depth": None, "numchild": 0, "locale_id": page.locale_id, **changes}.items():
        setattr(bare, name, value)
    bare.draft_title = bare.title
    return bare


def _keep(page: Page, content: dict[str, Any], by: User, *, is_live: bool) -> None:
    """The first lines of the new page's history."""
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        user=by,
        content=content,
        object_str=str(page),
    )
    fields = {"latest_revision": revision, "latest_revision_created_at": revision.created_at}
    fields |= {"live_revision": revision} if is_live else {}
    Page.objects.filter(pk=page.pk).update(**fields, draft_title=content["title"])


def copy_branch(page: Page, parent: Page, keys: Keys, *, by: User, keeps_live: bool, **changes: Any) -> None:
    """A module with its lessons and quizzes, in one language."""
    top = copy_page(page, parent, keys, by=by, keeps_live=keeps_live, **changes)
    for below in page.get_children().specific().order_by("path"):
        copy_page(below, top, keys, by=by, keeps_live=keeps_live)


def copy_activities(source: Course, target: Course, ids: Iterable[UUID], keys: Keys) -> dict[UUID, UUID]:
    """The records behind pages that are about to be copied. Returns their ids by the old ones."""
    taken = set(target.activities.values_list("slug", flat=True))
    found = []
    for old in Activity.objects.filter(course=source, pk__in=list(ids)).order_by("created_at", "pk"):
        slug = free_slug(old.slug, taken, 80)
        taken.add(slug)
        new = {"id": keys(old.pk), "kind": old.kind, "slug": slug, "minutes": old.minutes}
        found.append((old.pk, Activity(course=target, retired_at=old.retired_at, **new)))
    Activity.objects.bulk_create([new for _pk, new in found])
    return {pk: new.pk for pk, new in found}


def tops_of(course: Course) -> list[CoursePage]:
    """The course's page in each language, its own language first."""
    tops = CoursePage.objects.filter(course=course).select_related("locale").order_by("path")
    return sorted(tops, key=lambda top: top.locale.language_code != course.source_language)
