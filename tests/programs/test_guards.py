"""Raw SQL against history: the tables themselves refuse."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from people.models import Consent, Patient
from programs.models import (
    Assignment,
    CheckIn,
    ClinicianEvent,
    Exercise,
    Flare,
    FlareUpdate,
    GlobalChange,
    Goal,
    GoalRating,
    MorningReport,
    PainEntry,
    Prescription,
    ProgramVersion,
    RedFlag,
    RedFlagScreen,
    Review,
    RuleSetVersion,
    Session,
    Stage,
    Step,
    TriggerEntry,
    WellbeingWeek,
)
from tests import factories
from tests.programs import refusals

pytestmark = pytest.mark.django_db


def stored(build):
    row = build()
    row.save()
    return row


def published(model):
    version = factories.shipped_version()
    return {
        ProgramVersion: version,
        Stage: version.stages.first(),
        Step: version.stages.first().steps.first(),
        Prescription: version.stages.first().steps.first().prescriptions.first(),
    }[model]


APPEND_ONLY = {
    Consent: lambda: stored(refusals.consent),
    Exercise: lambda: stored(refusals.exercise),
    RuleSetVersion: lambda: stored(refusals.rule_set),
    Session: factories.SessionFactory,
    MorningReport: factories.MorningReportFactory,
    CheckIn: factories.CheckInFactory,
    RedFlagScreen: factories.RedFlagScreenFactory,
    Review: lambda: stored(refusals.review),
    ClinicianEvent: lambda: stored(refusals.note),
    PainEntry: lambda: stored(refusals.pain),
    Flare: lambda: stored(refusals.flare),
    FlareUpdate: lambda: stored(refusals.flare_update),
    TriggerEntry: lambda: stored(refusals.trigger),
    WellbeingWeek: lambda: stored(refusals.week),
    GoalRating: lambda: stored(refusals.goal_rating),
    GlobalChange: lambda: stored(refusals.change),
    ProgramVersion: lambda: published(ProgramVersion),
    Stage: lambda: published(Stage),
    Step: lambda: published(Step),
    Prescription: lambda: published(Prescription),
}
NEVER_DELETED = APPEND_ONLY | {
    Patient: factories.PatientFactory,
    Assignment: factories.AssignmentFactory,
    RedFlag: factories.RedFlagFactory,
    Goal: lambda: stored(refusals.goal),
}


def run(statement: str, row) -> None:
    """Execute raw SQL on a row's table, past every layer of ours."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=type(row)._meta.db_table), [row.pk])


def still_there(row) -> bool:
    return type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
def test_history_is_not_edited(model):
    row = APPEND_ONLY[model]()
    table = model._meta.db_table

    with pytest.raises(IntegrityError, match=f"{table} is history: UPDATE is refused"):
        run("UPDATE {table} SET id = id WHERE id = %s", row)


@pytest.mark.parametrize("model", NEVER_DELETED, ids=lambda model: model.__name__)
def test_history_is_not_deleted(model):
    row = NEVER_DELETED[model]()
    table = model._meta.db_table

    with pytest.raises(IntegrityError, match=f"{table} is history: DELETE is refused"):
        run("DELETE FROM {table} WHERE id = %s", row)
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        row.delete()

    assert still_there(row)


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model.__name__)
def test_history_is_not_replaced(model):
    """``INSERT OR REPLACE`` deletes without asking triggers, unless the connection makes it."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite knows INSERT OR REPLACE")
    row = APPEND_ONLY[model]()

    with pytest.raises(IntegrityError, match="is history"):
        run("INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = %s", row)


def test_a_published_version_takes_no_more_steps():
    stage = published(Stage)

    with pytest.raises(IntegrityError, match="programs_step is history: INSERT is refused"):
        Step.objects.create(stage=stage, number=20, title="One more", times_a_day=1)


def test_a_draft_may_change():
    step = stored(refusals.step)

    step.title = "Walk further"
    step.save()
    step.delete()

    assert not Step.objects.filter(stage=step.stage).exists()
