"""The last look: too late, no longer wanted, in the middle of the night."""

from datetime import UTC, datetime, timedelta

import pytest

from notifications.models import State
from tests import factories
from tests.factories import NOW
from tests.notifications.promises import Clock, deliver_due, promise, state_of

pytestmark = pytest.mark.django_db
NIGHT = datetime(2025, 3, 10, 22, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    return Clock()


def test_a_message_too_late_to_make_sense_is_not_sent(mail_server, clock, make_kind):
    make_kind(lifetime=timedelta(hours=3))
    message = promise()
    clock.move(hours=3)

    assert deliver_due(clock) == 0
    assert state_of(message) == State.EXPIRED
    assert (message.token, message.due_at, mail_server.mails) == (None, None, [])


def test_a_moment_before_that_it_is(mail_server, clock, make_kind):
    make_kind(lifetime=timedelta(hours=3))
    promise()
    clock.move(hours=3, seconds=-1)

    assert deliver_due(clock) == 1


def test_what_is_no_longer_wanted_is_not_sent(mail_server, clock, make_kind):
    asked = []
    make_kind(wanted=lambda message, now: asked.append((message.pk, now)) or False)
    message = promise()

    assert deliver_due(clock) == 0
    assert (state_of(message), mail_server.mails) == (State.CANCELLED, [])
    assert asked == [(message.pk, NOW)]


def test_a_closed_account_gets_nothing(mail_server, clock, make_kind):
    make_kind()
    message = promise(to=factories.UserFactory(email="left@clinic.test", is_active=False))

    assert deliver_due(clock) == 0
    assert (state_of(message), mail_server.mails) == (State.CANCELLED, [])


@pytest.mark.parametrize(
    ("time_zone", "until"),
    [
        ("Europe/London", datetime(2025, 3, 11, 8, 0, tzinfo=UTC)),
        # Already 23 o'clock in Berlin, 3 at night in Kabul; in New York it is afternoon.
        ("Europe/Berlin", datetime(2025, 3, 11, 7, 0, tzinfo=UTC)),
        ("Asia/Kabul", datetime(2025, 3, 11, 3, 30, tzinfo=UTC)),
        ("America/New_York", None),
    ],
)
def test_at_night_a_message_waits_for_the_recipients_morning(
    mail_server, make_kind, time_zone, until
):
    make_kind()
    message = promise(to=factories.PatientFactory(time_zone=time_zone).user)
    clock = Clock(NIGHT)

    sent = deliver_due(clock)

    assert sent == (until is None)
    if until:
        assert (state_of(message), message.due_at) == (State.PENDING, until)
        assert deliver_due(clock) == 0
        clock.now = until
        assert deliver_due(clock) == 1


def test_staff_sleep_by_their_clinics_clock(mail_server, make_kind):
    make_kind()
    message = promise(to=factories.lena().user)

    deliver_due(Clock(datetime(2025, 3, 10, 20, 30, tzinfo=UTC)))

    assert state_of(message) == State.PENDING
    assert message.due_at == datetime(2025, 3, 11, 7, 0, tzinfo=UTC)


def test_an_answer_or_an_alarm_goes_out_at_any_hour(mail_server, make_kind):
    make_kind(at_any_hour=True)
    promise()

    assert deliver_due(Clock(NIGHT)) == 1
