"""Red flags: what was asked and answered, what was raised, who saw it and who closed it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User

from .assignment import Assignment
from .diary import Entry, entry_constraints
from .scales import one_of, together


class Tier(models.TextChoices):
    A = "A", _("Emergency now")
    B = "B", _("Same day")
    C = "C", _("Next appointment")


class ScreenKind(models.TextChoices):
    """How much was asked."""

    FULL = "full", _("Full screen")
    SESSION = "session", _("The line with a session")
    FLARE = "flare", _("The line with a flare")


class RedFlagScreen(Entry):
    """One screen as asked and answered; a question without an answer is absent, never "no"."""

    kind = models.CharField(max_length=7, choices=ScreenKind)
    # The edition of the questions as the patient read them.
    content_version = models.PositiveSmallIntegerField()
    # {"RF_SADDLE": true, "RF_FEVER": false}: code -> yes or no, the unanswered left out.
    answers = models.JSONField()
    # Whether every question of its kind was answered: only such a full screen counts as one.
    complete = models.BooleanField()

    class Meta(Entry.Meta):
        constraints = [
            *entry_constraints("redflagscreen"),
            one_of("redflagscreen_kind", kind=ScreenKind.values),
        ]
        indexes = [
            # A review asks for the day of the latest complete full screen.
            models.Index(
                fields=["assignment", "-day"],
                condition=Q(kind=ScreenKind.FULL, complete=True),
                name="redflagscreen_latest_full",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.day}"


class RedFlagQuerySet(models.QuerySet["RedFlag"]):
    def for_clinician(self, user: User) -> "RedFlagQuerySet":
        return self.filter(assignment__patient__clinic__clinicians__user=user)

    def open(self) -> "RedFlagQuerySet":
        return self.filter(cleared_at__isnull=True)

    def stopping(self) -> "RedFlagQuerySet":
        """Open ones that stop all exercise."""
        return self.open().filter(tier__in=[Tier.A, Tier.B])


class RedFlag(models.Model):
    """One sign that a person must look at; only a clinician closes it, with a note."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="red_flags")
    # Null: raised by a clinician or by a rule.
    screen = models.ForeignKey(
        RedFlagScreen, models.PROTECT, null=True, blank=True, related_name="red_flags"
    )
    tier = models.CharField(max_length=1, choices=Tier)
    code = models.CharField(max_length=24)
    day = models.DateField()
    raised_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    clearing_note = models.TextField(_("why it is closed"), blank=True)

    objects = RedFlagQuerySet.as_manager()

    class Meta:
        ordering = ["tier", "raised_at", "pk"]
        constraints = [
            one_of("redflag_tier", tier=Tier.values),
            together("redflag_acknowledged_by_somebody", "acknowledged_at", "acknowledged_by"),
            together("redflag_cleared_by_somebody", "cleared_at", "cleared_by"),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True) | ~Q(clearing_note=""),
                name="redflag_cleared_with_a_note",
            ),
            models.UniqueConstraint(
                fields=["assignment", "code"],
                condition=Q(cleared_at__isnull=True),
                name="redflag_open_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["assignment"],
                condition=Q(cleared_at__isnull=True),
                name="redflag_gate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.tier})"
