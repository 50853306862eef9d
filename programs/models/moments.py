"""What a patient tells between sessions: pain at any hour, a flare and how it goes on, triggers."""

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from .diary import Entry, EntryQuerySet, MorningReport, entry_constraints
from .scales import PAIN, SITE, answer_field, one_of, scale_field, within

MINUTES = (1, 24 * 60)


class PainEntry(Entry):
    """Pain at a moment outside a session; several a day."""

    pain = scale_field(_("pain now, 0–10"), PAIN)
    site = answer_field(_("furthest site, 0–5"), SITE)

    class Meta(Entry.Meta):
        constraints = [
            *entry_constraints("painentry"),
            within("painentry_on_its_scales", pain=PAIN, site=SITE),
        ]
        indexes = [models.Index(fields=["assignment", "day"], name="painentry_story")]

    def __str__(self) -> str:
        return f"Pain {self.pain} on {self.day}"


# A flare holds what would move the patient on until so many mornings after it are told.
MORNINGS_OF_A_FLARE = 2


class FlareQuerySet(EntryQuerySet):
    def watched(self) -> "FlareQuerySet":
        """Those whose mornings are not all in. Silence does not end a flare."""
        told = MorningReport.objects.current().filter(
            assignment=models.OuterRef("assignment"), in_time=True, day__gt=models.OuterRef("day")
        )
        count = told.order_by().values("assignment").annotate(count=models.Count("pk"))
        mornings = Coalesce(models.Subquery(count.values("count")), 0)
        return self.current().annotate(mornings=mornings).filter(mornings__lt=MORNINGS_OF_A_FLARE)


class Flare(Entry):
    """The patient says "I'm having a flare": a fact of its own, whatever the pain number."""

    objects = FlareQuerySet.as_manager()

    class Meta(Entry.Meta):
        constraints = entry_constraints("flare")
        # A decision asks for the latest flare.
        indexes = [models.Index(fields=["assignment", "-day"], name="flare_latest")]

    def __str__(self) -> str:
        return f"Flare on {self.day}"


class Course(models.TextChoices):
    """How a flare goes on."""

    EASING = "easing", _("Easing")
    SAME = "same", _("The same")
    WORSE = "worse", _("Worse")


class FlareUpdate(Entry):
    """How a flare is now."""

    flare = models.ForeignKey(Flare, models.PROTECT, related_name="updates")
    course = models.CharField(_("how is it now?"), max_length=6, choices=Course)

    class Meta(Entry.Meta):
        constraints = [
            *entry_constraints("flareupdate"),
            one_of("flareupdate_course", course=Course.values),
        ]

    def __str__(self) -> str:
        return f"{self.get_course_display()} on {self.day}"


class TriggerKind(models.TextChoices):
    """What the patient did that may have mattered."""

    SITTING = "sitting", _("Sitting long")
    DRIVING = "driving", _("Driving")
    LIFTING = "lifting", _("Lifting")
    BENDING = "bending", _("Bending")
    WALKING = "walking", _("A long walk")
    TRAVEL = "travel", _("Travel")
    NEW = "new", _("A new activity")
    OTHER = "other", _("Something else")


class TriggerEntry(Entry):
    """Something the patient did, to be set against the pain of that day and the next two."""

    kind = models.CharField(_("what did you do?"), max_length=7, choices=TriggerKind)
    minutes = scale_field(_("for how many minutes?"), MINUTES, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta(Entry.Meta):
        constraints = [
            *entry_constraints("triggerentry"),
            one_of("triggerentry_kind", kind=TriggerKind.values),
            within("triggerentry_on_its_scales", minutes=MINUTES),
        ]
        indexes = [models.Index(fields=["assignment", "day"], name="triggerentry_story")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.day}"
