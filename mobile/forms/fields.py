"""The questions of the phone: a pain scale, a site, a yes or no. Nothing is answered beforehand."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from programs.services import content

SCALE = [(str(number), str(number)) for number in range(11)]
# An optional answer can be taken back: a radio button alone cannot be untaken.
TAKEN_BACK = ("", _("Clear"))
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class ScaleField(forms.TypedChoiceField):
    """A number from 0 to 10. Unanswered is ``None``: 0 is an answer."""

    default_error_messages = {
        "required": _("Choose a number from 0 to 10."),
        "invalid_choice": _("%(value)s is not on the scale. Choose a number from 0 to 10."),
    }

    def __init__(self, *, low: Any = "", high: Any = "", required: bool = True, **options: Any):
        choices = SCALE if required else [*SCALE, TAKEN_BACK]
        super().__init__(
            choices=choices,
            coerce=int,
            empty_value=None,
            required=required,
            widget=forms.RadioSelect,
            **options,
        )
        # What the ends of the scale mean, in a word each.
        self.low, self.high = low, high


def pain_field(**options: Any) -> ScaleField:
    return ScaleField(low=_("no pain"), high=_("the worst pain you can imagine"), **options)


class SiteField(forms.TypedChoiceField):
    """How far the pain reaches. ``choices`` are the names of the nerve's way, nearest first."""

    default_error_messages = {
        "required": _("Choose the place that is furthest from your spine."),
        "invalid_choice": _("That place is not on the list. Choose one of the list."),
    }

    def __init__(self, **options: Any):
        super().__init__(
            coerce=int, empty_value=None, widget=forms.RadioSelect, choices=[], **options
        )

    def show(self, pathway: str) -> None:
        """Fill the list with the places of one nerve's way."""
        names = content.sites(pathway, language=get_language() or "en")
        self.choices = [(str(site), name) for site, name in enumerate(names)]


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not said, which is ``None``."""

    def __init__(self, **options: Any):
        choices = [*YES_NO, TAKEN_BACK]
        options = {"required": False, "choices": choices, "widget": forms.RadioSelect} | options
        super().__init__(coerce=lambda answer: answer == "yes", empty_value=None, **options)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)
