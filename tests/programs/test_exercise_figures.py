"""The key of a figure on an exercise: shipped, checked, and part of a revision."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from programs.content.node import ContentError
from programs.models import Exercise
from programs.services import library
from tests.programs import refusals
from tests.programs.content_copy import ContentCopy

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def copy(tmp_path):
    return ContentCopy(tmp_path)


def drawn_as(key):
    def edit(value):
        value["exercises"][0]["figure"] = key

    return edit


def test_the_shipped_exercises_are_installed_with_their_figures():
    library.install(now=NOW)

    assert not Exercise.objects.filter(figure="").exists()


def test_another_figure_is_another_revision(copy):
    library.install(now=NOW, root=copy.root)
    copy.change("exercises.json", drawn_as("bridge"))
    added = library.install(now=NOW, root=copy.root).exercises

    assert [(each.slug, each.revision, each.figure) for each in added] == [
        ("supported-pelvic-tilts", 2, "bridge")
    ]


def test_a_shipped_exercise_needs_a_figure_that_exists(copy):
    copy.change("exercises.json", drawn_as("no-such-figure"))

    with pytest.raises(ContentError, match="no-such-figure"):
        library.install(now=NOW, root=copy.root)


def test_a_clinics_exercise_may_use_a_shipped_figure_or_none():
    own = refusals.exercise()
    for key in ("walking", ""):
        own.figure = key
        own.full_clean()


def test_a_clinics_exercise_names_no_unknown_figure():
    own = refusals.exercise()
    own.figure = "no-such-figure"

    with pytest.raises(ValidationError) as refused:
        own.full_clean()
    assert "figure" in refused.value.message_dict
