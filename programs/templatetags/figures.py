"""An exercise's moving picture on a page, with its words for who does not see it."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from programs.figures import alt, files
from programs.figures.figure import load
from programs.models import Exercise

register = template.Library()


@register.simple_tag
def figure(exercise: Exercise) -> SafeString | str:
    """The picture; still on paper; nothing where the exercise has none."""
    if not exercise.figure:
        return ""
    width, height = files.SIZE
    return format_html(
        '<picture><source media="print" srcset="{}">'
        '<img class="figure" src="{}" alt="{}" width="{}" height="{}" loading="lazy"></picture>',
        _address(exercise.figure, moves=False),
        _address(exercise.figure, moves=True),
        alt.text(load(exercise.figure), get_language() or "en", gettext),
        width,
        height,
    )


def _address(key: str, *, moves: bool) -> str:
    name = "figures:moving" if moves else "figures:still"
    return f"{reverse(name, args=[key])}?v={files.file(key, moves=moves).digest}"
