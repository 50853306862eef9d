"""Reason cards: a decision in the patient's words, and what would move them on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from programs.engine import Decision, Position, Reason, ReasonCode
from programs.engine.sentences import Audience, headline, sentence
from programs.models import Outcome, Review

# What is still to come rather than what went before: code -> what is counted, if anything is.
AHEAD: Final[dict[str, str]] = {
    ReasonCode.SCREEN_STALE: "",
    ReasonCode.WAIT_MORNING: "",
    ReasonCode.GAP_OPEN: "",
    ReasonCode.MIN_SESSIONS: "exposures",
    ReasonCode.NOT_ENOUGH_GREEN: "green",
    ReasonCode.MIN_DAYS: "days",
    ReasonCode.COOLDOWN: "days_since_step_back",
    ReasonCode.ADHERENCE_LOW: "done",
    ReasonCode.MIN_STAGE_DAYS: "days",
    ReasonCode.MIN_STAGE_SESSIONS: "exposures",
    ReasonCode.PREDICT_DATA: "answers",
    ReasonCode.SIGNOFF_REQUESTED: "",
    ReasonCode.SIGNOFF_NEEDED: "",
}
# More dots than this are not counted by eye.
MOST_DOTS = 10


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that would move the patient on. ``dots``: how many are done, true or false each."""

    words: str
    dots: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What was decided; why, by what was seen against what was needed; what is still to come."""

    review_id: int
    kind: str
    at: datetime
    headline: str
    reasons: tuple[str, ...]
    goals: tuple[Goal, ...]
    # False: decided on a day on which the position had changed already, so said and not done.
    applied: bool

    @property
    def words(self) -> tuple[str, ...]:
        return (self.headline, *self.reasons, *(goal.words for goal in self.goals))


def of(review: Review | None) -> Card | None:
    """The card of a decision; ``None`` before the first."""
    if review is None:
        return None
    decision = Decision.from_record(review.decision)
    seen = (_words(reason) for reason in decision.reasons if reason.code not in AHEAD)
    return Card(
        review_id=review.pk,
        kind=review.kind,
        at=review.at,
        headline=headline(decision, _before(review), Audience.PATIENT, _),
        reasons=tuple(dict.fromkeys(seen)),
        goals=tuple(_goal(reason) for reason in decision.reasons if reason.code in AHEAD),
        applied=review.outcome != Outcome.ALREADY_MOVED,
    )


def _words(reason: Reason) -> str:
    return sentence(reason, Audience.PATIENT, _)


def _goal(reason: Reason) -> Goal:
    counted = AHEAD[reason.code]
    if not counted:
        return Goal(_words(reason))
    have, need = reason.have[counted], reason.need[counted]
    dots = tuple(number < have for number in range(need)) if need <= MOST_DOTS else ()
    return Goal(_words(reason), dots)


def _before(review: Review) -> Position:
    return Position(
        stage=review.from_stage, step=review.from_step, since=review.day, stage_since=review.day
    )
