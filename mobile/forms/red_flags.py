"""The safety questions: the urgent ones as one list, the others with yes or no each."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from programs.models import Tier
from programs.services import content

from .entry import EntryForm
from .fields import YesNoField

NONE = "none"


class RedFlagLine(forms.MultipleChoiceField):
    """The tier-A signs with "none of these". Cleans to the codes ticked; empty: none of them."""

    default_error_messages = {
        "required": _("Tick what you have, or tick “None of these”."),
        "invalid_choice": _("That sign is not on the list."),
    }

    def __init__(self, **options: Any):
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)

    def show(self, *, first: bool = False) -> None:
        """Fill in the questions; ``first``: there is no last time to compare with."""
        language = get_language() or "en"
        words = content.red_flag_words(first=first, language=language)
        asked = content.red_flag_questions([Tier.A], language=language)
        self.label = words.lead
        self.choices = [*((each.code, each.question) for each in asked), (NONE, words.none)]

    def clean(self, value: Any) -> list[str]:
        # A sign that is ticked counts, also beside "none of these": the safe reading.
        return [code for code in super().clean(value) if code != NONE]


class SafetyForm(EntryForm):
    """The full screen. A question that is left open stays open; it is never taken as no."""

    urgent = RedFlagLine(required=False)

    def __init__(self, data: Any = None, *, first: bool = False, **options: Any):
        super().__init__(data, **options)
        self.fields["urgent"].show(first=first)
        language = get_language() or "en"
        for asked in content.red_flag_questions([Tier.B, Tier.C], language=language):
            self.fields[asked.code] = YesNoField(label=asked.question)

    @property
    def others(self) -> Iterator[forms.BoundField]:
        """The questions with a yes or no each."""
        return (self[name] for name in self.fields if name not in ("uuid", "urgent"))

    @property
    def screen(self) -> dict[str, bool]:
        """code -> yes or no, of what was answered."""
        answers = {
            name: said
            for name, said in self.cleaned_data.items()
            if name not in ("uuid", "urgent") and said is not None
        }
        if self.data.getlist(self.add_prefix("urgent")):
            ticked = self.cleaned_data["urgent"]
            urgent = content.red_flag_questions([Tier.A])
            answers |= {each.code: each.code in ticked for each in urgent}
        return answers

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not self.errors and not self.screen:
            raise ValidationError(_("Answer the first list, or any other question."))
        return answers
