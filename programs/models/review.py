"""Decisions. A review is written once, with all that is needed to make it again."""

import zlib

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User

from .assignment import Assignment
from .rule_set import RuleSetVersion
from .scales import STAGES, STEPS, one_of, scale_field, within


class DecisionKind(models.TextChoices):
    PAUSE = "pause", _("Pause")
    REGRESS = "regress", _("Step back")
    HOLD = "hold", _("Stay")
    ADVANCE = "advance", _("Move on")


class Outcome(models.TextChoices):
    """What became of the decision."""

    STAYED = "stayed", _("Nothing to move")
    MOVED = "moved", _("Applied")
    WAITS = "waits", _("Not applied: a flare waits for two mornings")
    ALREADY_MOVED = "already_moved", _("Not applied: the position had changed that day")


class Mark(models.TextChoices):
    """What later decisions remember of this one."""

    REGRESSED = "regressed", _("Stepped back")
    EASED = "eased", _("Eased instead of stepping back")
    DEFERRED = "deferred", _("Deferred moving on")


class ReviewQuerySet(models.QuerySet["Review"]):
    def for_clinician(self, user: User) -> "ReviewQuerySet":
        return self.filter(assignment__patient__clinic__clinicians__user=user)


class Review(models.Model):
    """One decision about one assignment, as of one instant."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reviews")
    rule_set = models.ForeignKey(RuleSetVersion, models.PROTECT, related_name="reviews")
    day = models.DateField()
    at = models.DateTimeField()
    trigger = models.CharField(max_length=14)
    kind = models.CharField(max_length=7, choices=DecisionKind)
    outcome = models.CharField(max_length=13, choices=Outcome)
    from_stage = scale_field(_("from stage"), STAGES)
    from_step = scale_field(_("from step"), STEPS)
    to_stage = scale_field(_("to stage"), STAGES)
    to_step = scale_field(_("to step"), STEPS)
    mark = models.CharField(max_length=9, choices=Mark, blank=True)
    wants_review = models.BooleanField(_("asks for a clinician's look"), default=False)
    pending_until = models.DateTimeField(null=True, blank=True)
    # The whole decision, reasons with what was seen and needed: the engine's record form.
    decision = models.JSONField()
    # Entries corrected since the review before; decisions made on them stand as they were.
    revised = models.JSONField(default=list)
    # The history that was decided on, as canonical JSON, packed; and its SHA-256.
    history = models.BinaryField()
    history_digest = models.CharField(max_length=64)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            # The referee of "at most one move a day": locks only make it cheap.
            models.UniqueConstraint(
                fields=["assignment", "day"],
                condition=Q(outcome=Outcome.MOVED),
                name="review_moves_once_a_day",
            ),
            one_of(
                "review_choices",
                kind=DecisionKind.values,
                outcome=Outcome.values,
                mark=["", *Mark.values],
            ),
            models.CheckConstraint(
                condition=~Q(mark=Mark.REGRESSED)
                | Q(kind=DecisionKind.REGRESS, outcome=Outcome.MOVED),
                name="review_regressed_iff_moved_back",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[DecisionKind.PAUSE, DecisionKind.HOLD], outcome="stayed")
                & Q(from_stage=F("to_stage"), from_step=F("to_step"))
                | Q(kind__in=[DecisionKind.REGRESS, DecisionKind.ADVANCE])
                & ~Q(outcome=Outcome.STAYED)
                & ~Q(from_stage=F("to_stage"), from_step=F("to_step")),
                name="review_moves_iff_it_says_so",
            ),
            within(
                "review_on_the_ladder",
                from_stage=STAGES,
                from_step=STEPS,
                to_stage=STAGES,
                to_step=STEPS,
            ),
        ]
        indexes = [
            # The latest review of an assignment.
            models.Index(fields=["assignment", "-at"], name="review_latest"),
            # A history takes the marked ones alone.
            models.Index(
                fields=["assignment", "day"], condition=~Q(mark=""), name="review_remembered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.day}"

    @property
    def reason_codes(self) -> list[str]:
        return [reason["code"] for reason in self.decision["reasons"]]

    def history_json(self) -> str:
        """The history as it was decided on, byte for byte."""
        return zlib.decompress(bytes(self.history)).decode("ascii")


def pack(history_json: str) -> bytes:
    """Pack canonical JSON for ``Review.history``: thirty days are about 1 KB."""
    return zlib.compress(history_json.encode("ascii"), level=1)
