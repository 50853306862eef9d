"""A clinic's caseload: who needs a clinician, in which order, and what has been looked at."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from people.models import Clinician, User
from programs import engine
from programs.models import (
    Assignment,
    AssignmentStatus,
    CheckIn,
    ClinicianEvent,
    EventKind,
    Flare,
    Mark,
    MorningReport,
    RedFlag,
    Review,
    Session,
)

from . import clock

SILENT_FROM_DAYS = 3
# A step back is news for a week; by then the next decisions speak for themselves.
STEP_BACK_IS_NEWS_FOR = timedelta(days=7)
# What a clinician has looked at does not come back for this long, unless something is new.
LOOKED_AT_LASTS = timedelta(days=14)

# The reasons with which a decision asks for a look; an open red flag asks by itself.
ASKING = frozenset(
    {
        engine.ReasonCode.AT_FLOOR,
        engine.ReasonCode.FLARE_SEVERE,
        engine.ReasonCode.GAP_OVER_28,
        engine.ReasonCode.NEURO_WORSE,
        engine.ReasonCode.NO_IMPROVEMENT_10D,
        engine.ReasonCode.NO_IMPROVEMENT_6W,
        engine.ReasonCode.PINGPONG_LOCK,
        engine.ReasonCode.PLATEAU,
        engine.ReasonCode.PROGRAM_COMPLETE_REVIEW,
        engine.ReasonCode.REGRESS_REPEATED,
        engine.ReasonCode.SIGNOFF_REQUESTED,
        engine.ReasonCode.VULN_CAP_REACHED,
    }
)
# A look is not enough for these: they stay until the act itself changes the decision.
UNTIL_DONE = frozenset({engine.ReasonCode.SIGNOFF_REQUESTED})
# These show that a clinician was told of something, not that they looked at the course.
NO_LOOK = [EventKind.ASSIGNED, EventKind.FLAG_ACKNOWLEDGED]


class Urgency(IntEnum):
    """Who comes first on a morning."""

    RED_FLAG = 0
    STEPPED_BACK = 1
    WANTS_REVIEW = 2
    SILENT = 3
    FINE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One patient with an open program, as of one instant."""

    assignment: Assignment
    urgency: Urgency
    flags: tuple[RedFlag, ...]
    # The decision that explains the urgency, if one does.
    review: Review | None
    # Of its reasons, those that ask for a look and have not had it.
    asking: tuple[engine.Reason, ...]
    # One that the patient told of, that is not over, and that no clinician has looked at.
    flare: Flare | None
    days_silent: int
    last_entry_on: date | None


def of_clinic(user: User, *, now: datetime, mine: bool = False) -> list[Case]:
    """Every open program of the user's clinic, the most urgent first. Five queries.

    ``mine``: only those that the user is responsible for.
    """
    rows = list(_rows(user, mine=mine))
    flags: dict[int, list[RedFlag]] = defaultdict(list)
    for flag in RedFlag.objects.for_clinician(user).open().select_related("acknowledged_by"):
        flags[flag.assignment_id].append(flag)
    watched = Flare.objects.for_clinician(user).watched().order_by("at")
    flares = {flare.assignment_id: flare for flare in watched}
    reviews = _reviews(rows, now=now)
    cases = [_case(row, tuple(flags[row.pk]), flares.get(row.pk), reviews, now=now) for row in rows]
    return sorted(cases, key=_order)


def latest_decisions(cases: Iterable[Case]) -> dict[int, Review]:
    """The latest decision of each case by its assignment's id. One query."""
    ids = {case.assignment.latest_review: case.assignment.pk for case in cases}
    return {ids[pk]: review for pk, review in _by_id(ids.keys() - {None}).items()}


def asking(review: Review) -> tuple[engine.Reason, ...]:
    """The reasons of a decision with which it asks for a clinician's look."""
    return tuple(reason for reason in _decision(review).reasons if reason.code in ASKING)


def _rows(user: User, *, mine: bool) -> QuerySet[Assignment]:
    here = {"assignment": OuterRef("pk")}
    reviews = Review.objects.filter(**here).order_by("-at", "-pk")
    asks = reviews.filter(wants_review=True)
    acts = ClinicianEvent.objects.filter(**here).exclude(kind__in=NO_LOOK).order_by("-at")
    ours = Assignment.objects.for_clinician(user).open()
    if mine:
        ours = ours.filter(clinician__user=user)
    return (
        # Few clinicians answer for many patients: each is read once, not once a row.
        ours.select_related("patient")
        .prefetch_related(Prefetch("clinician", Clinician.objects.select_related("user")))
        .annotate(
            latest_review=Subquery(reviews.values("pk")[:1]),
            asked=Subquery(asks.values("pk")[:1]),
            step_back=Subquery(reviews.filter(mark=Mark.REGRESSED).values("pk")[:1]),
            looked_at=Subquery(acts.values("at")[:1]),
            signed_off_at=Subquery(acts.filter(kind=EventKind.SIGNED_OFF).values("at")[:1]),
            last_session=Subquery(_latest_day(Session)),
            last_morning=Subquery(_latest_day(MorningReport)),
            last_check_in=Subquery(_latest_day(CheckIn)),
        )
        .annotate(known=Subquery(asks.filter(at__lte=OuterRef("looked_at")).values("pk")[:1]))
    )


