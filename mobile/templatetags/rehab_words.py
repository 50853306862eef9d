"""Words of the shipped content in the language of the page."""

from django import template
from django.utils.translation import get_language

from mobile import doses
from programs.models import Prescription
from programs.services import content

register = template.Library()


@register.filter
def shipped(english: str) -> str:
    """A shipped name or instruction in the page's language."""
    return content.translated(english, language=get_language() or "en")


@register.filter
def dose(prescription: Prescription, share: float) -> str:
    """The dose in words, or the share of it that is today's."""
    return doses.words(prescription, share)


@register.filter
def at_site(site: int, names: tuple[str, ...]) -> str:
    """The name of a place on the nerve's way."""
    return names[site]


@register.simple_tag
def standing_note() -> str:
    """The line at the foot of every page."""
    return content.red_flag_words(language=get_language() or "en").footer
