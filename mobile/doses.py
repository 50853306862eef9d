"""A dose as a patient reads it, also half of it."""

from django.utils.translation import ngettext

from programs.models import Prescription


def words(prescription: Prescription, share: float = 1.0) -> str:
    """The dose in words: "2 sets of 10, hold each 2 seconds"; ``share``: how much of it today."""
    parts = []
    if prescription.sets and prescription.repetitions:
        parts += _counted(prescription, share)
    if prescription.minutes:
        minutes = _less(prescription.minutes, share)
        parts.append(ngettext("%d minute", "%d minutes", minutes) % minutes)
    return ", ".join(parts)


def _counted(prescription: Prescription, share: float) -> list[str]:
    sets, repetitions = prescription.sets or 1, prescription.repetitions or 1
    if (sets * share).is_integer():
        sets = int(sets * share)
    else:
        repetitions = _less(repetitions, share)
    said = ngettext("%(sets)d set of %(times)d", "%(sets)d sets of %(times)d", sets)
    parts = [said % {"sets": sets, "times": repetitions}]
    if hold := prescription.hold_seconds:
        parts.append(ngettext("hold each %d second", "hold each %d seconds", hold) % hold)
    return parts


def _less(whole: int, share: float) -> int:
    """A share of it, rather too little than too much, but never nothing."""
    return max(int(whole * share), 1)
