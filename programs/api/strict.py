"""Fields and serializers that take a value for what it is: "3" and true are no numbers."""

import re
import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import BigIntegerField, Model, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from phonenumber_field.serializerfields import PhoneNumberField
from rest_framework import serializers

WALL_CLOCK = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)", re.ASCII | re.IGNORECASE
)
# Before it nobody logged anything; near the year 1 the subtraction of hours would fail.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# SQLite fails on a number that no row can have, instead of not finding it.
BIGGEST_ID = BigIntegerField.MAX_BIGINT


class StrictSerializer(serializers.Serializer):
    """Refuses by name what it does not know: a misspelt answer must not pass as unanswered."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if isinstance(data, Mapping):
            known = {name for name, field in self.fields.items() if not field.read_only}
            if unknown := sorted(str(name) for name in set(data) - known):
                raise serializers.ValidationError(
                    {name: [_("There is no such field to send.")] for name in unknown}
                )
        return super().to_internal_value(data)


class StrictIntegerField(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return data


class StrictBooleanField(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if type(data) is not bool:
            self.fail("invalid", input=data)
        return data


class StrictCharField(serializers.CharField):
    """Text, as long as it came: what is trimmed from its ends counts too."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().to_internal_value(data)


class StrictUUIDField(serializers.UUIDField):
    """A UUID in its usual writing: eight, four, four, four and twelve digits."""

    def to_internal_value(self, data: Any) -> uuid.UUID:
        value = super().to_internal_value(data if isinstance(data, str) else None)
        if str(value) != data.lower():
            self.fail("invalid", value=data)
        return value


class StrictChoiceField(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class StrictDateField(serializers.DateField):
    """A date as year, month and day: 2025-03-03."""

    def to_internal_value(self, data: Any) -> date:
        value = super().to_internal_value(data)
        if value.isoformat() != data:
            self.fail("invalid", format="YYYY-MM-DD")
        return value


class StrictPhoneField(PhoneNumberField):
    """A phone number with its country code: +447700900123."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field(OpenApiTypes.INT)
class StrictIdField(serializers.PrimaryKeyRelatedField):
    """A row's number, out of those that the view's ``choices`` allow: no other exists."""

    def __init__(self, model: type[Model], **options: Any) -> None:
        self.model = model
        super().__init__(**options)

    def get_queryset(self) -> QuerySet:
        return self.context["choices"](self.model)

    def to_internal_value(self, data: Any) -> Any:
        if type(data) is not int or not 0 < data <= BIGGEST_ID:
            self.fail("does_not_exist", pk_value=data)
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "format": "date-time"})
class WallClockField(serializers.Field):
    """An instant, with the offset of the clock that the patient looked at."""

    default_error_messages = {
        "invalid": _("Give the time with its offset, like 2025-03-03T17:30:00+01:00."),
        "too_early": _("This is too long ago. Check the date."),
    }

    def to_internal_value(self, data: Any) -> datetime:
        value = self._parsed(data)
        if value is None:
            self.fail("invalid")
        if value < EARLIEST:
            self.fail("too_early")
        return value

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()

    def _parsed(self, data: Any) -> datetime | None:
        if not isinstance(data, str) or not WALL_CLOCK.fullmatch(data):
            return None
        try:
            value = parse_datetime(data.upper())
            # The last hours of the year 9999 have no UTC, and the database keeps UTC.
            return value if value and value.astimezone(UTC) else None
        except (ValueError, OverflowError):
            return None


def scale(bounds: tuple[int, int], **options: Any) -> StrictIntegerField:
    """An integer on one of the diary's scales."""
    return StrictIntegerField(min_value=bounds[0], max_value=bounds[1], **options)


def answer(bounds: tuple[int, int]) -> StrictIntegerField:
    """A scale that may stay unanswered: left out or null, never 0."""
    return scale(bounds, required=False, allow_null=True)


def yes_or_no() -> StrictBooleanField:
    """A question that may stay unanswered: left out or null, never "no"."""
    return StrictBooleanField(required=False, allow_null=True)
