"""The pages for translating: a course's table, and a page's languages."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource

from cms.translation.adopting import NothingToTranslate, original_of
from cms.translation.beginning import MayNotBegin, open_side_by_side
from cms.translation.domain.standing import Standing, Tally, standing
from cms.translation.table import memories, table_of
from courses.admin import access
from courses.admin.frame import course_path, heading, index_path
from courses.models import CoursePage, LessonPage


@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """Lessons and languages, each with its state."""
    found = access.my_course(request, pk)
    context = {
        "course": found,
        "table": table_of(found, access.person(request)),
        **heading(_("Translations: %(title)s") % {"title": found.title}, index_path(), course_path(found), icon="site"),
    }
    return render(request, "cms/translation/course.html", context)


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """One page's languages, to open any side by side with the original."""
    found = get_object_or_404(Page, pk=pk)
    if found.is_root() or not found.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    try:
        original = original_of(found)
    except NothingToTranslate:
        messages.info(request, _("This page has no original in the language its course is written in."))
        return redirect("wagtailadmin_pages:edit", pk)
    context = {
        "original": original,
        "cells": _languages(original),
        "may_edit_original": original.permissions_for_user(request.user).can_edit(),
        **heading(_("Translations: %(title)s") % {"title": original.title}, *_way(original), icon="site"),
    }
    return render(request, "cms/translation/page.html", context)


def _way(original: Page) -> list[tuple[str, str]]:
    top = CoursePage.objects.ancestor_of(original, inclusive=True).select_related("course").first()
    if top is None:
        return []
    return [
        index_path(),
        course_path(top.course),
        (_("Translations"), reverse("translating:course", args=[top.course_id])),
    ]


def _languages(original: Page) -> list[tuple[Locale, Standing, Page | None]]:
    pages = {
        p.locale_id: p
        for p in Page.objects.filter(translation_key=original.translation_key)
        .select_related("live_revision")
        .specific()
    }
    counts = memories([original.translation_key])
    return [
        (
            locale,
            _standing(original, pages.get(locale.pk), counts.get((original.translation_key, locale.language_code))),
            pages.get(locale.pk),
        )
        for locale in Locale.objects.exclude(pk=original.locale_id)
    ]


def _standing(original: Page, mine: Page | None, tally: Tally | None) -> Standing:
    return standing(
        tally,
        is_there=mine is not None,
        is_live=bool(mine and mine.live),
        is_summary=isinstance(mine, LessonPage) and mine.is_summary,
        original=_published(original),
        own=_published(mine) if mine else None,
    )


def _published(page: Page) -> datetime | None:
    """When what is live was written: files leave no date of publishing behind, only their revision."""
    days = [page.last_published_at, page.live_revision.created_at if page.live_revision else None]
    return max((day for day in days if day), default=None)


@require_POST
def open_page(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Open a language of this page side by side with the original, begun if it is not there yet."""
    original, locale = get_object_or_404(Page, pk=pk).specific, get_object_or_404(Locale, language_code=language)
    if original.is_root():
        raise PermissionDenied
    try:
        translation = open_side_by_side(original_of(original), locale, by=access.person(request))
    except MayNotBegin:
        messages.error(
            request, _("You may not add pages in this language. Ask an administrator to begin the course in it.")
        )
        return redirect("translating:page", pk)
    except NothingToTranslate:
        return redirect("wagtailadmin_pages:edit", pk)
    return redirect(translation.get_target_instance_edit_url())


def instead_of_submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """wagtail-localize's own way to begin a translation asks for no right on the page: ours does."""
    return redirect("translating:page", page_id)


def instead_of_update(request: HttpRequest, translation_source_id: int) -> HttpResponse:
    """Its way to bring originals up to date publishes without a word: opening the page does it here."""
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    return redirect(
        "translating:page", get_object_or_404(Page, translation_key=source.object_id, locale=source.locale).pk
    )


def not_here(request: HttpRequest, **_where: Any) -> HttpResponse:
    """What would show other trainers' pages, or throw a translation away."""
    raise PermissionDenied
