"""Programs and their versions. A published one is never edited: a change is the next."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Clinic, User

from .exercise import Exercise, Pathway, StageKind
from .scales import STAGES, STEPS, once_per_clinic, one_of, scale_field, within

DAYS_A_WEEK = (1, 7)
TIMES_A_DAY = (1, 12)


class ProgramQuerySet(models.QuerySet["Program"]):
    def for_clinician(self, user: User) -> "ProgramQuerySet":
        """The shipped programs, and those of the user's own clinic."""
        return self.filter(Q(clinic__isnull=True) | Q(clinic__clinicians__user=user))


class Program(models.Model):
    """A staged program under one name; what patients get is one of its versions."""

    clinic = models.ForeignKey(
        Clinic, models.PROTECT, null=True, blank=True, related_name="programs"
    )
    slug = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=120)
    pathway = models.CharField(_("nerve"), max_length=9, choices=Pathway)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            *once_per_clinic("program_slug", "slug"),
            one_of("program_pathway", pathway=Pathway.values),
        ]

    def __str__(self) -> str:
        return self.name


class ProgramVersionQuerySet(models.QuerySet["ProgramVersion"]):
    def for_clinician(self, user: User) -> "ProgramVersionQuerySet":
        ours = Q(program__clinic__isnull=True) | Q(program__clinic__clinicians__user=user)
        return self.filter(ours)

    def published(self) -> "ProgramVersionQuerySet":
        return self.filter(published_at__isnull=False)

    def with_ladder(self) -> "ProgramVersionQuerySet":
        """With stages, steps and prescriptions, in a fixed number of queries."""
        return self.select_related("program").prefetch_related(
            "stages__steps__prescriptions__exercise"
        )


class ProgramVersion(models.Model):
    """One edition of a program: a draft until it is published, and from then on fixed."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField(null=True, blank=True)
    # Null with a date: shipped with the product.
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="published_programs"
    )
    note = models.TextField(_("what changed"), blank=True)

    objects = ProgramVersionQuerySet.as_manager()

    class Meta:
        ordering = ["program", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"], name="programversion_number_once"
            ),
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(published_at__isnull=True),
                name="programversion_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(published_by__isnull=True),
                name="programversion_publisher_of_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} v{self.number}"

    def ladder(self) -> list[int]:
        """Steps in each stage, first to last."""
        return [len(stage.steps.all()) for stage in self.stages.all()]


class Stage(models.Model):
    """One of the three stages: movement, sliding, tensioning."""

    version = models.ForeignKey(ProgramVersion, models.PROTECT, related_name="stages")
    number = scale_field(_("stage"), STAGES)
    kind = models.CharField(_("kind"), max_length=10, choices=StageKind)
    name = models.CharField(_("name"), max_length=80)
    note = models.TextField(_("note for the patient"), blank=True)

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="stage_number_once"),
            within("stage_number_in_ladder", number=STAGES),
            one_of("stage_kind", kind=StageKind.values),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Step(models.Model):
    """One step of a stage: what is done on a day, how often, on how many days a week."""

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="steps")
    number = scale_field(_("step"), STEPS)
    title = models.CharField(_("title"), max_length=120)
    times_a_day = scale_field(_("times a day"), TIMES_A_DAY)
    days_a_week = scale_field(_("days a week"), DAYS_A_WEEK, default=7)

    class Meta:
        ordering = ["stage", "number"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "number"], name="step_number_once"),
            within(
                "step_on_its_scales",
                number=STEPS,
                times_a_day=TIMES_A_DAY,
                days_a_week=DAYS_A_WEEK,
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Prescription(models.Model):
    """One exercise of a step with its dose."""

    step = models.ForeignKey(Step, models.PROTECT, related_name="prescriptions")
    order = models.PositiveSmallIntegerField(default=1)
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="prescriptions")
    sets = models.PositiveSmallIntegerField(_("sets"), null=True, blank=True)
    repetitions = models.PositiveSmallIntegerField(_("repetitions"), null=True, blank=True)
    hold_seconds = models.PositiveSmallIntegerField(_("hold, seconds"), default=0)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["step", "order"]
        constraints = [
            models.UniqueConstraint(fields=["step", "order"], name="prescription_order_once"),
            models.CheckConstraint(
                condition=Q(sets__gte=1, repetitions__gte=1, sets__isnull=False)
                & Q(repetitions__isnull=False)
                | Q(minutes__gte=1, minutes__isnull=False),
                name="prescription_has_a_dose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise} ({self.dose})"

    @property
    def dose(self) -> str:
        """The dose as a clinician writes it: 2×10, 2 s · 5 min."""
        parts = []
        if self.sets and self.repetitions:
            hold = f", {self.hold_seconds} s" if self.hold_seconds else ""
            parts.append(f"{self.sets}×{self.repetitions}{hold}")
        if self.minutes:
            parts.append(f"{self.minutes} min")
        return " · ".join(parts)
