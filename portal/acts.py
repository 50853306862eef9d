"""What a clinician can do on a chart: for each act its words, its form and its service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.forms import ServiceForm, place_field
from portal.ladder import Ladder
from programs.engine import ReasonCode
from programs.models import Assignment, RedFlag, Tier
from programs.services import assignments, red_flags

NOTE = {"widget": forms.Textarea(attrs={"rows": 2}), "max_length": 1000}
STAGE_BEFORE_SIGN_OFF = 2


class ActForm(ServiceForm):
    """The answers that an act needs; it knows the ladder that the patient is on."""

    catch_all = "note"
    note = forms.CharField(label=_("Note"), required=False, **NOTE)

    def __init__(self, *args: Any, assignment: Assignment, ladder: Ladder, **options: Any) -> None:
        super().__init__(*args, **options)
        self.assignment = assignment
        if "place" in self.fields:
            self.fields["place"].choices = ladder.choices(("", self.first_place(ladder)))

    def first_place(self, ladder: Ladder) -> str:
        """What the choice before all steps says."""
        return _("Choose a step")


class WhyForm(ActForm):
    note = forms.CharField(label=_("Why"), **NOTE)


class NoteForm(ActForm):
    note = forms.CharField(label=_("Note on the chart"), **NOTE)


class SignOffForm(ActForm):
    checked = forms.BooleanField(
        label=_("Power, reflexes and sensation checked again, no new loss"),
        error_messages={"required": _("Check them first: tensioning loads the nerve.")},
    )
    field_order = ["checked", "note"]


class MoveForm(ActForm):
    place = place_field(_("To step"))
    note = forms.CharField(label=_("Why"), **NOTE)
    field_order = ["place", "note"]


class EndForm(ActForm):
    REASONS = (
        ("", _("Choose one")),
        (_("All stages done"), _("All stages done")),
        (_("Stage 2 is enough"), _("Stage 2 is enough (success)")),
        (_("Referred on"), _("Referred on")),
        (_("The patient’s wish"), _("The patient’s wish")),
        (_("Another reason"), _("Another reason (say which)")),
    )
    because = forms.ChoiceField(label=_("Why it ends"), choices=REASONS)
    note = forms.CharField(label=_("In a word"), required=False, max_length=120)
    field_order = ["because", "note"]


class ClearForm(ActForm):
    place = place_field(_("Go on at"))
    note = forms.CharField(label=_("What was found"), **NOTE)
    field_order = ["note", "place"]

    def __init__(self, *args: Any, flag: RedFlag, **options: Any) -> None:
        super().__init__(*args, **options)
        # A tier C never stopped the exercise, so there is nowhere to go on from.
        if flag.tier == Tier.C:
            del self.fields["place"]
        else:
            self.fields["place"].required = False
            self.fields["place"].empty_value = None

    def first_place(self, ladder: Ladder) -> str:
        below = ladder.below((self.assignment.stage, self.assignment.step))
        return _("One step back: %s") % below.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act. ``do`` takes the assignment, the checked answers, the actor and the clock."""

    name: str
    title: str
    button: str
    done: str
    do: Callable[[Assignment, dict[str, Any], User, datetime], object]
    form: type[ActForm] = ActForm
    help: str = ""
    offered: Callable[[Assignment], bool] = lambda assignment: True
    # The reason with which a decision asks for this very act.
    asked_by: str = ""


def _sign_off(assignment: Assignment, answers: dict[str, Any], by: User, now: datetime) -> object:
    checked = _("Power, reflexes and sensation checked.")
    note = f"{checked} {answers['note']}".strip()
    return assignments.sign_off(assignment, by=by, now=now, note=note)


def _end(assignment: Assignment, answers: dict[str, Any], by: User, now: datetime) -> object:
    because = ": ".join(word for word in (answers["because"], answers["note"]) if word)
    return assignments.end(assignment, by=by, because=because, now=now)


ACTS = {
    act.name: act
    for act in (
        Act(
            name="sign-off",
            title=_("Sign off stage 3"),
            button=_("Sign off"),
            done=_("Signed off for stage 3. It holds for 14 days."),
            help=_("Says that tensioning may begin, for 14 days and until any red flag."),
            form=SignOffForm,
            do=_sign_off,
            offered=lambda assignment: assignment.stage == STAGE_BEFORE_SIGN_OFF,
            asked_by=ReasonCode.SIGNOFF_REQUESTED,
        ),
        Act(
            name="reviewed",
            title=_("Mark as looked at"),
            button=_("Looked at"),
            done=_("Marked as looked at."),
            help=_("Says that you have looked at the whole course; takes it off the work list."),
            do=lambda assignment, answers, by, now: assignments.mark_reviewed(
                assignment, by=by, now=now, note=answers["note"]
            ),
        ),
        Act(
            name="hold",
            title=_("Hold"),
            button=_("Hold at this step"),
            done=_("Held. Nothing moves on until you release it."),
            help=_("Nothing moves on until somebody releases it. Steps back still happen."),
            form=WhyForm,
            do=lambda assignment, answers, by, now: assignments.hold(
                assignment, by=by, note=answers["note"], now=now
            ),
            offered=lambda assignment: not assignment.held,
        ),
        Act(
            name="release",
            title=_("Release the hold"),
            button=_("Release"),
            done=_("Released. The rules decide again."),
            do=lambda assignment, answers, by, now: assignments.release(
                assignment, by=by, now=now, note=answers["note"]
            ),
            offered=lambda assignment: assignment.held,
        ),
        Act(
            name="move",
            title=_("Move by hand"),
            button=_("Move"),
            done=_("Moved. The patient is told that the plan has changed."),
            help=_("The rules move no further that day."),
            form=MoveForm,
            do=lambda assignment, answers, by, now: assignments.move(
                assignment, answers["place"], by=by, note=answers["note"], now=now
            ),
        ),
        Act(
            name="unlock",
            title=_("Unlock the next step"),
            button=_("Unlock"),
            done=_("Unlocked. The step may be tried again."),
            help=_("After two steps back from it, the next step stays locked until you say so."),
            offered=lambda assignment: False,
            asked_by=ReasonCode.PINGPONG_LOCK,
            do=lambda assignment, answers, by, now: assignments.unlock(
                assignment, by=by, now=now, note=answers["note"]
            ),
        ),
        Act(
            name="note",
            title=_("Write a note"),
            button=_("Save the note"),
            done=_("Note saved."),
            form=NoteForm,
            do=lambda assignment, answers, by, now: assignments.note(
                assignment, by=by, note=answers["note"], now=now
            ),
        ),
        Act(
            name="end",
            title=_("End the program"),
            button=_("End the program"),
            done=_("The program has ended."),
            help=_("Stage 2 is enough for many: that is a success. Nothing is deleted."),
            form=EndForm,
            do=_end,
        ),
    )
}


def clear(flag: RedFlag, answers: dict[str, Any], *, by: User, now: datetime) -> bool:
    return red_flags.clear(
        flag, by=by, note=answers["note"], now=now, place=answers.get("place") or None
    )
