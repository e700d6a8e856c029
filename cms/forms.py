"""How forms are drawn: label, hint, error, field, in that order, with the ids that screen readers need."""

from django.forms.renderers import TemplatesSetting


class AmparoRenderer(TemplatesSetting):
    """Forms from templates/components/, found like every other template."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
