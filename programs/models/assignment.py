"""One patient's run through one program version."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import Clinician, Patient, User

from .exercise import Pathway
from .program import ProgramVersion
from .rule_set import RuleSetVersion
from .scales import PAIN, SITE, STAGES, STEPS, answer_field, one_of, scale_field, together, within


class AssignmentStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    ENDED = "ended", _("Ended")


OPEN = [AssignmentStatus.ACTIVE, AssignmentStatus.PAUSED]


class Side(models.TextChoices):
    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")
    BOTH = "both", _("Both")


class Irritability(models.TextChoices):
    LOW = "low", _("Low")
    MODERATE = "moderate", _("Moderate")
    HIGH = "high", _("High")


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def for_clinician(self, user: User) -> "AssignmentQuerySet":
        return self.filter(patient__clinic__clinicians__user=user)

    def open(self) -> "AssignmentQuerySet":
        return self.filter(status__in=OPEN)

    def due(self, now: datetime) -> "AssignmentQuerySet":
        """Those whose review is due, oldest first."""
        return self.filter(review_due_at__lte=now).order_by("review_due_at", "pk")

    def with_people(self) -> "AssignmentQuerySet":
        return self.select_related("patient__user", "patient__clinic", "clinician__user")


class Assignment(models.Model):
    """A program version given to a patient, where they stand on its ladder, and when to look next.

    The position is what the latest move says, kept here so that a page reads one row. Only
    services move it, and each move leaves a review or a clinician's event behind.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="assignments")
    clinician = models.ForeignKey(Clinician, models.PROTECT, related_name="assignments")
    version = models.ForeignKey(ProgramVersion, models.PROTECT, related_name="assignments")
    rule_set = models.ForeignKey(RuleSetVersion, models.PROTECT, related_name="assignments")
    status = models.CharField(
        max_length=6, choices=AssignmentStatus, default=AssignmentStatus.ACTIVE
    )

    pathway = models.CharField(_("nerve"), max_length=9, choices=Pathway)
    side = models.CharField(_("side"), max_length=5, choices=Side)
    irritability = models.CharField(_("irritability"), max_length=8, choices=Irritability)
    baseline_pain = answer_field(_("pain now, 0–10"), PAIN)
    baseline_site = answer_field(_("furthest site, 0–5"), SITE)

    started_on = models.DateField(_("started on"))
    stage = scale_field(_("stage"), STAGES)
    step = scale_field(_("step"), STEPS)
    since = models.DateField(_("at this step since"))
    stage_since = models.DateField(_("in this stage since"))
    held = models.BooleanField(_("held by a clinician"), default=False)
    # Bit 0 is Monday. Sessions are planned on these days of the week.
    weekdays = models.PositiveSmallIntegerField(default=127)

    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=200, blank=True)

    # The row is the schedule: a sweep claims what is due, by token, until ``review_due_at``.
    review_due_at = models.DateTimeField(null=True, blank=True)
    review_trigger = models.CharField(max_length=14, default="daily")
    review_token = models.UUIDField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=Q(status__in=OPEN),
                name="assignment_one_open_per_patient",
                violation_error_message=_("This patient already has an open program."),
            ),
            together("assignment_ended_by_somebody", "ended_at", "ended_by"),
            models.CheckConstraint(
                condition=Q(status=AssignmentStatus.ENDED, ended_at__isnull=False)
                | Q(status__in=OPEN, ended_at__isnull=True),
                name="assignment_ended_at_iff_ended",
            ),
            models.CheckConstraint(
                condition=Q(status__in=OPEN, review_due_at__isnull=False)
                | Q(status=AssignmentStatus.ENDED, review_due_at__isnull=True),
                name="assignment_open_has_a_next_review",
            ),
            models.CheckConstraint(
                condition=Q(started_on__lte=F("stage_since"), stage_since__lte=F("since")),
                name="assignment_dates_in_order",
            ),
            within(
                "assignment_on_its_scales",
                stage=STAGES,
                step=STEPS,
                baseline_pain=PAIN,
                baseline_site=SITE,
                weekdays=(1, 127),
            ),
            one_of(
                "assignment_choices",
                pathway=Pathway.values,
                side=Side.values,
                irritability=Irritability.values,
            ),
        ]
        indexes = [
            # The sweep: what is due, oldest first, among the open ones only.
            models.Index(
                fields=["review_due_at", "id"],
                condition=Q(review_due_at__isnull=False),
                name="assignment_sweep",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.patient}: {self.version}"

    @property
    def position(self) -> str:
        """The place on the ladder as everyone says it: 2.3."""
        return f"{self.stage}.{self.step}"
