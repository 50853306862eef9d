"""Every message that was ever promised, every attempt to send it, and the reminders' schedule."""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from notifications.wall_clock import Occurrence
from people.models import Consent, Patient, User


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    PUSH = "push", _("Push")


class Lane(models.IntegerChoices):
    """Who goes first when there is more to send than can be sent."""

    ESCALATION = 0, _("Escalation")
    REPLY = 1, _("Reply")
    REMINDER = 2, _("Reminder")
    BULK = 3, _("Bulk")


class State(models.TextChoices):
    PENDING = "pending", _("Waiting")
    CLAIMED = "claimed", _("Claimed")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    UNDELIVERED = "undelivered", _("Not delivered")
    UNKNOWN = "unknown", _("In doubt")
    DEAD = "dead", _("Given up")
    SUPPRESSED = "suppressed", _("Opted out")
    EXPIRED = "expired", _("Too late")
    CANCELLED = "cancelled", _("No longer wanted")


IN_HAND = [State.CLAIMED, State.SENDING]
WITH_PROVIDER = [State.SENT, State.DELIVERED, State.UNDELIVERED]
# These have a due date, and a sweep looks at them: to be claimed, or left behind by somebody.
OPEN = [State.PENDING, State.CLAIMED, State.SENDING]


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime, lane: Lane) -> "MessageQuerySet":
        """Those of a lane to be claimed now: promised, or claimed under a lease that is over."""
        waiting = [State.PENDING, State.CLAIMED]
        return self.filter(lane=lane, state__in=waiting, due_at__lte=now).order_by("due_at", "pk")

    def of_every_lane(self) -> "MessageQuerySet":
        """All, by naming each lane: the sweep's index begins with it, and is no help without."""
        return self.filter(lane__in=Lane.values)

    def orphaned(self, now: datetime) -> "MessageQuerySet":
        """Those whose sender vanished in the middle of sending."""
        return self.of_every_lane().filter(state=State.SENDING, due_at__lte=now)

    def claimed(self, ids: Sequence[int], token: UUID) -> "MessageQuerySet":
        """Those of a claim that it still holds, the most urgent first."""
        held = self.filter(pk__in=ids, token=token, state=State.CLAIMED)
        return held.order_by("lane", "due_at", "pk")

    def in_hand(self, message: "Message", state: State) -> "MessageQuerySet":
        """This message, if the claim that it was read under still holds it in this state."""
        return self.filter(pk=message.pk, token=message.token, state=state)

    def without_opt_out(self) -> "MessageQuerySet":
        """Without those whose recipient's last word about the channel is no."""
        answers = Consent.objects.filter(
            patient__user=models.OuterRef("recipient"), kind=models.OuterRef("channel")
        )
        latest = answers.order_by("-at", "-pk").values("given")[:1]
        # Who was never asked is written to: the invitation comes before the question.
        return self.filter(Coalesce(models.Subquery(latest), True))

    def for_clinician(self, user: User) -> "MessageQuerySet":
        """Those to the patients and the staff of the user's own clinic."""
        here = models.Q(patient__clinic__clinicians__user=user)
        here |= models.Q(clinician__clinic__clinicians__user=user)
        return self.filter(recipient__in=User.objects.filter(here))

    def with_recipients(self) -> "MessageQuerySet":
        """With what the envelope and the words need, in the same query."""
        return self.select_related("recipient__patient__clinic", "recipient__clinician__clinic")


class Message(models.Model):
    """A promise to tell somebody something. The words are made when it is sent, from ids."""

    recipient = models.ForeignKey(User, models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=30)
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.EMAIL)
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.REMINDER)
    # Ids and dates that the words and the last look before sending need, e.g. {"assignment": 7}.
    about = models.JSONField(default=dict, blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=11, choices=State, default=State.PENDING)
    created_at = models.DateTimeField()
    # When it is to go; while it is in hand, the end of the lease; null when nothing is left to do.
    due_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    token = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    # Under which the provider knows it: ours from the first try on, theirs where they give one.
    provider_id = models.CharField(max_length=120, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state"),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values, lane__in=Lane.values),
                name="message_channel_and_lane",
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_HAND, token__isnull=False)
                | ~Q(state__in=IN_HAND) & Q(token__isnull=True),
                name="message_token_iff_in_hand",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, due_at__isnull=False)
                | ~Q(state__in=OPEN) & Q(due_at__isnull=True),
                name="message_due_at_iff_open",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WITH_PROVIDER, sent_at__isnull=False)
                | ~Q(state__in=WITH_PROVIDER) & Q(sent_at__isnull=True),
                name="message_sent_at_iff_sent",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("created_at")),
                name="message_expires_later",
            ),
        ]
        indexes = [
            # The sweep: what is due by lane, oldest first. Open ones alone have a due date, and
            # "not null" is a condition that SQLite too understands: it reads no closed message.
            models.Index(
                fields=["lane", "due_at", "id"],
                condition=Q(due_at__isnull=False),
                name="message_sweep",
            ),
            models.Index(fields=["recipient", "-created_at"], name="message_of_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to account {self.recipient_id} ({self.state})"

    @property
    def reference(self) -> str:
        """The message's id in the world, a Message-ID: made from the row, the same at every try."""
        domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
        return f"<{uuid5(NAMESPACE_URL, self.dedupe_key)}@{domain}>"


class Attempt(models.Model):
    """One try at handing a message to a provider."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    # What the provider answered, or the name of the fault; never an address or a text.
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["message", "number"]
        constraints = [
            models.UniqueConstraint(fields=["message", "number"], name="attempt_number_once"),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.number} at message {self.message_id}"


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def switched_on(self) -> "ReminderQuerySet":
        return self.filter(next_at__isnull=False)

    def due(self, now: datetime) -> "ReminderQuerySet":
        return self.filter(next_at__lte=now).order_by("next_at", "pk")


class Reminder(models.Model):
    """A time of day that a patient chose. Only its next occurrence is kept: it is the schedule."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=30)
    channel = models.CharField(max_length=5, choices=Channel, default=Channel.EMAIL)
    # Local wall time in the patient's zone.
    time = models.TimeField(_("time"))
    # Bit 0 is Monday.
    weekdays = models.PositiveSmallIntegerField(_("days"), default=127)
    # Ids that the message's last look needs, e.g. {"assignment": 7}.
    about = models.JSONField(default=dict, blank=True)
    # The intended local date of the next occurrence, and its instant; both null: switched off.
    next_on = models.DateField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["patient", "time", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["patient", "kind", "time", "channel"], name="reminder_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True, next_at__isnull=True)
                | Q(next_on__isnull=False, next_at__isnull=False),
                name="reminder_next_on_iff_next_at",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__range=(1, 127)), name="reminder_on_some_day"
            ),
        ]
        indexes = [
            # The sweep: what is due among those switched on.
            models.Index(
                fields=["next_at", "id"],
                condition=Q(next_at__isnull=False),
                name="reminder_sweep",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.time:%H:%M} for patient {self.patient_id}"

    def plan(self, turn: Occurrence) -> None:
        """Set the next turn, without saving."""
        self.next_on, self.next_at = turn


class Heartbeat(models.Model):
    """When a part of the machinery was last seen alive."""

    name = models.CharField(max_length=30, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} seen {self.seen_at:%Y-%m-%d %H:%M:%S}"
