"""The database refuses what must never be: every constraint of ours, by its name."""

import re

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models

from tests.programs.refusals import REFUSED

pytestmark = pytest.mark.django_db
OUR_APPS = ("people", "programs", "notifications")


def constraints() -> dict[str, tuple[models.BaseConstraint, type[models.Model]]]:
    ours = [model for app in OUR_APPS for model in apps.get_app_config(app).get_models()]
    return {
        constraint.name: (constraint, model)
        for model in ours
        for constraint in model._meta.constraints
    }


def named_by(error: IntegrityError, constraint: models.BaseConstraint, table: str) -> bool:
    """Whether the error is this constraint's. SQLite names a unique one by its columns alone."""
    if connection.vendor == "postgresql" or isinstance(constraint, models.CheckConstraint):
        return re.search(rf"\b{constraint.name}\b", str(error)) is not None
    return all(f"{table}.{field}" in str(error) for field in constraint.fields)


def test_every_constraint_is_tried():
    assert set(REFUSED) == set(constraints())


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name):
    constraint, model = constraints()[name]

    with pytest.raises(IntegrityError) as refusal:
        REFUSED[name]()

    assert named_by(refusal.value, constraint, model._meta.db_table)


def test_every_time_of_an_act_has_its_author():
    """A new ``*_at`` beside a ``*_by`` needs a constraint that holds the two together."""
    paired = {
        (model, field.name.removesuffix("_at"))
        for app in OUR_APPS
        for model in apps.get_app_config(app).get_models()
        for field in model._meta.fields
        if field.name.endswith("_at")
        and f"{field.name.removesuffix('_at')}_by" in {f.name for f in model._meta.fields}
        and field.null
    }
    guarded = {
        (model, act)
        for model, act in paired
        if any(
            f"{act}_at" in str(constraint.condition) and f"{act}_by" in str(constraint.condition)
            for constraint in model._meta.constraints
            if isinstance(constraint, models.CheckConstraint)
        )
    }
    assert guarded == paired
    assert paired
