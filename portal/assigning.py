"""The form with which a program is given to a patient, and the rules that it brings, in words."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Clinician, Patient
from portal.forms import ServiceForm, place_field
from portal.ladder import Ladder
from programs import engine
from programs.engine import Audience, rule_sentences
from programs.models import Irritability, ProgramVersion, RuleSetVersion, Side
from programs.services import content

ALL_DAYS = range(7)
WEEKDAYS = (
    (0, gettext_lazy("Mon")),
    (1, gettext_lazy("Tue")),
    (2, gettext_lazy("Wed")),
    (3, gettext_lazy("Thu")),
    (4, gettext_lazy("Fri")),
    (5, gettext_lazy("Sat")),
    (6, gettext_lazy("Sun")),
)
PAINS = [("", gettext_lazy("Not asked")), *((n, str(n)) for n in range(11))]
# The form's own names where the service's are others.
NAMES = {"stage": "place", "step": "place"}


class AssignForm(ServiceForm):
    """Which side, how irritable, from which step, on which days. No finding is preselected."""

    side = forms.ChoiceField(
        label=gettext_lazy("Sore side"), choices=Side.choices, widget=forms.RadioSelect
    )
    irritability = forms.ChoiceField(
        label=gettext_lazy("Irritability"),
        choices=Irritability.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Low: worst pain up to 3, settles within 15 minutes, no waking at night. "
            "High: 7 or more, over an hour to settle, or woken most nights. Else moderate."
        ),
    )
    baseline_pain = forms.TypedChoiceField(
        label=gettext_lazy("Pain now, 0–10"),
        choices=PAINS,
        coerce=int,
        empty_value=None,
        required=False,
    )
    baseline_site = forms.TypedChoiceField(
        label=gettext_lazy("Furthest site"), coerce=int, empty_value=None, required=False
    )
    place = place_field(gettext_lazy("Entry step"))
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days of the week"),
        choices=WEEKDAYS,
        coerce=int,
        initial=list(ALL_DAYS),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one day.")},
    )
    clinician = forms.ModelChoiceField(
        label=gettext_lazy("Responsible clinician"), queryset=None, empty_label=None
    )

    def __init__(
        self, *args: Any, clinician: Clinician, patient: Patient, ladder: Ladder, **options: Any
    ) -> None:
        pathway = options.pop("pathway")
        start = {"clinician": patient.clinician_id, "place": "1.1"}
        super().__init__(*args, initial=start, **options)
        names = content.sites(pathway, clinician=True)
        self.fields["baseline_site"].choices = [("", _("Not asked")), *enumerate(names)]
        self.fields["place"].choices = ladder.choices()
        self.fields["place"].widget = forms.RadioSelect(choices=self.fields["place"].choices)
        # What is posted is looked up here: a clinician of another clinic is no choice at all.
        colleagues = Clinician.objects.for_clinician(clinician.user)
        self.fields["clinician"].queryset = colleagues.select_related("user")

    def answers(self) -> dict[str, Any]:
        """The answers as the service takes them: the days as bits, Monday first."""
        answers = dict(self.cleaned_data)
        answers["weekdays"] = sum(1 << day for day in answers["weekdays"])
        return answers

    def refuse(self, refusal: ValidationError) -> None:
        if hasattr(refusal, "error_dict"):
            named = {NAMES.get(name, name): of for name, of in refusal.error_dict.items()}
            refusal = ValidationError(named)
        super().refuse(refusal)


class StageRules(NamedTuple):
    stage: int
    name: str
    sentences: list[str]


class PresetRules(NamedTuple):
    """The rules of one irritability, stage by stage."""

    value: str
    name: str
    stages: list[StageRules]


def rules_in_words(rule_set: RuleSetVersion, ladder: Ladder) -> list[PresetRules]:
    """The rules of each irritability: the page shows those of the chosen one."""
    rules = rule_set.rule_set()
    return [
        PresetRules(value, label, [_stage(value, rules, stage) for stage in ladder.stages])
        for value, label in Irritability.choices
    ]


def _stage(irritability: str, rules: engine.RuleSet, stage: Any) -> StageRules:
    said = rule_sentences(
        engine.Irritability(irritability), rules, stage.number, Audience.CLINICIAN, translate=_
    )
    return StageRules(stage.number, stage.name, list(said))


def offered_versions(clinician: Clinician) -> list[ProgramVersion]:
    """The newest published version of each program that the clinic may give."""
    published = ProgramVersion.objects.for_clinician(clinician.user).published()
    newest: dict[int, ProgramVersion] = {}
    for version in published.select_related("program").order_by("program__name", "-number"):
        newest.setdefault(version.program_id, version)
    return list(newest.values())
