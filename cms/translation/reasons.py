"""The reasons of content/terms.yaml, so that they are translated with the other words of the interface."""

from django.utils.translation import gettext_noop as _

REASONS = (
    _("alleged doubts the person's honesty"),
    _("an act may be illegal, a person is not"),
    _("it doubts the person's honesty"),
    _("it is easily taken for tráfico de pessoas"),
    _("it makes an official the hero; at sea and in Brazilian labour law it is the right word"),
    _("it makes an official the hero; at sea it is the right word"),
    _("migrants are smuggled; persons are trafficked"),
    _("neither is true of every State"),
    _("people are not a disaster"),
    _("rescatar makes an official the hero; at sea and for ransom it is the right word"),
    _("rescue makes an official the hero and the person an object; at sea it is the right word"),
    _("supuesta doubts the person's honesty"),
    _("the first is not the name of either crime"),
    _("the name of the crime in the Protocol"),
    _("tráfico ilícito de migrantes is another crime"),
    _("two different crimes"),
    _("what was done to someone is not who the person is"),
)
