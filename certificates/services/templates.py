"""Designs become versions: the same design again makes nothing."""

from typing import Any

from django.db import transaction

from certificates.models import Template, TemplateVersion


@transaction.atomic
def put_template(name: str, design: dict[str, Any], checksum: str) -> tuple[Template, bool]:
    """Store a design under a name. Returns the template and whether a new version was made."""
    template, _created = Template.objects.get_or_create(name=name)
    newest = template.versions.order_by("-number").first()
    if newest and newest.checksum == checksum:
        return template, False
    number = newest.number + 1 if newest else 1
    TemplateVersion.objects.create(template=template, number=number, design=design, checksum=checksum)
    return template, True
