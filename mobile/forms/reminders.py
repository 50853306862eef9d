"""When to be reminded."""

from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.messages import MORNING_REMINDER, SESSION_REMINDER

# What is offered to somebody who has not chosen yet.
OFFERED = {"morning": time(8, 0), "first": time(9, 0), "second": None}


class RemindersForm(forms.Form):
    """Times of the day on the patient's clock; an empty one is no reminder."""

    use_required_attribute = False
    morning = forms.TimeField(label=_("Morning question"), required=False)
    first = forms.TimeField(label=_("Exercises"), required=False)
    second = forms.TimeField(label=_("Exercises again"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            field.error_messages["invalid"] = _("Type a time like 08:30, or leave it empty.")

    @classmethod
    def of(cls, chosen: dict[str, list[time]]) -> "RemindersForm":
        """The form with the times that hold, or with an offer where none was ever chosen."""
        if not chosen:
            return cls(initial=OFFERED)
        sessions = [*chosen.get(SESSION_REMINDER, []), None, None]
        mornings = [*chosen.get(MORNING_REMINDER, []), None]
        return cls(initial={"morning": mornings[0], "first": sessions[0], "second": sessions[1]})

    @property
    def session_times(self) -> list[time]:
        """The times of the exercises, each once."""
        asked = (self.cleaned_data["first"], self.cleaned_data["second"])
        return sorted({moment for moment in asked if moment is not None})

    @property
    def morning_times(self) -> list[time]:
        morning = self.cleaned_data["morning"]
        return [morning] if morning is not None else []
