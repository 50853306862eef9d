"""The scales of the diary, as conditions that the database checks."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

PAIN = (0, 10)
SITE = (0, 5)
DOSE_PERCENT = (0, 1000)
SETTLE_MINUTES = (0, 1440)
STAGES = (1, 3)
STEPS = (1, 20)


def scale_field(label, bounds: tuple[int, int], **options) -> models.PositiveSmallIntegerField:
    """An integer on a bounded scale; its bounds are the form's and, by ``within``, the table's."""
    validators = [MinValueValidator(bounds[0]), MaxValueValidator(bounds[1])]
    return models.PositiveSmallIntegerField(label, validators=validators, **options)


def answer_field(label, bounds: tuple[int, int]) -> models.PositiveSmallIntegerField:
    """A scale that may stay unanswered: null, never 0."""
    return scale_field(label, bounds, null=True, blank=True)


def within(name: str, **bounds: tuple[int, int]) -> models.CheckConstraint:
    """Every named column lies in its bounds. A null passes: unanswered is allowed where null is."""
    condition = Q()
    for field, span in bounds.items():
        condition &= Q(**{f"{field}__range": span})
    return models.CheckConstraint(condition=condition, name=name)


def one_of(name: str, **choices: list[str]) -> models.CheckConstraint:
    """Every named column holds one of its choices."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": values for field, values in choices.items()}), name=name
    )


def together(name: str, *fields: str) -> models.CheckConstraint:
    """All of the columns are set, or none is: no ``*_at`` without its ``*_by``."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True for field in fields})
        | Q(**{f"{field}__isnull": False for field in fields}),
        name=name,
    )


def once_per_clinic(name: str, *fields: str) -> list[models.UniqueConstraint]:
    """Unique within a clinic, and among what is shipped: to an index two nulls are different."""
    return [
        models.UniqueConstraint(fields=["clinic", *fields], name=f"{name}_once_per_clinic"),
        models.UniqueConstraint(
            fields=fields, condition=Q(clinic__isnull=True), name=f"{name}_once_if_shipped"
        ),
    ]
