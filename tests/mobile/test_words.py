"""Doses in words, and the day by which a clinic answers."""

from datetime import date

import pytest

from mobile import doses
from programs.models import Prescription
from programs.services import red_flags


@pytest.mark.parametrize(
    ("prescribed", "whole", "half"),
    [
        ({"sets": 2, "repetitions": 10}, "2 sets of 10", "1 set of 10"),
        ({"sets": 3, "repetitions": 10}, "3 sets of 10", "3 sets of 5"),
        ({"sets": 1, "repetitions": 5}, "1 set of 5", "1 set of 2"),
        ({"sets": 1, "repetitions": 1}, "1 set of 1", "1 set of 1"),
        (
            {"sets": 1, "repetitions": 8, "hold_seconds": 2},
            "1 set of 8, hold each 2 seconds",
            "1 set of 4, hold each 2 seconds",
        ),
        ({"minutes": 5}, "5 minutes", "2 minutes"),
        ({"minutes": 1}, "1 minute", "1 minute"),
        (
            {"sets": 2, "repetitions": 8, "minutes": 20},
            "2 sets of 8, 20 minutes",
            "1 set of 8, 10 minutes",
        ),
    ],
)
def test_half_a_dose_is_rather_too_little_and_never_nothing(
    prescribed: dict[str, int], whole: str, half: str
) -> None:
    prescription = Prescription(**prescribed)
    assert doses.words(prescription) == whole
    assert doses.words(prescription, 0.5) == half


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2025, 3, 10), date(2025, 3, 17)),
        (date(2025, 3, 14), date(2025, 3, 21)),
        (date(2025, 3, 15), date(2025, 3, 21)),
        (date(2025, 3, 16), date(2025, 3, 21)),
    ],
)
def test_five_working_days_leave_out_the_weekend(day: date, due: date) -> None:
    assert red_flags.contact_by(day) == due
