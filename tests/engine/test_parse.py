"""What is refused as a history, and in which words."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from programs.engine import (
    NOT_SETTLED,
    HistoryError,
    canonical,
    decide,
    digest,
    logical_day,
    parse,
    to_json,
)
from programs.engine.reading import shown
from tests.engine.patients import (
    at,
    baseline,
    bout,
    check_in,
    event,
    flag,
    hard_day,
    on,
    patient,
    step_back,
)

FULL = patient(
    baseline=baseline(5, 3),
    planned_days=(on(3), on(4), on(9)),
    check_ins=(hard_day(4), check_in(5, sleep=3)),
    red_flags=(flag(1, "C", "RF_NIGHT_PAIN", cleared=True),),
    events=(step_back(0, 1, 3), event("eased", 0), event("reviewed", 1)),
)
GOOD = to_json(FULL)
MISSING = object()


def changed(path: str, value: Any) -> dict[str, Any]:
    """The good history with one value changed; a path is keys and indexes, split by dots."""
    history = deepcopy(GOOD)
    *outer, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    inner: Any = history
    for key in outer:
        inner = inner[key]
    if value is MISSING:
        del inner[last]
    elif isinstance(inner, list) and last == len(inner):
        inner.append(value)
    else:
        inner[last] = value
    return history


def test_the_json_form_is_read_back_to_an_equal_history():
    assert parse(GOOD) == FULL
    assert parse(json.loads(json.dumps(GOOD))) == FULL


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        # Keys.
        ("now", MISSING, "now: is missing"),
        ("pain", 3, "pain: is not a known field"),
        ("position.since", MISSING, "position.since: is missing"),
        ("position.rung", 3, "position.rung: is not a known field"),
        ("baseline.site", MISSING, "baseline.site: is missing"),
        ("sessions.0.at", MISSING, "sessions[0].at: is missing"),
        ("sessions.2.note", "ow", "sessions[2].note: is not a known field"),
        ("morning_reports.1.pain", MISSING, "morning_reports[1].pain: is missing"),
        ("check_ins.0.sleep", MISSING, "check_ins[0].sleep: is missing"),
        ("red_flags.0.cleared", MISSING, "red_flags[0].cleared: is missing"),
        ("events.0.from", MISSING, "events[0].from: is missing"),
        ("events.1.from", {"stage": 1, "step": 1}, "events[1].from: is not a known field"),
        ("events.0.from.step", MISSING, "events[0].from.step: is missing"),
        ("events.1.kind", MISSING, "events[1].kind: is missing"),
        # Types.
        ("sessions", {}, "sessions: an object is not a list"),
        ("sessions.0", 5, "sessions[0]: 5 is not an object"),
        ("sessions.1", [], "sessions[1]: a list is not an object"),
        ("events.0", "eased", 'events[0]: "eased" is not an object'),
        ("position", None, "position: null is not an object"),
        ("baseline", 3, "baseline: 3 is not an object"),
        ("held_by_clinician", 0, "held_by_clinician: 0 is not true or false"),
        ("held_by_clinician", None, "held_by_clinician: null is not true or false"),
        ("sessions.0.stopped_for_pain", 1, "sessions[0].stopped_for_pain: 1 is not true or false"),
        ("sessions.0.pain_peak", True, "sessions[0].pain_peak: true is not an integer"),
        ("sessions.0.pain_peak", 3.0, "sessions[0].pain_peak: 3.0 is not an integer"),
        ("sessions.0.pain_peak", "3", 'sessions[0].pain_peak: "3" is not an integer'),
        ("sessions.0.pain_peak", None, "sessions[0].pain_peak: null is not an integer"),
        (
            "sessions.0.settle_minutes",
            "soon",
            'sessions[0].settle_minutes: "soon" is neither an integer nor "not_settled"',
        ),
        ("sessions.0.settle_minutes", 2.5, "sessions[0].settle_minutes: 2.5 is not an integer"),
        (
            "morning_reports.0.neuro_worse",
            "no",
            'morning_reports[0].neuro_worse: "no" is not true or false',
        ),
        ("check_ins.0.unwell", 1, "check_ins[0].unwell: 1 is not true or false"),
        ("trigger", "midnight", 'trigger: "midnight" is not one of morning_report, session_log'),
        ("trigger", 3, "trigger: 3 is not one of"),
        ("irritability", "extreme", 'irritability: "extreme" is not one of low, moderate, high'),
        ("red_flags.0.tier", "D", 'red_flags[0].tier: "D" is not one of A, B, C'),
        ("events.1.kind", "forgot", 'events[1].kind: "forgot" is not one of regressed, eased'),
        ("events.0.kind", "forgot", 'events[0].kind: "forgot" is not one of regressed, eased'),
        ("red_flags.0.code", "RED_DAYS", 'red_flags[0].code: "RED_DAYS" is not a red-flag code'),
        ("red_flags.0.code", 3, "red_flags[0].code: 3 is not a red-flag code"),
        # Ranges.
        ("sessions.0.pain_peak", 11, "sessions[0].pain_peak: 11 is not in 0..10"),
        ("sessions.0.pain_before", -1, "sessions[0].pain_before: -1 is not in 0..10"),
        ("sessions.0.site_after", 6, "sessions[0].site_after: 6 is not in 0..5"),
        ("sessions.0.dose_percent", 1001, "sessions[0].dose_percent: 1001 is not in 0..1000"),
        ("sessions.0.settle_minutes", 1441, "sessions[0].settle_minutes: 1441 is not in 0..1440"),
        ("sessions.0.pain_peak", 10**400, "sessions[0].pain_peak: a huge number is not in 0..10"),
        ("baseline.pain", 11, "baseline.pain: 11 is not in 0..10"),
        ("baseline.site", 6, "baseline.site: 6 is not in 0..5"),
        ("morning_reports.0.worst_24h", 11, "morning_reports[0].worst_24h: 11 is not in 0..10"),
        ("check_ins.0.sleep", 11, "check_ins[0].sleep: 11 is not in 0..10"),
        ("check_ins.0.worry", -1, "check_ins[0].worry: -1 is not in 0..10"),
        # Days, times and zones.
        ("started_on", "2025-02-30", 'started_on: "2025-02-30" is not a date of the years'),
        ("started_on", "20250303", 'started_on: "20250303" is not a date (YYYY-MM-DD)'),
        ("started_on", "2025-W10-1", 'started_on: "2025-W10-1" is not a date (YYYY-MM-DD)'),
        ("started_on", "1899-12-31", "is not a date of the years 1900..2199"),
        ("started_on", 20250303, "started_on: 20250303 is not a date"),
        ("started_on", None, "started_on: null is not a date"),
        ("planned_days.1", "tomorrow", 'planned_days[1]: "tomorrow" is not a date'),
        ("now", "2025-03-08T09:00:00", 'now: "2025-03-08T09:00:00" has no offset'),
        ("now", "2025-03-08T25:00:00+00:00", "is not a time of the years 1900..2199"),
        ("now", "2200-01-01T00:00:00+00:00", "is not a time of the years 1900..2199"),
        ("now", "2025-03-08 09:00:00+00:00", "is not a time (YYYY-MM-DDTHH:MM:SS+HH:MM)"),
        ("now", "2025-03-08T09:00:00+00:00\n", "is not a time (YYYY-MM-DDTHH:MM:SS+HH:MM)"),
        ("now", "٢٠٢٥-03-08T09:00:00+00:00", "is not a time (YYYY-MM-DDTHH:MM:SS+HH:MM)"),
        ("time_zone", "Mars/Olympus", 'time_zone: "Mars/Olympus" is not a known time zone'),
        ("time_zone", "Europe", 'time_zone: "Europe" is not a known time zone'),
        ("time_zone", "../UTC", 'time_zone: "../UTC" is not a known time zone'),
        ("time_zone", "a\0b", "is not a known time zone"),
        ("time_zone", "\ud800", "is not a known time zone"),
        ("time_zone", "", 'time_zone: "" is not a known time zone'),
        ("time_zone", "localtime", 'time_zone: "localtime" is not a known time zone'),
        ("time_zone", "right/UTC", 'time_zone: "right/UTC" is not a known time zone'),
        ("time_zone", 3, "time_zone: 3 is not a time zone"),
        # The ladder.
        ("ladder", [4, 4], "ladder: has 2 entries, not 3"),
        ("ladder", [4, 4, 4, 4], "ladder: has 4 entries, not 3"),
        ("ladder.0", 0, "ladder[0]: 0 is not in 1..20"),
        ("ladder.2", 21, "ladder[2]: 21 is not in 1..20"),
        ("ladder.1", True, "ladder[1]: true is not an integer"),
        ("position.stage", 4, "position.stage: 4 is not in 1..3"),
        ("position.step", 5, "position.step: 5 is not in 1..4"),
        ("sessions.1.step", 5, "sessions[1].step: 5 is not in 1..4"),
        ("sessions.1.stage", 0, "sessions[1].stage: 0 is not in 1..3"),
        ("events.0.from.step", 5, "events[0].from.step: 5 is not in 1..4"),
        # Facts that contradict each other.
        (
            "sessions.0.at",
            "2025-03-08T09:00:01+00:00",
            "sessions[0].at: 2025",
        ),
        ("sessions.0.at", "2025-03-08T04:00:01-05:00", "is later than now"),
        (
            "sessions.1.at",
            "2025-03-03T18:30:00+01:00",
            "is already taken by",
        ),
        (
            "morning_reports.1.day",
            "2025-03-03",
            "2025-03-03 already has one",
        ),
        ("check_ins.1.day", "2025-03-07", "check_ins[1].day: 2025-03-07 already has one"),
        (
            "morning_reports.1.day",
            "2025-03-10",
            "2025-03-10 is later than tomorrow",
        ),
        ("check_ins.1.day", "2025-03-10", "check_ins[1].day: 2025-03-10 is later than tomorrow"),
        ("red_flags.0.day", "2025-03-10", "red_flags[0].day: 2025-03-10 is later than tomorrow"),
        ("events.1.day", "2025-03-10", "events[1].day: 2025-03-10 is later than tomorrow"),
    ],
)
def test_a_malformed_history_is_refused_by_the_name_of_its_field(path, value, message):
    with pytest.raises(HistoryError) as refused:
        parse(changed(path, value))

    assert message in str(refused.value)
    assert str(refused.value).startswith(refused.value.path + ": ")


@pytest.mark.parametrize("value", [None, [], "history", 5, True])
def test_a_history_is_an_object(value):
    with pytest.raises(HistoryError, match=r"is not an object$") as refused:
        parse(value)

    assert refused.value.path == ""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("baseline", None),
        ("screened_on", None),
        ("sessions.0.settle_minutes", None),
        ("sessions.0.settle_minutes", NOT_SETTLED),
        ("sessions.0.settle_minutes", 1440),
        ("sessions.0.dose_percent", 1000),
        ("sessions.0.site_before", 0),
        ("morning_reports.0.worst_24h", None),
        ("morning_reports.0.neuro_worse", None),
        ("check_ins.0.sleep", None),
        ("ladder", [20, 20, 20]),
        ("now", "2025-03-08T09:00:00Z"),
        ("now", "2025-03-08T09:00Z"),
        ("now", "2025-03-08T09:00:00.25+00:00"),
        # A session at this very moment, and entries of tomorrow.
        ("sessions.0.at", "2025-03-08T09:00:00+00:00"),
        ("morning_reports.0.day", "2025-03-09"),
        ("red_flags.0.day", "2025-03-09"),
        # Days may be planned ahead.
        ("planned_days.0", "2025-05-01"),
    ],
)
def test_what_may_be_is_accepted(path, value):
    history = parse(changed(path, value))

    assert parse(to_json(history)) == history


def test_tomorrow_is_where_the_patient_lives():
    # 23:00 in London is already the ninth in Kathmandu, so that the tenth is tomorrow there.
    late = changed("now", "2025-03-08T23:00:00+00:00") | {"time_zone": "Asia/Kathmandu"}
    late["morning_reports"][0]["day"] = "2025-03-10"

    assert parse(late)
    with pytest.raises(HistoryError, match="later than tomorrow"):
        parse(late | {"time_zone": "Europe/London"})


def test_the_wall_clock_survives_the_json_form():
    seen = at(4).astimezone(timezone(timedelta(hours=-11)))
    history = replace(FULL, sessions=(bout(4, at=seen, stage=1, step=2),))

    read = parse(to_json(history)).sessions[0].at

    assert read.isoformat() == seen.isoformat()
    assert logical_day(read) == logical_day(seen)


def test_canonical_json_is_the_same_for_the_same_value():
    one = {"b": [1, 2.5, None], "a": {"d": "é", "c": True}}
    other = {"a": {"c": True, "d": "é"}, "b": [1, 2.5, None]}

    assert canonical(one) == canonical(other) == '{"a":{"c":true,"d":"\\u00e9"},"b":[1,2.5,null]}'


def test_canonical_json_holds_numbers_only():
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"pain": float("nan")})


def test_a_digest_tells_histories_apart():
    other = replace(FULL, now=FULL.now + timedelta(minutes=1))

    assert digest(FULL) == digest(parse(GOOD))
    assert digest(FULL) != digest(other)
    assert len(digest(FULL)) == 64


def test_a_value_in_a_message_is_short():
    assert len(shown("x" * 5000)) < 50
    assert shown({"pain": 3}) == "an object"


def test_a_plain_string_does_where_an_enum_is_meant():
    """Rows from a database carry strings."""
    plain = replace(FULL, irritability="moderate", trigger="morning_report")

    assert decide(plain) == decide(FULL)
    assert to_json(plain) == GOOD


def test_times_are_compared_as_instants_and_days_as_the_wall_clock():
    elsewhere = datetime.fromisoformat("2025-03-08T19:00:00+14:00")
    history = parse(changed("sessions.0.at", elsewhere.isoformat()))

    assert logical_day(history.sessions[0].at) == on(5)
    assert history.sessions[0].at < history.now
