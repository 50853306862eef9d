"""The exercise library. An exercise is never edited: a change is a new revision."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Clinic, User
from programs.figures import figure

from .scales import once_per_clinic, one_of


class Pathway(models.TextChoices):
    """The nerve's way; each has its own ordered scale of sites."""

    LEG_BACK = "leg_back", _("Back of the leg (sciatic)")
    LEG_FRONT = "leg_front", _("Front of the leg (femoral)")
    ARM = "arm", _("Arm (median, ulnar, radial)")


class StageKind(models.TextChoices):
    MOVEMENT = "movement", _("Movement")
    SLIDING = "sliding", _("Sliding")
    TENSIONING = "tensioning", _("Tensioning")


def known_figure(key: str) -> None:
    """Refuse a figure that nobody has drawn: the patient would see a broken picture."""
    if key not in figure.known_keys():
        raise ValidationError(
            _("There is no figure “%(key)s”."), code="unknown", params={"key": key}
        )


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def for_clinician(self, user: User) -> "ExerciseQuerySet":
        """The shipped library, and what the user's own clinic added."""
        return self.filter(Q(clinic__isnull=True) | Q(clinic__clinicians__user=user))


class Exercise(models.Model):
    """One revision of one exercise: what a prescription shows, for as long as it is shown."""

    clinic = models.ForeignKey(
        Clinic, models.PROTECT, null=True, blank=True, related_name="exercises"
    )
    slug = models.SlugField(max_length=60)
    revision = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=StageKind)
    pathway = models.CharField(_("nerve"), max_length=9, choices=Pathway, blank=True)
    start = models.TextField(_("starting position"))
    movement = models.TextField(_("movement"))
    cue = models.TextField(_("what to watch for"), blank=True)
    # A key of programs/content/figures; another exercise may use the same one.
    figure = models.SlugField(_("moving picture"), blank=True, validators=[known_figure])
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering = ["slug", "revision"]
        constraints = [
            *once_per_clinic("exercise_revision", "slug", "revision"),
            one_of("exercise_kind", kind=StageKind.values),
            one_of("exercise_pathway", pathway=["", *Pathway.values]),
        ]

    def __str__(self) -> str:
        return self.name
