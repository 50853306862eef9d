"""The patient's day, and what a client needs to ask its questions."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from people.time_zones import zone
from programs import engine
from programs.api import strict
from programs.api.serializers.programs import StepSerializer
from programs.api.serializers.reviews import DecisionSerializer
from programs.api.serializers.stop import StopSerializer, stop_for
from programs.models import AssignmentStatus, Tier
from programs.models.scales import PAIN
from programs.services.today import Today


class OpenFlagSerializer(serializers.Serializer):
    """A sign that a clinician has not closed yet, and whether one has seen it."""

    code = serializers.CharField()
    tier = serializers.ChoiceField(Tier.choices)
    raised_at = serializers.DateTimeField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)


@extend_schema_serializer(many=False)
class TodaySerializer(serializers.Serializer):
    """Where the patient stands, what to do, and what is still to be told."""

    day = serializers.DateField(help_text="The logical day: it begins at four in the morning.")
    status = serializers.ChoiceField(AssignmentStatus.choices, source="assignment.status")
    since = serializers.DateField(source="assignment.since")
    step = StepSerializer()
    dose = serializers.FloatField(help_text="Share of the prescribed dose: 1, 0.5 or 0.")
    stopped = serializers.BooleanField(help_text="No exercise at all: show `stop` instead.")
    stop = serializers.SerializerMethodField()
    red_flags = OpenFlagSerializer(source="open_flags", many=True)
    decision = DecisionSerializer(source="review", allow_null=True)
    pending = serializers.BooleanField(help_text="An entry waits to be decided on: ask again.")
    sessions_done = serializers.IntegerField()
    sessions_left = serializers.IntegerField()
    morning_told = serializers.BooleanField()
    checked_in = serializers.BooleanField()
    screen_due = serializers.BooleanField(help_text="The full red-flag screen is to be answered.")

    @extend_schema_field(StopSerializer(allow_null=True))
    def get_stop(self, today: Today) -> dict[str, Any] | None:
        if not today.open_flags:
            return None
        patient = today.assignment.patient
        told_at = min(flag.raised_at for flag in today.open_flags)
        return stop_for(
            [flag.code for flag in today.open_flags],
            patient=patient,
            told_at=told_at.astimezone(zone(patient.time_zone)),
        )


class QuestionSerializer(serializers.Serializer):
    code = serializers.CharField()
    tier = serializers.ChoiceField(Tier.choices)
    question = serializers.CharField()


class SettleChoiceSerializer(serializers.Serializer):
    minutes = serializers.IntegerField(allow_null=True, help_text="Null: not settled yet.")
    label = serializers.CharField()


@extend_schema_serializer(many=False)
class QuestionsSerializer(serializers.Serializer):
    """The words of the diary's questions, in the patient's language."""

    lead = serializers.CharField(help_text="Stands above the red-flag questions.")
    none_of_these = serializers.CharField()
    footer = serializers.CharField(help_text="Stands below every page.")
    red_flags = QuestionSerializer(many=True)
    sites = serializers.ListField(
        child=serializers.CharField(), help_text="By ordinal: 0 is no symptoms, 5 the furthest."
    )
    settle = SettleChoiceSerializer(many=True)


class StartSerializer(strict.StrictSerializer):
    """What is asked before a session."""

    pain_now = strict.scale(PAIN)


class StartedSerializer(serializers.Serializer):
    """The answer before a session. "Easier today" may always be chosen instead of "go"."""

    gate = serializers.ChoiceField([gate.value for gate in engine.Gate])
    today = TodaySerializer()
    easier_step = StepSerializer(help_text="What an easier day does instead.")
