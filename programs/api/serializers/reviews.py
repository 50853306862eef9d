"""Decisions with their reasons: what was seen, what was needed, and a sentence for the reader."""

from typing import Any, ClassVar

from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from programs import engine
from programs.api.serializers.assignments import PlaceSerializer
from programs.engine.sentences import Audience, headline, sentence
from programs.models import DecisionKind, Mark, Outcome, Review


class EvidenceSerializer(serializers.Serializer):
    """A diary entry by its natural key: the kind, and the day or time that tells it apart."""

    kind = serializers.CharField()
    key = serializers.CharField()


class ReasonSerializer(serializers.Serializer):
    """One reason: its code, what was seen against what was needed, and the entries behind it."""

    audience: ClassVar[Audience] = Audience.CLINICIAN

    code = serializers.CharField()
    have = serializers.JSONField(allow_null=True)
    need = serializers.JSONField(allow_null=True)
    entries = EvidenceSerializer(many=True)
    sentence = serializers.SerializerMethodField()

    def get_sentence(self, reason: engine.Reason) -> str:
        return sentence(reason, self.audience, gettext)


class PatientReasonSerializer(ReasonSerializer):
    audience = Audience.PATIENT


class DecisionSerializer(serializers.Serializer):
    """A decision in the patient's words."""

    audience: ClassVar[Audience] = Audience.PATIENT

    id = serializers.IntegerField()
    day = serializers.DateField()
    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(DecisionKind.choices)
    outcome = serializers.ChoiceField(Outcome.choices)
    origin = serializers.SerializerMethodField()
    target = serializers.SerializerMethodField()
    dose = serializers.FloatField(source="decision.dose")
    urgency = serializers.ChoiceField(
        [urgency.value for urgency in engine.Urgency], source="decision.urgency", allow_null=True
    )
    pending_until = serializers.DateTimeField(
        allow_null=True, help_text="When a missing morning report is no longer waited for."
    )
    headline = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()

    @extend_schema_field(PlaceSerializer)
    def get_origin(self, review: Review) -> dict[str, int]:
        return {"stage": review.from_stage, "step": review.from_step}

    @extend_schema_field(PlaceSerializer)
    def get_target(self, review: Review) -> dict[str, int]:
        return {"stage": review.to_stage, "step": review.to_step}

    def get_headline(self, review: Review) -> str:
        left = engine.Position(
            stage=review.from_stage,
            step=review.from_step,
            since=review.day,
            stage_since=review.day,
        )
        return headline(_decision(review), left, self.audience, gettext)

    @extend_schema_field(PatientReasonSerializer(many=True))
    def get_reasons(self, review: Review) -> list[dict[str, Any]]:
        return PatientReasonSerializer(_decision(review).reasons, many=True).data


class ReviewSerializer(DecisionSerializer):
    """A decision in the clinician's words, with all that is needed to check it."""

    audience = Audience.CLINICIAN

    assignment = serializers.IntegerField(source="assignment_id")
    patient = serializers.IntegerField(source="assignment.patient_id")
    trigger = serializers.ChoiceField([trigger.value for trigger in engine.Trigger])
    mark = serializers.ChoiceField(Mark.choices, allow_blank=True)
    wants_review = serializers.BooleanField()
    revised = serializers.ListField(
        child=serializers.DictField(),
        help_text="Entries corrected since the decision before; that one stands as it was.",
    )
    rule_set = serializers.IntegerField(source="rule_set_id")
    history_digest = serializers.CharField(help_text="SHA-256 of the history decided on.")

    @extend_schema_field(ReasonSerializer(many=True))
    def get_reasons(self, review: Review) -> list[dict[str, Any]]:
        return ReasonSerializer(_decision(review).reasons, many=True).data


def _decision(review: Review) -> engine.Decision:
    return engine.Decision.from_record(review.decision)
