"""What all of the portal's forms share: errors of a service beside the field they name."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class ServiceForm(forms.Form):
    """A form whose answers go to one service.

    ``catch_all`` is the field that a refusal without a field of this form is shown beside.
    """

    required_css_class = "required"
    catch_all: str | None = None

    def __init__(self, *args: Any, **options: Any) -> None:
        # The browser's own bubbles would hide ours, and say less.
        super().__init__(*args, use_required_attribute=False, **options)

    def refuse(self, refusal: ValidationError) -> None:
        """Show a service's refusal beside the fields that it names."""
        if not hasattr(refusal, "error_dict"):
            self.add_error(self.catch_all, refusal)
            return
        for name, errors in refusal.error_dict.items():
            known = name if name != NON_FIELD_ERRORS and name in self.fields else self.catch_all
            self.add_error(known, errors)


def place_field(label: str, help_text: str = "") -> forms.TypedChoiceField:
    """A step of the ladder. A form gives it the choices of its own version."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        coerce=as_place,
        error_messages={"invalid_choice": "This program has no such step."},
    )


def as_place(text: str) -> tuple[int, int]:
    stage, step = text.split(".")
    return int(stage), int(step)
