"""An exercise's moving picture on a page, with its words for who does not see it."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from programs.figures import alt, files
from programs.figures.drawing import Look
from programs.figures.figure import load
from programs.models import Exercise

register = template.Library()


@register.simple_tag
def figure(exercise: Exercise) -> SafeString | str:
    """The picture; still for who wants no motion, and on paper. Nothing if there is none.

    The file knows of reduced motion, too, but browsers tell an image less than a page.
    """
    if not exercise.figure:
        return ""
    width, height = files.SIZE
    return format_html(
        '<picture><source media="print" srcset="{}">'
        '<source media="(prefers-reduced-motion: reduce)" srcset="{}">'
        '<img class="figure" src="{}" alt="{}" width="{}" height="{}" loading="lazy"></picture>',
        _address(exercise.figure, Look.PAPER),
        _address(exercise.figure, Look.STILL),
        _address(exercise.figure, Look.MOVING),
        alt.text(load(exercise.figure), get_language() or "en", gettext),
        width,
        height,
    )


def _address(key: str, look: Look) -> str:
    return f"{reverse(f'figures:{look}', args=[key])}?v={files.file(key, look).digest}"
