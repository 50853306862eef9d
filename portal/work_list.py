"""The work list in words: who needs a clinician this morning, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.models import Patient, User
from portal import reasons
from programs.models import OPEN, Assignment, RedFlag, Review, Step
from programs.services import caseload
from programs.services.caseload import Case, Urgency

# More rows than anybody reads: the rest is in the list of patients.
FINE_SHOWN = 100
# A row is read at a glance: what was decided, and the first two reasons.
REASONS_SHOWN = 3
TITLES = {
    Urgency.RED_FLAG: gettext_lazy("Red flag or pause"),
    Urgency.STEPPED_BACK: gettext_lazy("Stepped back"),
    Urgency.WANTS_REVIEW: gettext_lazy("Wants your look"),
    Urgency.SILENT: gettext_lazy("Silent for 3 days or more"),
    Urgency.FINE: gettext_lazy("Doing fine"),
}


@dataclass(frozen=True, slots=True)
class FlagLine:
    flag: RedFlag
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One patient: where they stand, and the reason in words."""

    case: Case
    step_title: str
    flags: tuple[FlagLine, ...]
    why: tuple[str, ...]
    # How many reasons more there are on the chart.
    more: int

    @property
    def patient(self) -> Patient:
        return self.case.assignment.patient

    @property
    def last_entry(self) -> str:
        if self.case.last_entry_on is None:
            return _("no entry yet")
        days = self.case.days_silent
        if days <= 0:
            return _("last entry today")
        told = ngettext("last entry yesterday", "last entry %(days)d days ago", days)
        return told % {"days": days}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The patients of one urgency."""

    urgency: Urgency
    title: str
    rows: list[Row]
    # How many more there are than are shown.
    more: int

    @property
    def name(self) -> str:
        return self.urgency.name.lower().replace("_", "-")


def groups(user: User, *, now: datetime, mine: bool) -> list[Group]:
    """The clinic's patients with an open program, by urgency. Eight queries at most."""
    cases = caseload.of_clinic(user, now=now, mine=mine)
    titles = _step_titles(case.assignment for case in cases)
    return [
        _group(urgency, list(of_urgency), titles)
        for urgency, of_urgency in groupby(cases, key=lambda case: case.urgency)
    ]


def without_program(user: User, *, mine: bool) -> QuerySet[Patient]:
    """Patients who have no open program, with the end of their last one."""
    ended = Assignment.objects.filter(patient=OuterRef("pk")).order_by("-ended_at")
    ours = Patient.objects.for_clinician(user)
    if mine:
        ours = ours.filter(clinician__user=user)
    return ours.exclude(Exists(ended.filter(status__in=OPEN))).annotate(
        ended_at=Subquery(ended.values("ended_at")[:1]),
        ended_because=Subquery(ended.values("ended_because")[:1]),
    )


def _step_titles(assignments: Iterable[Assignment]) -> dict[tuple[int, int, int], str]:
    versions = {assignment.version_id for assignment in assignments}
    steps = Step.objects.filter(stage__version__in=versions)
    rows = steps.values_list("stage__version", "stage__number", "number", "title")
    return {(version, stage, step): title for version, stage, step, title in rows}


def _group(urgency: Urgency, cases: list[Case], titles: dict) -> Group:
    shown, decided = cases, {}
    if urgency == Urgency.FINE:
        shown = cases[:FINE_SHOWN]
        decided = caseload.latest_decisions(shown)
    return Group(
        urgency=urgency,
        title=TITLES[urgency],
        rows=[_row(case, titles, decided.get(case.assignment.pk)) for case in shown],
        more=len(cases) - len(shown),
    )


def _row(case: Case, titles: dict, decided: Review | None) -> Row:
    place = case.assignment
    why = _why(case, decided)
    return Row(
        case=case,
        step_title=titles[place.version_id, place.stage, place.step],
        flags=tuple(FlagLine(flag, reasons.flag_label(flag.code)) for flag in case.flags),
        why=tuple(why[:REASONS_SHOWN]),
        more=max(len(why) - REASONS_SHOWN, 0),
    )


def _why(case: Case, decided: Review | None) -> list[str]:
    """The reason in words; a flag speaks for itself. Who is fine stands where ``decided`` says."""
    if case.flags:
        return []
    if case.urgency == Urgency.WANTS_REVIEW:
        return [*_flare(case), *(reasons.say(reason) for reason in case.asking)]
    if case.urgency == Urgency.SILENT:
        return [_silence(case)]
    if case.urgency == Urgency.FINE:
        return [reasons.headline_of(decided) if decided else _("No decision yet.")]
    if case.review is None:
        return [_("Paused by a clinician.")]
    card = reasons.card(case.review)
    return [card.headline, *(line.sentence for line in card.reasons)]


def _flare(case: Case) -> Iterator[str]:
    if case.flare:
        told = case.flare.wall_clock
        yield _("A flare since %(day)s, %(time)s.") % {
            "day": date_format(told, "j F"),
            "time": date_format(told, "H:i"),
        }


def _silence(case: Case) -> str:
    if case.last_entry_on is None:
        return _("Nothing told since the program began, %d days ago.") % case.days_silent
    return _("Nothing told for %d days.") % case.days_silent
