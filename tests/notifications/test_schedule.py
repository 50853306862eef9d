"""Reminders: chosen, planned in the patient's zone, promised once, caught up after an outage."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from notifications import schedule
from notifications.models import Channel, Message, Reminder, State
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nudge(make_kind):
    return make_kind("nudge", lifetime=timedelta(hours=3))


@pytest.fixture
def tomas():
    return factories.tomas()


def remind(patient, *times, now=NOW, **fields):
    return schedule.set_reminders(
        patient, **{"kind": "nudge", "times": [time(*at) for at in times], "now": now} | fields
    )


def kept() -> list[tuple[time, date | None]]:
    return list(Reminder.objects.values_list("time", "next_on"))


def promised() -> list[tuple[str, datetime]]:
    return list(Message.objects.order_by("due_at").values_list("dedupe_key", "due_at"))


def test_chosen_times_are_planned_in_the_patients_zone():
    patient = factories.PatientFactory(time_zone="Asia/Kolkata")

    early, late = remind(patient, (18, 0), (9, 0))

    # 9:00 UTC is half past two in the afternoon there.
    assert (early.next_on, early.next_at) == (
        date(2025, 3, 11),
        datetime(2025, 3, 11, 3, 30, tzinfo=UTC),
    )
    assert (late.next_on, late.next_at) == (
        date(2025, 3, 10),
        datetime(2025, 3, 10, 12, 30, tzinfo=UTC),
    )


def test_new_times_take_the_place_of_the_old_ones_of_their_kind(tomas, make_kind):
    make_kind("other")
    remind(tomas, (10, 0), kind="other")
    first = remind(tomas, (10, 0), (18, 0))[0]

    again = remind(tomas, (10, 0), (12, 0))[0]

    assert again.pk == first.pk
    on = Reminder.objects.switched_on().values_list("kind", "time")
    assert sorted(on) == [("nudge", time(10)), ("nudge", time(12)), ("other", time(10))]
    # Switched off, not deleted: sent messages name it.
    assert Reminder.objects.count() == 4


def test_no_times_means_no_reminders(tomas):
    remind(tomas, (10, 0))

    assert remind(tomas) == []
    assert kept() == [(time(10), None)]


@pytest.mark.parametrize("at", [(21, 0), (23, 30), (0, 0), (7, 59)])
def test_a_time_at_night_is_refused_beside_its_field(tomas, at):
    with pytest.raises(ValidationError) as refused:
        remind(tomas, (10, 0), at)

    assert list(refused.value.message_dict) == ["times"]
    assert not Reminder.objects.exists()


@pytest.mark.parametrize("weekdays", [0, 128, -1])
def test_days_that_are_no_days_are_refused_beside_their_field(tomas, weekdays):
    with pytest.raises(ValidationError) as refused:
        remind(tomas, (10, 0), weekdays=weekdays)

    assert list(refused.value.message_dict) == ["weekdays"]


def test_the_first_and_the_last_minute_of_the_day_are_allowed(tomas):
    assert len(remind(tomas, (8, 0), (20, 59))) == 2


def test_a_due_reminder_is_promised_once_and_the_next_turn_planned(tomas):
    [reminder] = remind(tomas, (10, 0), about={"assignment": 7})
    at = NOW + timedelta(hours=1)

    assert schedule.run_due(now=at - timedelta(seconds=1)) == 0
    assert schedule.run_due(now=at) == 1
    assert schedule.run_due(now=at) == 0

    message = Message.objects.get()
    assert message.dedupe_key == f"nudge:{reminder.pk}:2025-03-10:1000:email"
    assert (message.recipient, message.about) == (tomas.user, {"assignment": 7})
    assert (message.due_at, message.expires_at) == (at, at + timedelta(hours=3))
    reminder.refresh_from_db()
    assert (reminder.next_on, reminder.next_at) == (date(2025, 3, 11), at + DAY)


def test_the_same_turn_planned_again_promises_nothing_twice(tomas):
    remind(tomas, (10, 0))
    schedule.run_due(now=NOW + timedelta(hours=1))
    # The patient's phone says half past nine again, and the time is set anew.
    remind(tomas, (10, 0), now=NOW + timedelta(minutes=30))

    schedule.run_due(now=NOW + timedelta(hours=1))

    assert len(promised()) == 1


def test_reminders_come_on_the_chosen_days_alone(tomas):
    remind(tomas, (10, 0), weekdays=0b0010101)
    for ahead in range(14):
        schedule.run_due(now=NOW + timedelta(hours=2) + ahead * DAY)

    assert [at.weekday() for _key, at in promised()] == [0, 2, 4, 0, 2, 4]


def test_after_an_outage_the_latest_turn_that_makes_sense_comes_alone(tomas):
    remind(tomas, (9, 30), (10, 0), (18, 0))

    # A day and 90 minutes later: three turns of today's are past, one is too old to make sense.
    schedule.run_due(now=NOW + DAY + timedelta(minutes=90))

    [(key, at)] = promised()
    assert at == NOW + DAY + timedelta(hours=1)
    assert ":2025-03-11:1000:" in key
    assert all(next_on >= date(2025, 3, 11) for _time, next_on in kept())
    assert schedule.run_due(now=NOW + DAY + timedelta(minutes=90)) == 0


def test_of_two_turns_that_make_sense_the_later_comes(tomas, make_kind):
    """The earlier row may have the later turn: today's half past nine is after yesterday's ten."""
    make_kind("nudge", lifetime=DAY)
    remind(tomas, (9, 30), (10, 0))

    schedule.run_due(now=NOW + DAY + timedelta(minutes=45))

    assert [at for _key, at in promised()] == [NOW + DAY + timedelta(minutes=30)]


def test_what_an_outage_has_made_too_late_is_not_promised(tomas):
    remind(tomas, (10, 0))

    assert schedule.run_due(now=NOW + 9 * DAY + timedelta(hours=4)) == 1

    assert promised() == []
    assert kept() == [(time(10), date(2025, 3, 20))]


def test_a_reminder_that_never_gets_too_late_comes_after_any_outage(tomas, make_kind):
    make_kind("nudge")
    remind(tomas, (10, 0))

    schedule.run_due(now=NOW + 9 * DAY + timedelta(hours=11))

    assert [at for _key, at in promised()] == [NOW + 9 * DAY + timedelta(hours=1)]


def test_switching_off_takes_back_what_waits(tomas):
    remind(tomas, (10, 0), (18, 0))
    schedule.run_due(now=NOW + timedelta(hours=1))

    assert schedule.switch_off(tomas) == 2

    assert Message.objects.get().state == State.CANCELLED
    assert schedule.run_due(now=NOW + DAY) == 0
    assert schedule.switch_off(tomas) == 0


def test_a_move_to_another_zone_moves_the_next_turn(tomas):
    [reminder] = remind(tomas, (10, 0))
    tomas.time_zone = "America/New_York"
    tomas.save()

    schedule.replan(tomas, now=NOW)

    reminder.refresh_from_db()
    assert reminder.next_at == datetime(2025, 3, 10, 14, 0, tzinfo=UTC)


def test_a_kind_that_only_newer_processes_know_is_left_to_them(tomas):
    remind(tomas, (10, 0))
    Reminder.objects.update(kind="unheard-of")

    assert schedule.run_due(now=NOW + DAY) == 0
    assert Reminder.objects.due(NOW + DAY).exists()


def test_the_channel_is_the_chosen_one(tomas):
    remind(tomas, (10, 0), channel=Channel.SMS)
    schedule.run_due(now=NOW + timedelta(hours=1))

    assert Message.objects.get().channel == Channel.SMS


def test_a_sweep_is_as_many_queries_for_one_as_for_eight(django_assert_max_num_queries):
    used = []
    for number in (1, 8):
        for _ in range(number):
            remind(factories.PatientFactory(), (10, 0), now=NOW + len(used) * DAY)
        with django_assert_max_num_queries(8) as queries:
            assert schedule.run_due(now=NOW + len(used) * DAY + timedelta(hours=1)) >= number
        used.append(len(queries))
    assert used[0] == used[1]


@pytest.mark.django_db(transaction=True)
def test_rival_sweeps_promise_each_turn_once(make_kind):
    make_kind("other")
    for _ in range(12):
        patient = factories.PatientFactory()
        remind(patient, (9, 30), (10, 0))
        remind(patient, (9, 45), kind="other")

    def sweep(number: int) -> int:
        try:
            return schedule.run_due(now=NOW + timedelta(hours=1), size=10)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        ran = sum(threads.map(sweep, range(24)))
    while more := schedule.run_due(now=NOW + timedelta(hours=1)):
        ran += more

    assert ran == 36
    # One for each patient and kind, though two of the one kind were due.
    assert Message.objects.count() == 24
    assert Message.objects.values("recipient", "kind").distinct().count() == 24
