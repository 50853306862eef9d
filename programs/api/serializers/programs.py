"""What is prescribed: steps with their exercises and doses, and the ladder they stand on."""

from rest_framework import serializers

from programs.models import Pathway, StageKind
from programs.services import content


class ShippedText(serializers.CharField):
    """Words of the shipped library, in the reader's language where there is a translation."""

    def to_representation(self, value: str) -> str:
        return content.translated(value, language=self.context.get("language", "en"))


class PrescriptionSerializer(serializers.Serializer):
    """One exercise with its dose."""

    name = ShippedText(source="exercise.name")
    start = ShippedText(source="exercise.start")
    movement = ShippedText(source="exercise.movement")
    cue = ShippedText(source="exercise.cue", allow_blank=True)
    sets = serializers.IntegerField(allow_null=True)
    repetitions = serializers.IntegerField(allow_null=True)
    hold_seconds = serializers.IntegerField()
    minutes = serializers.IntegerField(allow_null=True)
    dose = serializers.CharField(help_text="As a clinician writes it: 2×10, 2 s.")
    note = ShippedText(allow_blank=True)


class StepSerializer(serializers.Serializer):
    """One step of the ladder with all that is done on it."""

    stage = serializers.IntegerField(source="stage.number")
    stage_name = ShippedText(source="stage.name")
    step = serializers.IntegerField(source="number")
    title = ShippedText()
    times_a_day = serializers.IntegerField()
    days_a_week = serializers.IntegerField()
    exercises = PrescriptionSerializer(source="prescriptions", many=True)


class LadderStepSerializer(serializers.Serializer):
    step = serializers.IntegerField(source="number")
    title = serializers.CharField()
    times_a_day = serializers.IntegerField()
    days_a_week = serializers.IntegerField()


class LadderStageSerializer(serializers.Serializer):
    stage = serializers.IntegerField(source="number")
    kind = serializers.ChoiceField(StageKind.choices)
    name = serializers.CharField()
    steps = LadderStepSerializer(many=True)


class ProgramVersionSerializer(serializers.Serializer):
    """A published version, which no edit reaches any more."""

    id = serializers.IntegerField()
    program = serializers.CharField(source="program.name")
    pathway = serializers.ChoiceField(Pathway.choices, source="program.pathway")
    number = serializers.IntegerField()
    published_at = serializers.DateTimeField()
    ladder = LadderStageSerializer(source="stages", many=True)
