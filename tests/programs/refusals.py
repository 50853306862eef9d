"""Rows that the tables must refuse, by the constraint that refuses them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from notifications.models import Attempt, Message, Reminder
from people.models import Consent, LinkPurpose, SignInLink
from programs.models import (
    Assignment,
    ClinicianEvent,
    Exercise,
    Flare,
    FlareUpdate,
    GlobalChange,
    Goal,
    GoalRating,
    PainEntry,
    Prescription,
    Program,
    ProgramVersion,
    RedFlag,
    Review,
    RuleSetVersion,
    Stage,
    Step,
    TriggerEntry,
    WellbeingWeek,
)
from tests import factories
from tests.factories import NOW, TODAY

DAY = timedelta(days=1)


def changed(build: Callable[[], Any], **fields: Any) -> Callable[[], Any]:
    """A valid row, spoilt by some fields."""

    def insert() -> None:
        row = build()
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(force_insert=row._state.adding)

    return insert


def twice(build: Callable[[], Any], **fields: Any) -> Callable[[], Any]:
    """A valid row, and a second one like it."""

    def insert() -> None:
        row = build()
        if row._state.adding:
            row.save()
        row.pk = None
        row._state.adding = True
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    return insert


def entry(factory: type, **fields: Any) -> Callable[[], Any]:
    """A diary entry that was never stored: stored ones do not change."""

    def build() -> Any:
        row = factory.build(assignment=factories.AssignmentFactory(), **fields)
        row.recorded_by = row.assignment.patient.user
        return row

    return build


session = entry(factories.SessionFactory)
morning = entry(factories.MorningReportFactory)
check_in = entry(factories.CheckInFactory)
screen = entry(factories.RedFlagScreenFactory)


def of_program(model: type, **fields: Any) -> Callable[[], Any]:
    """A diary entry of a model without a factory of its own."""

    def build() -> Any:
        assignment = factories.AssignmentFactory()
        by = assignment.patient.user
        when = {"at": NOW, "recorded_at": NOW, "utc_offset": 0, "day": TODAY}
        return model(assignment=assignment, recorded_by=by, **when, **fields)

    return build


pain = of_program(PainEntry, pain=3)
flare = of_program(Flare)
trigger = of_program(TriggerEntry, kind="sitting")
week = of_program(WellbeingWeek)
change = of_program(GlobalChange, change=0)


def flare_update() -> FlareUpdate:
    of = flare()
    of.save()
    return of_program(FlareUpdate, flare=of, course="same")()


def goal() -> Goal:
    return Goal(assignment=factories.AssignmentFactory(), number=1, activity="Sit", created_at=NOW)


def goal_rating() -> GoalRating:
    of = goal()
    of.save()
    return of_program(GoalRating, goal=of, score=4)()


def review() -> Review:
    assignment = factories.AssignmentFactory()
    return Review(
        assignment=assignment,
        rule_set=assignment.rule_set,
        day=TODAY,
        at=NOW,
        trigger="daily",
        kind="hold",
        outcome="stayed",
        from_stage=2,
        from_step=1,
        to_stage=2,
        to_step=1,
        decision={},
        history=b"",
        history_digest="",
    )


def advance() -> Review:
    row = review()
    row.kind, row.outcome, row.to_step = "advance", "moved", 2
    return row


def event(**fields: Any) -> Callable[[], ClinicianEvent]:
    def build() -> ClinicianEvent:
        assignment = factories.AssignmentFactory()
        by = assignment.clinician.user
        return ClinicianEvent(assignment=assignment, day=TODAY, at=NOW, by=by, **fields)

    return build


note = event(kind="noted", note="A word.")
moved = event(kind="moved", note="Too sore.", from_stage=2, from_step=1, to_stage=1, to_step=4)


def consent() -> Consent:
    return Consent(patient=factories.tomas(), kind="care", text_version="1", given=True, at=NOW)


def link() -> SignInLink:
    return SignInLink(
        patient=factories.tomas(),
        purpose=LinkPurpose.SIGN_IN,
        token_hash="0" * 64,
        created_at=NOW,
        expires_at=NOW + DAY,
    )


def message() -> Message:
    return Message(
        recipient=factories.UserFactory(),
        kind="plan-updated",
        dedupe_key="one",
        created_at=NOW,
        due_at=NOW,
    )


def attempt() -> Attempt:
    promised = message()
    promised.save()
    return Attempt(message=promised, number=1, started_at=NOW)


def reminder() -> Reminder:
    return Reminder(patient=factories.tomas(), kind="session-reminder", time="09:00")


def program() -> Program:
    return Program(slug="own", name="Own", pathway="arm", clinic=factories.ClinicFactory())


def draft() -> ProgramVersion:
    owner = program()
    owner.save()
    return ProgramVersion(program=owner, number=1)


def stage() -> Stage:
    version = draft()
    version.save()
    return Stage(version=version, number=1, kind="movement", name="Movement")


def step() -> Step:
    of = stage()
    of.save()
    return Step(stage=of, number=1, title="Walk", times_a_day=1)


def exercise() -> Exercise:
    clinic = factories.ClinicFactory()
    return Exercise(
        clinic=clinic, slug="walk", name="Walk", kind="movement", start="-", movement="-"
    )


def prescription() -> Prescription:
    of, what = step(), exercise()
    of.save()
    what.save()
    return Prescription(step=of, exercise=what, minutes=5)


def rule_set() -> RuleSetVersion:
    clinic = factories.ClinicFactory()
    return RuleSetVersion(clinic=clinic, number=7, published_at=NOW, reason="A trial.")


def assignment() -> Assignment:
    return factories.AssignmentFactory()


def flag() -> RedFlag:
    return factories.RedFlagFactory()


def ended() -> Assignment:
    row = assignment()
    row.status, row.review_due_at = "ended", None
    row.ended_at, row.ended_by = NOW, row.clinician.user
    return row


def once_shipped(build: Callable[[], Any]) -> Callable[[], Any]:
    """Twice the same without a clinic: what comes with the product."""

    def shipped() -> Any:
        row = build()
        row.clinic = None
        return row

    return twice(shipped)


def itself(build: Callable[[], Any]) -> Callable[[], Any]:
    def insert() -> None:
        row = build()
        row.pk = 4711
        row.corrects_id = 4711
        row.save(force_insert=True)

    return insert


FAR = 25 * 60
REFUSED: dict[str, Callable[[], Any]] = {
    "user_staff_has_email": changed(factories.UserFactory, is_staff=True),
    "clinician_role": changed(factories.ClinicianFactory, role="owner"),
    "patient_birth_year": changed(factories.PatientFactory, birth_year=1899),
    "patient_can_be_reached": changed(factories.PatientFactory, email="", phone=""),
    "consent_kind": changed(consent, kind="fax"),
    "signinlink_purpose": changed(link, purpose="guess"),
    "signinlink_expires_later": changed(link, expires_at=NOW),
    "exercise_kind": changed(exercise, kind="stretch"),
    "exercise_pathway": changed(exercise, pathway="tail"),
    "exercise_revision_once_per_clinic": twice(exercise),
    "exercise_revision_once_if_shipped": once_shipped(exercise),
    "program_pathway": changed(program, pathway="tail"),
    "program_slug_once_per_clinic": twice(program),
    "program_slug_once_if_shipped": once_shipped(program),
    "programversion_number_once": twice(draft, published_at=NOW),
    "programversion_one_draft": twice(draft, number=2),
    "programversion_publisher_of_published": changed(draft, published_by_id=1),
    "stage_number_once": twice(stage),
    "stage_number_in_ladder": changed(stage, number=4),
    "stage_kind": changed(stage, kind="stretch"),
    "step_number_once": twice(step),
    "step_on_its_scales": changed(step, times_a_day=0),
    "prescription_order_once": twice(prescription),
    "prescription_has_a_dose": changed(prescription, minutes=None, sets=2),
    "rulesetversion_number_once_per_clinic": twice(rule_set),
    "rulesetversion_number_once_if_shipped": once_shipped(rule_set),
    "rulesetversion_says_why": changed(rule_set, reason=""),
    "assignment_one_open_per_patient": twice(assignment),
    "assignment_ended_by_somebody": changed(ended, ended_by=None),
    "assignment_ended_at_iff_ended": changed(ended, status="active", review_due_at=NOW),
    "assignment_open_has_a_next_review": changed(assignment, review_due_at=None),
    "assignment_dates_in_order": changed(assignment, since=TODAY - 30 * DAY),
    "assignment_on_its_scales": changed(assignment, baseline_pain=11),
    "assignment_choices": changed(assignment, side="up"),
    "session_utc_offset": changed(session, utc_offset=FAR),
    "session_source": changed(session, source="fax"),
    "session_corrects_another": itself(session),
    "session_on_its_scales": changed(session, site_after=6),
    "session_completion": changed(session, completion="maybe"),
    "session_settled_or_not": changed(session, not_settled=True),
    "session_peak_is_the_worst": changed(session, pain_peak=1),
    "session_once_at_a_time": twice(session, uuid="12345678-1234-5678-1234-567812345678"),
    "morningreport_utc_offset": changed(morning, utc_offset=-FAR),
    "morningreport_source": changed(morning, source="fax"),
    "morningreport_corrects_another": itself(morning),
    "morningreport_on_its_scales": changed(morning, worst_24h=11),
    "morningreport_one_a_day": twice(morning, uuid="12345678-1234-5678-1234-567812345678"),
    "checkin_utc_offset": changed(check_in, utc_offset=FAR),
    "checkin_source": changed(check_in, source="fax"),
    "checkin_corrects_another": itself(check_in),
    "checkin_on_its_scales": changed(check_in, sleep=11),
    "checkin_one_a_day": twice(check_in, uuid="12345678-1234-5678-1234-567812345678"),
    "redflagscreen_utc_offset": changed(screen, utc_offset=FAR),
    "redflagscreen_source": changed(screen, source="fax"),
    "redflagscreen_corrects_another": itself(screen),
    "redflagscreen_kind": changed(screen, kind="glance"),
    **{
        f"{name}_{fault}": spoil(build)
        for name, build in {
            "painentry": pain,
            "flare": flare,
            "flareupdate": flare_update,
            "triggerentry": trigger,
            "wellbeingweek": week,
            "goalrating": goal_rating,
            "globalchange": change,
        }.items()
        for fault, spoil in {
            "utc_offset": lambda build: changed(build, utc_offset=FAR),
            "source": lambda build: changed(build, source="fax"),
            "corrects_another": itself,
        }.items()
    },
    "painentry_on_its_scales": changed(pain, site=6),
    "flareupdate_course": changed(flare_update, course="odd"),
    "triggerentry_kind": changed(trigger, kind="moon"),
    "triggerentry_on_its_scales": changed(trigger, minutes=0),
    "goal_on_its_scale": changed(goal, number=4),
    "goal_one_of_a_number": twice(goal),
    "goal_retired_later": changed(goal, retired_at=NOW - DAY),
    "goalrating_on_its_scale": changed(goal_rating, score=11),
    "globalchange_on_its_scale": changed(change, change=6),
    "redflag_tier": changed(flag, tier="D"),
    "redflag_acknowledged_by_somebody": changed(flag, acknowledged_at=NOW),
    "redflag_cleared_by_somebody": changed(flag, cleared_at=NOW, clearing_note="Seen."),
    "redflag_cleared_with_a_note": changed(flag, cleared_at=NOW, cleared_by_id=1),
    "redflag_open_once": twice(flag),
    "clinicianevent_kind": changed(note, kind="danced"),
    "clinicianevent_says_why": changed(note, note=""),
    "clinicianevent_places_iff_moved": changed(moved, to_step=None),
    "clinicianevent_moved_somewhere": changed(moved, to_stage=2, to_step=1),
    "clinicianevent_on_the_ladder": changed(moved, to_step=21),
    "review_moves_once_a_day": twice(advance),
    "review_choices": changed(review, mark="maybe"),
    "review_regressed_iff_moved_back": changed(advance, mark="regressed"),
    "review_moves_iff_it_says_so": changed(advance, outcome="stayed"),
    "review_on_the_ladder": changed(advance, to_step=21),
    "message_state": changed(message, state="lost", due_at=None),
    "message_channel_and_lane": changed(message, channel="fax"),
    "message_token_iff_in_hand": changed(message, state="claimed"),
    "message_due_at_iff_open": changed(message, state="expired"),
    "message_sent_at_iff_sent": changed(message, state="sent", due_at=None),
    "message_expires_later": changed(message, expires_at=NOW),
    "attempt_number_once": twice(attempt),
    "reminder_once_at_a_time": twice(reminder),
    "reminder_next_on_iff_next_at": changed(reminder, next_on=TODAY),
    "reminder_on_some_day": changed(reminder, weekdays=0),
}