def _latest_day(model: type[Session] | type[MorningReport] | type[CheckIn]) -> QuerySet:
    entries = model.objects.filter(assignment=OuterRef("pk"))
    return entries.order_by("-day").values("day")[:1]


def _reviews(rows: Iterable[Assignment], *, now: datetime) -> dict[int, Review]:
    """The decisions that tell whether somebody needs a look: of who is fine, none is read."""
    ids: set[int | None] = set()
    recently = (now - STEP_BACK_IS_NEWS_FOR).date()
    for row in rows:
        ids |= {row.asked, row.known}
        if row.since >= recently:
            ids.add(row.step_back)
        if row.status == AssignmentStatus.PAUSED:
            ids.add(row.latest_review)
    return _by_id(pk for pk in ids if pk is not None)


def _by_id(ids: Iterable[int]) -> dict[int, Review]:
    # Not ``in_bulk``, which asks SQLite once for every 999.
    return {review.pk: review for review in Review.objects.defer("history").filter(pk__in=ids)}


def _case(
    row: Assignment,
    flags: tuple[RedFlag, ...],
    flare: Flare | None,
    reviews: dict[int, Review],
    *,
    now: datetime,
) -> Case:
    today = clock.today(row.patient, now=now)
    latest = reviews.get(row.latest_review)
    asked = reviews.get(row.asked)
    unseen = _unseen(row, asked, reviews.get(row.known), now=now)
    step_back = _news(row, reviews.get(row.step_back), today)
    if flare and row.looked_at and row.looked_at >= flare.recorded_at:
        flare = None
    told = [day for day in (row.last_session, row.last_morning, row.last_check_in) if day]
    days_silent = (today - max(told, default=row.started_on)).days
    if flags or row.status == AssignmentStatus.PAUSED:
        urgency = Urgency.RED_FLAG
    elif step_back:
        urgency = Urgency.STEPPED_BACK
    elif unseen or flare:
        urgency = Urgency.WANTS_REVIEW
    else:
        urgency = Urgency.SILENT if days_silent >= SILENT_FROM_DAYS else Urgency.FINE
    return Case(
        assignment=row,
        urgency=urgency,
        flags=flags,
        review=step_back if urgency == Urgency.STEPPED_BACK else latest,
        asking=unseen,
        flare=flare,
        days_silent=days_silent,
        last_entry_on=max(told, default=None),
    )


def _news(row: Assignment, step_back: Review | None, today: date) -> Review | None:
    """The step back that the patient still stands on, unless a clinician has looked since."""
    if step_back is None or step_back.day != row.since:
        return None
    if today - step_back.day >= STEP_BACK_IS_NEWS_FOR:
        return None
    seen = row.looked_at is not None and row.looked_at >= step_back.at
    return None if seen else step_back


def _unseen(
    row: Assignment, asked: Review | None, known: Review | None, *, now: datetime
) -> tuple[engine.Reason, ...]:
    """What a decision has asked about, at this step, that no look has seen.

    The next entry brings the next decision, which may ask for nothing: it takes no request back.
    """
    if asked is None or asked.day < row.since or now - asked.at >= LOOKED_AT_LASTS:
        return ()
    seen: frozenset[str] = frozenset()
    if known and row.looked_at and now - row.looked_at < LOOKED_AT_LASTS:
        seen = ASKING.intersection(known.reason_codes) - UNTIL_DONE
    if row.held or (row.signed_off_at and row.signed_off_at >= asked.at):
        seen |= UNTIL_DONE
    return tuple(reason for reason in asking(asked) if reason.code not in seen)


def _decision(review: Review) -> engine.Decision:
    return engine.Decision.from_record(review.decision)


def _order(case: Case) -> tuple:
    """Within an urgency: the worst flag, then whom nobody has seen, then the longest waiting."""
    tiers = min((flag.tier for flag in case.flags), default="Z")
    seen = all(flag.acknowledged_at for flag in case.flags)
    patient = case.assignment.patient
    name = (patient.family_name, patient.given_name, patient.pk)
    return (case.urgency, tiers, seen, -case.days_silent, *name)
