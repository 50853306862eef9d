"""What a clinician did on a patient's chart. Rows come and never change."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.models import User

from .assignment import Assignment
from .scales import STAGES, STEPS, answer_field, one_of, within


class EventKind(models.TextChoices):
    ASSIGNED = "assigned", _("Program assigned")
    SIGNED_OFF = "signed_off", _("Signed off for stage 3")
    REVIEWED = "reviewed", _("Reviewed")
    UNLOCKED = "unlocked", _("Unlocked after repeated step backs")
    HELD = "held", _("Held")
    RELEASED = "released", _("Released")
    MOVED = "moved", _("Moved by hand")
    FLAG_ACKNOWLEDGED = "flag_acknowledged", _("Red flag acknowledged")
    FLAG_CLEARED = "flag_cleared", _("Red flag cleared")
    ENDED = "ended", _("Ended")
    NOTED = "noted", _("Note")


# These change what the patient does, so they say why.
WITH_A_WORD = [EventKind.HELD, EventKind.MOVED, EventKind.FLAG_CLEARED, EventKind.NOTED]
PLACES = ["from_stage", "from_step", "to_stage", "to_step"]


class ClinicianEventQuerySet(models.QuerySet["ClinicianEvent"]):
    def for_clinician(self, user: User) -> "ClinicianEventQuerySet":
        return self.filter(assignment__patient__clinic__clinicians__user=user)


class ClinicianEvent(models.Model):
    """One act of a clinician, on a logical day of the patient's."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=17, choices=EventKind)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="chart_events")
    note = models.TextField(_("note"), blank=True)
    from_stage = answer_field(_("from stage"), STAGES)
    from_step = answer_field(_("from step"), STEPS)
    to_stage = answer_field(_("to stage"), STAGES)
    to_step = answer_field(_("to step"), STEPS)

    objects = ClinicianEventQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            one_of("clinicianevent_kind", kind=EventKind.values),
            models.CheckConstraint(
                condition=~Q(kind__in=WITH_A_WORD) | ~Q(note=""),
                name="clinicianevent_says_why",
                violation_error_message=_("Say why, in a word."),
            ),
            models.CheckConstraint(
                condition=Q(kind=EventKind.MOVED, **{f"{place}__isnull": False for place in PLACES})
                | ~Q(kind=EventKind.MOVED) & Q(**{f"{place}__isnull": True for place in PLACES}),
                name="clinicianevent_places_iff_moved",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EventKind.MOVED)
                | ~Q(from_stage=F("to_stage"), from_step=F("to_step")),
                name="clinicianevent_moved_somewhere",
            ),
            within(
                "clinicianevent_on_the_ladder",
                from_stage=STAGES,
                from_step=STEPS,
                to_stage=STAGES,
                to_step=STEPS,
            ),
        ]
        indexes = [
            models.Index(fields=["assignment", "day"], name="clinicianevent_history"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.day}"

    @property
    def stepped_back(self) -> bool:
        """Whether this moved the patient down the ladder."""
        if self.kind != EventKind.MOVED:
            return False
        return (self.to_stage, self.to_step) < (self.from_stage, self.from_step)
