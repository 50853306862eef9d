"""What makes today a more protective day. Every answer may be left out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .entry import EntryForm
from .fields import ScaleField, YesNoField


class CheckInForm(EntryForm):
    sleep = ScaleField(
        label=_("How did you sleep?"), low=_("terrible"), high=_("very well"), required=False
    )
    stress = ScaleField(
        label=_("How stressed are you?"), low=_("not at all"), high=_("extremely"), required=False
    )
    worry = ScaleField(
        label=_("How worried are you about moving, or about harm?"),
        low=_("not at all"),
        high=_("extremely"),
        required=False,
    )
    unwell = YesNoField(label=_("Do you feel unwell or feverish?"))
    out_of_routine = YesNoField(label=_("Are you travelling or out of your routine?"))

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if all(value is None for name, value in answers.items() if name != "uuid"):
            raise ValidationError(_("Answer one question or more, or go back to today."))
        return answers
