"""Plays a patient's days through the real services, each act at its hour of a virtual clock."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from people.models import Clinician, Patient
from people.time_zones import zone
from programs import engine
from programs.demo.cast import Person
from programs.demo.hours import DAY_BEGINS, Hours
from programs.demo.nerve import load_of
from programs.models import (
    Assignment,
    ClinicianEvent,
    Completion,
    DecisionKind,
    EventKind,
    Outcome,
    Review,
    ScreenKind,
    Side,
    Step,
)
from programs.services import (
    assignments,
    diary,
    history,
    library,
    moves,
    red_flags,
    reviews,
)

# Hours of the local day. Bouts stand by how many a day has.
ARRIVES, WAKES, CLINIC_LOOKS, TELLS = 10.5, 7.1, 12.5, 20.5
BOUTS = {1: (17.5,), 2: (9.2, 18.0), 3: (8.7, 13.2, 19.5)}
ONCE = (18.2,)
GAP_FROM = timedelta(days=4)
# What an easier day does: the last step of the first stage.
EASIER = (1, 4)
A_BOUT_TAKES = timedelta(minutes=14)
# A worker's tick: what was told is decided on a moment later.
DECIDED_WITHIN = timedelta(seconds=3)
SCREENED_EVERY = 6
LOOKED_AT_EVERY = timedelta(days=7)
STOPS_AT = 8


class Life:
    """One patient's course, from the day that the program was given until ``now``."""

    def __init__(self, person: Person, program: Assignment, *, now: datetime) -> None:
        self.person, self.program, self.now = person, program, now
        self.hours = Hours(zone(person.time_zone), now=now)
        self.nerve = replace(person.nerve)
        self.rng = _dice(person)
        self.worst = 0
        self.place: moves.Place = (program.stage, program.step)
        self.steps = _steps(program)
        self.exercised_on = program.started_on
        self.review: Review | None = None

    def play(self) -> None:
        last = self.person.ended_on or 0
        for ago in range(self.person.days, last - 1, -1):
            self._day(ago)

    def _day(self, ago: int) -> None:
        self._decide(self.hours.surely(ago, DAY_BEGINS))
        if self.person.silent <= ago < self.person.days:
            self._morning(ago)
        if self.person.silent <= ago and not (ago == 0 and self.person.rests_today):
            self._exercise(ago)
        if ago in self.person.signs:
            at = self.hours.surely(ago, TELLS + self._jitter())
            self._screen(at, yes=self.person.signs[ago])
            self._decide(at)
        self._clinic(ago)
        self.nerve.overdo(self.person.overdid.get(ago, 0))
        self.nerve.sleep(poorly=ago - 1 in self.person.vulnerable)

    def _morning(self, ago: int) -> None:
        """Tell in one sitting what a morning asks: the weekly screen, the report, the check-in."""
        pain = self.nerve.at_rest(self.rng)
        worst = max(pain, min(self.worst + self._happens(0.15), 10))
        self.worst = pain
        at = self.hours.surely(ago, WAKES + self._jitter())
        if ago == 0 and not self.person.tells_this_morning:
            return
        if (self.person.days - ago) % SCREENED_EVERY == 1:
            self._screen(at)
        if self._happens(self.person.mornings):
            told: dict[str, Any] = {"pain": pain, "site": self.nerve.site(), "worst_24h": worst}
            diary.log_morning(self.program, **self._post(at), **told, neuro_worse=False)
        if self._happens(self.person.check_ins) or ago in self.person.vulnerable:
            hard = ago in self.person.vulnerable
            diary.log_check_in(self.program, **self._post(at), **self._strains(hard=hard))
        self._decide(at)

    def _strains(self, *, hard: bool) -> dict[str, Any]:
        """The answers of a check-in, on a day that is hard or is not."""
        low, high = self.rng.randint(1, 3), self.rng.randint(7, 9)
        strain = high if hard else low
        return {
            "sleep": low if hard else high - 1,
            "stress": strain,
            "worry": strain,
            "unwell": False,
            "out_of_routine": hard,
        }

    def _exercise(self, ago: int) -> None:
        """Do the day's bouts, or all of them at once by a patient who logs once."""
        step = self.steps[self.place]
        planned = history.planned_weekdays(self.program.weekdays, step.days_a_week)
        if self.hours.day(ago).weekday() not in planned:
            return
        hours = ONCE if self.person.logs_once else BOUTS[step.times_a_day]
        for hour in hours:
            at = self.hours.at(ago, hour + self._jitter())
            given_later = ago == self.person.days and hour < ARRIVES + 1
            done = self._happens(self.person.adherence) and not given_later
            if done and at and at + A_BOUT_TAKES <= self.now:
                self._bout(at, share=1 / len(hours))

    def _bout(self, at: datetime, *, share: float) -> None:
        """Start as the phone page does, do what the gate allows, and tell how it was."""
        self._look_for_a_gap(at)
        pain = self.nerve.at_rest(self.rng)
        gate = self._gate(pain)
        if gate == engine.Gate.STOP_RED_FLAG:
            return
        place = EASIER if gate == engine.Gate.EASIER_TODAY else self.place
        dose = self.review.decision["dose"] if self.review else 1
        felt = self.nerve.exercise(load_of(place, dose), pain, self.rng)
        self.worst = max(self.worst, felt.pain_peak)
        partly = self._happens(0.04)
        done = Completion.PARTLY if partly else Completion.DONE
        at += A_BOUT_TAKES
        diary.log_session(
            self.program,
            **self._post(at),
            place=place,
            completion=Completion.STOPPED if felt.pain_peak >= STOPS_AT else done,
            dose_percent=round(100 * share * dose * (0.5 if partly else 1)),
            red_flags_ticked=[],
            **felt._asdict(),
        )
        self.exercised_on = at.date()
        self._decide(at)

    def _look_for_a_gap(self, at: datetime) -> None:
        """Open the page to begin: after days without exercise the plan steps back first."""
        # After fewer days there is no gap to find, and looking costs as much as a review.
        if at.date() - self.exercised_on >= GAP_FROM:
            self._remember(reviews.before_session(self.program.pk, now=at))

    def _gate(self, pain_now: int) -> engine.Gate:
        if self.review and self.review.kind == DecisionKind.PAUSE:
            return engine.Gate.STOP_RED_FLAG
        return engine.session_gate(
            stage=self.place[0],
            irritability=engine.Irritability(self.person.irritability),
            pain_now=pain_now,
            open_tiers=(),
        )

    def _screen(self, at: datetime, yes: str = "") -> None:
        answers = {code: code == yes for code in red_flags.asked(ScreenKind.FULL)}
        red_flags.screen(self.program, kind=ScreenKind.FULL, answers=answers, **self._post(at))

    def _clinic(self, ago: int) -> None:
        """Do what the clinician does at noon: hold, end, or look at what is asked for."""
        at = self.hours.at(ago, CLINIC_LOOKS)
        if at is None or ago == self.person.days:
            return
        act: dict[str, Any] = {"by": self.program.clinician.user, "now": at}
        if ago == self.person.held_on:
            assignments.hold(self.program, note="Waiting for the scan to be read.", **act)
        elif ago == self.person.ended_on:
            because = "Stage 2 is enough: back at work and on the bike."
            assignments.end(self.program, because=because, **act)
        elif ago >= self.person.looked_after_until and self.review and self.review.wants_review:
            self._look(self.review, at, act)
        else:
            return
        self._decide(at)

    def _look(self, review: Review, at: datetime, act: dict[str, Any]) -> None:
        codes = review.reason_codes
        if engine.ReasonCode.SIGNOFF_REQUESTED in codes and self.person.signed_off:
            assignments.sign_off(self.program, note="Power, reflexes, sensation equal.", **act)
        elif not self._looked_since(at - LOOKED_AT_EVERY):
            assignments.mark_reviewed(self.program, note="Course looked at: go on.", **act)

    def _looked_since(self, moment: datetime) -> bool:
        return ClinicianEvent.objects.filter(
            assignment=self.program, kind=EventKind.REVIEWED, at__gte=moment
        ).exists()

    def _decide(self, at: datetime) -> None:
        """Let the worker come by. It finds the assignment due, or nothing to do."""
        self._remember(reviews.run(self.program.pk, now=min(at + DECIDED_WITHIN, self.now)))

    def _remember(self, review: Review | None) -> None:
        self.review = review or self.review
        if review and review.outcome == Outcome.MOVED:
            self.place = review.to_stage, review.to_step

    def _post(self, at: datetime) -> dict[str, Any]:
        name = uuid.UUID(int=self.rng.getrandbits(128), version=4)
        return {"uuid": name, "at": at, "now": at, "by": self.program.patient.user}

    def _happens(self, likelihood: float) -> bool:
        return self.rng.random() < likelihood

    def _jitter(self) -> float:
        """Nobody is punctual: up to a quarter of an hour, in hours."""
        return self.rng.uniform(-0.23, 0.23)


def begin(person: Person, clinician: Clinician, patient: Patient, *, now: datetime) -> Assignment:
    """Give a person the program on their first day."""
    at = Hours(zone(person.time_zone), now=now).surely(person.days, ARRIVES)
    return assignments.start(
        patient,
        library.default_program_version(),
        library.default_rule_set(clinician.clinic),
        by=clinician,
        now=at,
        place=person.entry,
        side=Side(person.side),
        irritability=person.irritability,
        baseline_pain=round(person.nerve.pain),
        baseline_site=person.nerve.reach,
    )


def _steps(program: Assignment) -> dict[moves.Place, Step]:
    steps = Step.objects.filter(stage__version=program.version_id).select_related("stage")
    return {(step.stage.number, step.number): step for step in steps}


def _dice(person: Person) -> Random:
    return Random(f"{person.family_name} {person.seed}")  # noqa: S311 - no secret
