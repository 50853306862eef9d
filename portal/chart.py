"""Everything that a patient's chart shows, read in a fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from people.models import Patient
from portal import acts, reasons
from portal.diary import Diary
from portal.ladder import Ladder, Rung, ladder_of
from portal.picture import DAYS, Picture, draw
from portal.timeline import Day, timeline
from programs.models import Assignment, AssignmentStatus, EventKind, RedFlag
from programs.services import clock, content, reviews

WINDOW = timedelta(days=DAYS)
ONE_DAY = timedelta(days=1)
# The acts that a decision can ask for by name, and the hold that puts them off.
ANSWERS = (EventKind.SIGNED_OFF, EventKind.UNLOCKED, EventKind.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagCard:
    """An open red flag, and the form that closes it."""

    flag: RedFlag
    label: str
    form: acts.ClearForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ActCard:
    """An act that is open to the clinician now; ``wanted``: the latest decision asks for it."""

    act: acts.Act
    form: acts.ActForm
    wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One patient's program, newest first; ``None`` in place of what has not been yet."""

    patient: Patient
    assignment: Assignment
    earlier_programs: list[Assignment]
    today: date
    ladder: Ladder
    rung: Rung
    flags: list[FlagCard]
    latest: reasons.ReasonCard | None
    pending: bool
    baseline_site: str
    first: date
    last: date
    days: list[Day]
    picture: Picture
    acts: list[ActCard]

    @property
    def open(self) -> bool:
        return self.assignment.status != AssignmentStatus.ENDED

    @property
    def days_at_step(self) -> int:
        return (self.today - self.assignment.since).days

    @property
    def earlier(self) -> date | None:
        """The last day of the window before this one, if the program is that old."""
        return self.first - ONE_DAY if self.first > self.assignment.started_on else None

    @property
    def later(self) -> date | None:
        return min(self.last + WINDOW, self.today) if self.last < self.today else None


def read(
    patient: Patient,
    *,
    now: datetime,
    until: date | None = None,
    posted: dict[str, Any] | None = None,
) -> Chart | None:
    """Read a chart as of ``now``; ``None`` while the patient has had no program.

    ``posted``: forms that came back with errors, by the name of their act.
    """
    programs = list(
        patient.assignments.select_related(
            "version__program", "rule_set", "clinician__user"
        ).order_by("-started_on", "-pk")
    )
    if not programs:
        return None
    programs.sort(key=lambda each: each.status == AssignmentStatus.ENDED)
    assignment, *earlier = programs
    assignment.patient = patient
    today = clock.today(patient, now=now)
    last = min(until or today, today)
    diary = Diary.read(assignment, last - WINDOW + ONE_DAY, last)
    ladder = ladder_of(assignment.version)
    latest = assignment.reviews.defer("history").order_by("-at", "-pk").first()
    asked = _asked(assignment, diary)
    sites = content.sites(assignment.pathway, clinician=True)
    return Chart(
        patient=patient,
        assignment=assignment,
        earlier_programs=earlier,
        today=today,
        ladder=ladder,
        rung=ladder.at((assignment.stage, assignment.step)),
        flags=_flags(assignment, ladder, posted or {}),
        latest=reasons.card(latest) if latest else None,
        pending=reviews.is_pending(assignment, now=now),
        baseline_site="" if assignment.baseline_site is None else sites[assignment.baseline_site],
        first=max(diary.first, min(assignment.started_on, last)),
        last=diary.last,
        days=timeline(diary, assignment),
        picture=draw(diary, assignment),
        acts=_acts(assignment, ladder, asked, posted or {}),
    )


def _asked(assignment: Assignment, diary: Diary) -> set[str]:
    """What the decisions at this step have asked for, and no act has answered."""
    asks = [row for row in diary.reviews if row.wants_review and row.day >= assignment.since]
    if not asks or any(row.kind in ANSWERS and row.at >= asks[-1].at for row in diary.events):
        return set()
    return set(asks[-1].reason_codes)


def _flags(assignment: Assignment, ladder: Ladder, posted: dict[str, Any]) -> list[FlagCard]:
    open_flags = assignment.red_flags.open().select_related("acknowledged_by")
    return [
        FlagCard(
            flag=flag,
            label=reasons.flag_label(flag.code),
            form=posted.get(f"clear-{flag.pk}")
            or clear_form(flag, assignment=assignment, ladder=ladder),
        )
        for flag in open_flags
    ]


def clear_form(flag: RedFlag, *args: Any, **options: Any) -> acts.ClearForm:
    return acts.ClearForm(*args, flag=flag, auto_id=f"clear-{flag.pk}-%s", **options)


def act_form(act: acts.Act, *args: Any, **options: Any) -> acts.ActForm:
    return act.form(*args, auto_id=f"{act.name}-%s", **options)


def _acts(
    assignment: Assignment, ladder: Ladder, asked: set[str], posted: dict[str, Any]
) -> list[ActCard]:
    """What the latest decision asks for first, then what may be done at any time."""
    if assignment.status == AssignmentStatus.ENDED:
        return []
    cards = [
        ActCard(
            act=act,
            form=posted.get(act.name) or act_form(act, assignment=assignment, ladder=ladder),
            wanted=act.asked_by in asked,
        )
        for act in acts.ACTS.values()
        if act.offered(assignment) or act.asked_by in asked or act.name in posted
    ]
    return sorted(cards, key=lambda card: not card.wanted)
