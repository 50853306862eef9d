"""What a red flag tells the patient to do, in the answer to the very post that raised it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from rest_framework import serializers

from people.models import Patient
from programs.models import Tier
from programs.services import red_flags


class StopSerializer(serializers.Serializer):
    """Words to show at once, full screen. Tier A and B lead to no exercise."""

    tier = serializers.ChoiceField(Tier.choices)
    codes = serializers.ListField(child=serializers.CharField())
    title = serializers.CharField()
    paragraphs = serializers.ListField(child=serializers.CharField())
    call = serializers.CharField(allow_blank=True, help_text="The one number to dial, if any.")


def stop_for(codes: Iterable[str], *, patient: Patient, told_at: datetime) -> dict[str, Any] | None:
    """The words for these codes; ``None`` without any."""
    codes = sorted(codes)
    if not codes:
        return None
    advice = red_flags.advice(codes, patient=patient, told_at=told_at)
    tier = red_flags.most_urgent(codes)
    return StopSerializer({**advice._asdict(), "tier": tier, "codes": codes}).data
