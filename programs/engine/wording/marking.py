"""The form of a wording, and the mark by which translators find its templates."""

from enum import StrEnum
from typing import NamedTuple


class Audience(StrEnum):
    """Whom a sentence is for: the same facts in two wordings."""

    CLINICIAN = "clinician"
    PATIENT = "patient"


class Wording(NamedTuple):
    """One template for each audience. ``have_…`` and ``need_…`` are the keys of the reason.

    The patient's: plain words, no blame, no diagnosis, no promise. ``nothing_…`` stand in where
    there was nothing to see: not answered, never done.
    """

    clinician: str
    patient: str
    nothing_clinician: str = ""
    nothing_patient: str = ""

    def template(self, audience: Audience, *, nothing: bool = False) -> str:
        if audience is Audience.CLINICIAN:
            return (nothing and self.nothing_clinician) or self.clinician
        return (nothing and self.nothing_patient) or self.patient


def mark(template: str) -> str:
    """Mark a template for extraction, imported as ``_``; a sentence is translated when made."""
    return template
