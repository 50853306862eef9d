"""The messages of a program: words that say nothing clinical, and when not to send."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from notifications import kinds
from notifications.models import Lane, Message
from programs.models import Assignment, AssignmentStatus, RedFlag, Session
from programs.services import clock

SESSION_REMINDER = "session-reminder"
MORNING_REMINDER = "morning-reminder"
PLAN_UPDATED = "plan-updated"
REVIEW_WANTED = "review-wanted"
RED_FLAG_ALERT = "red-flag-alert"


def to_phone(message: Message, now: datetime) -> str:
    return f"{settings.BASE_URL}/"


def to_portal(message: Message, now: datetime) -> str:
    return f"{settings.BASE_URL}/admin/"


def session_still_to_do(message: Message, now: datetime) -> bool:
    """Whether exercise is on, and today's is not done yet."""
    assignment = _active(message)
    if assignment is None:
        return False
    day = clock.today(assignment.patient, now=now)
    return not Session.objects.current().filter(assignment=assignment, day=day).exists()


def morning_still_to_tell(message: Message, now: datetime) -> bool:
    """Whether exercise is on, and this morning has not been told yet."""
    assignment = _active(message)
    if assignment is None:
        return False
    day = clock.today(assignment.patient, now=now)
    return not assignment.morningreports.filter(day=day).exists()


def flag_unseen(message: Message, now: datetime) -> bool:
    """Whether nobody has acknowledged or cleared the flag yet."""
    flags = RedFlag.objects.open().filter(pk=message.about["red_flag"])
    return flags.filter(acknowledged_at__isnull=True).exists()


def _active(message: Message) -> Assignment | None:
    # The patient's program of now: a reminder outlives the one that it was first set for.
    active = Assignment.objects.filter(status=AssignmentStatus.ACTIVE)
    return active.with_people().filter(patient__user=message.recipient_id).first()


kinds.register(
    kinds.Kind(
        name=SESSION_REMINDER,
        subject=_("Your reminder"),
        body=_("Hello {name}, this is the reminder you asked for. Open your page: {url}"),
        lane=Lane.REMINDER,
        link=to_phone,
        wanted=session_still_to_do,
        lifetime=timedelta(hours=3),
    )
)
kinds.register(
    kinds.Kind(
        name=MORNING_REMINDER,
        subject=_("Your check-in"),
        body=_("Good morning {name}. Your two-tap check-in is here: {url}"),
        lane=Lane.REMINDER,
        link=to_phone,
        wanted=morning_still_to_tell,
        lifetime=timedelta(hours=6),
    )
)
kinds.register(
    kinds.Kind(
        name=PLAN_UPDATED,
        subject=_("Your plan has an update"),
        body=_("Hello {name}, your plan has an update. Sign in to see it: {url}"),
        lane=Lane.REPLY,
        link=to_phone,
        lifetime=timedelta(hours=24),
    )
)
kinds.register(
    kinds.Kind(
        name=REVIEW_WANTED,
        subject=_("Your work list has something new"),
        body=_("Hello {name}, somebody on your work list waits for your look: {url}"),
        lane=Lane.BULK,
        link=to_portal,
        lifetime=timedelta(hours=24),
    )
)
kinds.register(
    kinds.Kind(
        name=RED_FLAG_ALERT,
        subject=_("Please look at your work list now"),
        body=_("{name}, somebody on your work list needs you now. Sign in: {url}"),
        lane=Lane.ESCALATION,
        link=to_portal,
        wanted=flag_unseen,
        at_any_hour=True,
    )
)
