"""A program given to a patient: where they stand, and what a clinician does about it."""

from typing import Any

from rest_framework import serializers

from people.models import Clinician, Patient
from programs.api import strict
from programs.models import (
    AssignmentStatus,
    Irritability,
    Pathway,
    ProgramVersion,
    Side,
)
from programs.models.scales import PAIN, SITE, STAGES, STEPS

WEEKDAYS = (1, 127)
LONGEST_WORD = 2000


class AssignmentSerializer(strict.StrictSerializer):
    """One patient's run through one published version."""

    id = serializers.IntegerField(read_only=True)
    patient = strict.StrictIdField(Patient)
    version = strict.StrictIdField(
        ProgramVersion,
        required=False,
        help_text="Left out: the newest version of the shipped sciatic program.",
    )
    rule_set = serializers.IntegerField(source="rule_set_id", read_only=True)
    clinician = strict.StrictIdField(
        Clinician, required=False, help_text="The one who is responsible."
    )
    stage = strict.scale(STAGES, required=False, help_text="Where to enter: 1.1 if left out.")
    step = strict.scale(STEPS, required=False)
    side = strict.StrictChoiceField(Side.choices)
    irritability = strict.StrictChoiceField(Irritability.choices)
    baseline_pain = strict.answer(PAIN)
    baseline_site = strict.answer(SITE)
    weekdays = strict.scale(
        WEEKDAYS, required=False, help_text="Days with exercise, bit by bit; bit 0 is Monday."
    )
    pathway = serializers.ChoiceField(Pathway.choices, read_only=True)
    status = serializers.ChoiceField(AssignmentStatus.choices, read_only=True)
    started_on = serializers.DateField(read_only=True)
    since = serializers.DateField(read_only=True)
    stage_since = serializers.DateField(read_only=True)
    held = serializers.BooleanField(read_only=True)
    ended_at = serializers.DateTimeField(read_only=True, allow_null=True)
    ended_because = serializers.CharField(read_only=True)


class WordSerializer(strict.StrictSerializer):
    """An act that says why."""

    note = strict.StrictCharField(max_length=LONGEST_WORD)


class PerhapsWordSerializer(strict.StrictSerializer):
    """An act that may say why."""

    note = strict.StrictCharField(required=False, allow_blank=True, max_length=LONGEST_WORD)


class PlaceSerializer(strict.StrictSerializer):
    """A place on the ladder."""

    stage = strict.scale(STAGES)
    step = strict.scale(STEPS)

    def to_internal_value(self, data: Any) -> tuple[int, int]:
        place = super().to_internal_value(data)
        return place["stage"], place["step"]


class MoveSerializer(WordSerializer):
    """Where to, and why."""

    place = PlaceSerializer()


class EndSerializer(strict.StrictSerializer):
    """Why the program ends, which may well be success."""

    because = strict.StrictCharField(max_length=200)
