"""The session: how it is before, how it went, and its correction."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from programs.models import Completion
from programs.services import content

from .entry import EntryForm
from .fields import TAKEN_BACK, SiteField, pain_field
from .red_flags import RedFlagLine

NOT_SETTLED = "not"


class BeforeForm(EntryForm):
    pain = pain_field(label=_("Your pain right now"))
    site = SiteField(label=_("How far does it reach?"))
    easier = forms.BooleanField(widget=forms.HiddenInput, required=False)


class SettleField(forms.ChoiceField):
    """How long the pain took to settle; may be left open."""

    def __init__(self, **options: Any):
        super().__init__(widget=forms.RadioSelect, required=False, **options)

    def show(self) -> None:
        offered = content.settle_choices(language=get_language() or "en")
        self.choices = [
            *((self.key(each.minutes), each.label) for each in offered),
            TAKEN_BACK,
        ]

    @staticmethod
    def key(minutes: int | None) -> str:
        return NOT_SETTLED if minutes is None else str(minutes)


class OutcomeForm(EntryForm):
    """How a session went."""

    completion = forms.ChoiceField(
        label=_("How much did you do?"),
        choices=[
            (Completion.DONE, _("All of it")),
            (Completion.PARTLY, _("Part of it")),
            (Completion.STOPPED, _("I stopped because of pain")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how much you did.")},
    )
    pain_peak = pain_field(label=_("Worst pain while you did them"))
    pain_after = pain_field(label=_("Your pain now, afterwards"))
    site_after = SiteField(label=_("How far did it reach at its furthest?"))
    settle = SettleField(label=_("How long did it take to settle?"))
    note = forms.CharField(
        label=_("A note for yourself and your clinician"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )

    def __init__(self, data: Any = None, **options: Any):
        super().__init__(data, **options)
        self.fields["settle"].show()

    @property
    def answers(self) -> dict[str, Any]:
        answers = super().answers
        settle = answers.pop("settle")
        answers["not_settled"] = settle == NOT_SETTLED
        answers["settle_minutes"] = int(settle) if settle.isdecimal() else None
        return answers


class AfterForm(OutcomeForm):
    """What is told when the exercises are over, the urgent signs among it."""

    # What was told before, sealed; it names the post too.
    uuid = None
    started = forms.CharField(widget=forms.HiddenInput)
    red_flags = RedFlagLine()

    def __init__(self, data: Any = None, **options: Any):
        super().__init__(data, **options)
        self.fields["red_flags"].show()

    @property
    def answers(self) -> dict[str, Any]:
        answers = super().answers
        del answers["started"]
        answers["red_flags_ticked"] = answers.pop("red_flags")
        return answers


class SessionCorrectionForm(OutcomeForm):
    """All that was told of a session, to be put right."""

    pain_before = pain_field(label=_("Your pain before"))
    site_before = SiteField(label=_("How far did it reach before?"))
    field_order = ["uuid", "completion", "pain_before", "site_before"]
