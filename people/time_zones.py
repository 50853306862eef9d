"""IANA time zones: the one validator, and the one way from a name to a zone."""

from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def validate_time_zone(name: str) -> None:
    """Refuse a name that this machine's zone database does not know."""
    if name not in available_timezones():
        raise ValidationError(
            _("%(name)s is no time zone; write it like Europe/London."),
            code="unknown_time_zone",
            params={"name": name},
        )


def zone(name: str) -> ZoneInfo:
    """Return the zone of a validated name."""
    return ZoneInfo(name)
