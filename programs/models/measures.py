"""Outcome measures that a patient gives: a week's well-being, own goals, the change overall."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .assignment import Assignment
from .diary import Entry, entry_constraints
from .scales import PAIN, scale_field, within

CHANGE = (-5, 5)
GOALS = (1, 3)


class WellbeingWeek(Entry):
    """What a week had room for. Shown back, never scored; every answer may be left out."""

    self_care = models.BooleanField(_("looked after yourself"), null=True, blank=True)
    enjoyed = models.BooleanField(_("did something you enjoy"), null=True, blank=True)
    connected = models.BooleanField(_("spent time with others"), null=True, blank=True)
    moved = models.BooleanField(_("moved in ways you like"), null=True, blank=True)

    class Meta(Entry.Meta):
        constraints = entry_constraints("wellbeingweek")

    def __str__(self) -> str:
        return f"Week to {self.day}"


class Goal(models.Model):
    """An activity that pain makes hard: one of up to three, as in the patient-specific scale.

    Stratford P, Gill C, Westaway M, Binkley J. Physiother Can 1995;47:258-263.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="goals")
    number = scale_field(_("goal"), GOALS)
    activity = models.CharField(_("activity"), max_length=120)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["assignment", "number", "pk"]
        constraints = [
            within("goal_on_its_scale", number=GOALS),
            models.UniqueConstraint(
                fields=["assignment", "number"],
                condition=Q(retired_at__isnull=True),
                name="goal_one_of_a_number",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | Q(retired_at__gte=F("created_at")),
                name="goal_retired_later",
            ),
        ]

    def __str__(self) -> str:
        return self.activity


class GoalRating(Entry):
    """How well an activity goes: 0 not at all, 10 as before. A change of 2 is detectable."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="ratings")
    score = scale_field(_("how well can you do it, 0–10"), PAIN)

    class Meta(Entry.Meta):
        constraints = [
            *entry_constraints("goalrating"),
            within("goalrating_on_its_scale", score=PAIN),
        ]

    def __str__(self) -> str:
        return f"{self.score}/10 on {self.day}"


class GlobalChange(Entry):
    """The change since the program began: −5 very much worse, 0 the same, +5 completely well."""

    change = models.SmallIntegerField(
        _("overall change, −5 to +5"),
        validators=[MinValueValidator(CHANGE[0]), MaxValueValidator(CHANGE[1])],
    )

    class Meta(Entry.Meta):
        constraints = [
            *entry_constraints("globalchange"),
            within("globalchange_on_its_scale", change=CHANGE),
        ]

    def __str__(self) -> str:
        return f"{self.change:+d} on {self.day}"
