"""Reasons and decisions in words, for both audiences."""

import json
import re
from pathlib import Path

import pytest

from programs.engine import (
    DEFAULT,
    Audience,
    Entry,
    Irritability,
    Reason,
    ReasonCode,
    decide,
    headline,
    parse,
    red_flag_label,
    rule_sentences,
    sentence,
)
from programs.engine.wording import RED_FLAG_LABELS, WORDING
from tests.engine.patients import event, flag, patient, step_back
from tests.engine.test_reasons import TABLE, at_stage_2_end, coming_back

CLINICIAN, PATIENT = Audience
RED = {"pain_peak": 6}
ROWS = [row[:2] for row in TABLE]
CASES = [
    json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_bytes().splitlines()
]
# What a patient must never read: blame, a verdict, a diagnosis, a promise.
FORBIDDEN = re.compile(
    r"fail|wrong|fault|blame|should|must|bad\b|poor|never|diagnos|disc\b|damage|injur|disease"
    r"|cure|heal|promise|guarantee|will be|red\b|amber|exposure|median|void|irritab|regress",
    re.IGNORECASE,
)


def reason_of(code: str, history) -> Reason:
    return next(each for each in decide(history).reasons if each.code == code)


def test_every_code_is_worded_and_nothing_else():
    assert WORDING.keys() == set(ReasonCode)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize(("code", "history"), ROWS, ids=[row[0] for row in ROWS])
def test_every_reason_makes_a_sentence(code, history, audience):
    text = sentence(reason_of(code, history), audience)

    assert text
    assert not re.search(r"[{}]|None|True|False|not_settled|have_|need_", text)
    assert not re.search(r"\b1 (days|minutes|mornings|sessions|exposures|answers)\b", text)


@pytest.mark.parametrize(
    ("code", "history", "clinician", "patient_reads"),
    [
        (
            "PEAK_OVER_MAX",
            patient(bouts={3: RED, 4: RED}),
            "Peak pain 6/10, limit 5 (session of 7 March)",
            "Your pain peaked at 6; your limit is 5.",
        ),
        (
            "RED_DAYS",
            patient(bouts={3: RED, 4: RED}),
            "Red exposures weigh 2 among the last 3; steps back from 2 (6 March and 7 March)",
            "Your last sessions were more than the nerve is ready for.",
        ),
        (
            "SETTLE_SLOW",
            patient(bouts={3: RED, 4: {"settle_minutes": "not_settled"}}),
            "Had not settled, limit 120 min (session of 7 March)",
            "Your pain had not settled; your limit is 120 min.",
        ),
        (
            "MORNING_UP",
            patient(mornings={0: {"pain": 3}, 1: None, 3: {"pain": 3}, 5: {"pain": 4}}),
            "Next morning 4/10, 1.5 above the usual 2.5 (8 March)",
            "The next morning your pain was 4, a little above your usual 2.5.",
        ),
        (
            "NOT_ENOUGH_GREEN",
            patient(bouts={2: {"pain_peak": 4}, 3: {"pain_peak": 4}}),
            "Green exposures: 2 of the last 4; needed 3 of 4",
            "Comfortable days: 2 of the last 4. You need 3 of 4.",
        ),
        (
            "CRITERIA_MET",
            patient(),
            "Green exposures: 4 of the last 4 (needed 3 of 4); nothing else blocks",
            "Comfortable days: 4 of the last 4. Time for the next step.",
        ),
        (
            "WAIT_MORNING",
            patient(mornings={5: None}),
            "Waiting for the morning report of 8 March",
            "We wait for your next morning: nerve pain can arrive late.",
        ),
        (
            "SCREEN_STALE",
            patient(screened_on=None),
            "No full red-flag screen yet",
            "Please answer the safety questions. Then we can look at the next step.",
        ),
        (
            "PINGPONG_LOCK",
            patient(events=(step_back(-1, 1, 3), step_back(-20, 1, 3))),
            "Step backs from 1.3: 2 (11 February and 2 March); locked from 2 until unlocked",
            "The next step was too much for now, so we ask your clinician before trying it again.",
        ),
        (
            "RF_SADDLE",
            patient(red_flags=(flag(5, "A", "RF_SADDLE"),)),
            "Open red flag: saddle numbness or tingling (tier A, 8 March)",
            "You told us: numbness or tingling between your legs."
            " A clinician needs to look at it first.",
        ),
        (
            "RF_TOE",
            patient(red_flags=(flag(5, "B", "RF_TOE"),)),
            "Open red flag: RF_TOE (tier B, 8 March)",
            "You told us about a warning sign. A clinician needs to look at it first.",
        ),
        (
            "VULN_CAP_REACHED",
            next(row[1] for row in TABLE if row[0] == "VULN_CAP_REACHED"),
            "Days of putting off: 3; advanced although vulnerable",
            "These are hard days, and this step was comfortable all the same. Go gently.",
        ),
    ],
)
def test_a_sentence_carries_this_patients_facts(code, history, clinician, patient_reads):
    reason = reason_of(code, history)

    assert sentence(reason, CLINICIAN) == clinician
    assert sentence(reason, PATIENT) == patient_reads


def test_more_than_two_days_are_told_as_a_span():
    reason = Reason(
        "PERIPH_REPEATED",
        {"exposures": 3, "of": 3},
        {"exposures_below": 2},
        tuple(Entry("session", f"2025-03-0{day}T17:30:00+00:00") for day in (3, 5, 7)),
    )

    assert sentence(reason, CLINICIAN).endswith("(3 March to 7 March)")


def test_a_session_after_midnight_is_of_the_day_before():
    reason = Reason("STOPPED_FOR_PAIN", {}, {}, (Entry("session", "2025-03-04T01:30:00+00:00"),))

    assert sentence(reason, CLINICIAN) == "Stopped for pain (session of 3 March)"


@pytest.mark.parametrize(
    ("history", "clinician", "patient_reads"),
    [
        (patient(), "Advance from 1.2 to 1.3", "On to 1.3."),
        (patient(2), "Hold at 1.2", "Staying at 1.2."),
        (patient(bouts={3: RED, 4: RED}), "Step back from 1.2 to 1.1", "Back to 1.1 for now."),
        (coming_back(10), "Hold at 1.2, less dose (50%)", "Staying at 1.2, with less."),
        (
            patient(red_flags=(flag(5, "A", "RF_SADDLE"),)),
            "Paused: emergency now",
            "Stop your exercises and get help now.",
        ),
        (
            patient(red_flags=(flag(5, "B", "RF_FEVER"),)),
            "Paused: to be seen the same day",
            "Pause your program and speak to a clinician today.",
        ),
    ],
)
def test_a_headline_says_what_was_decided(history, clinician, patient_reads):
    decision = decide(history)

    assert headline(decision, history.position, CLINICIAN) == clinician
    assert headline(decision, history.position, PATIENT) == patient_reads


def test_a_template_is_translated_before_it_is_filled():
    german = {
        "Your pain peaked at {have}; your limit is {need_at_most}.": "{have} ({need_at_most})",
        "Stopped for pain (session of {when})": "Abgebrochen ({when})",
        "{day} {month}": "{day}. {month}",
        "March": "März",
        "On to {there}.": "Weiter mit {there}.",
        "a fall": "ein Sturz",
        "You told us: {label}. A clinician needs to look at it first.": "Sie nannten: {label}.",
    }

    def translate(template: str) -> str:
        return german[template]

    peak = reason_of("PEAK_OVER_MAX", patient(bouts={3: RED, 4: RED}))
    stopped = reason_of("STOPPED_FOR_PAIN", patient(bouts={4: {"stopped_for_pain": True}}))
    fall = reason_of("RF_MINOR_TRAUMA", patient(red_flags=(flag(5, "B", "RF_MINOR_TRAUMA"),)))
    history = patient()

    assert sentence(peak, PATIENT, lambda each: german.get(each, each)) == "6 (5)"
    assert sentence(stopped, CLINICIAN, translate) == "Abgebrochen (7. März)"
    assert headline(decide(history), history.position, PATIENT, translate) == "Weiter mit 1.3."
    assert sentence(fall, PATIENT, lambda each: german.get(each, each)) == "Sie nannten: ein Sturz."


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_no_patient_reads_a_forbidden_word(case):
    history = parse(case["history"])
    decision = decide(history)
    read = [headline(decision, history.position, PATIENT)]
    read += [sentence(reason, PATIENT) for reason in decision.reasons]

    assert [text for text in read if FORBIDDEN.search(text)] == []


def test_no_wording_for_patients_holds_a_forbidden_word():
    templates = [
        re.sub(r"\{\w+\}", "", template)
        for wording in WORDING.values()
        for template in (wording.patient, wording.nothing_patient)
    ]

    assert [text for text in templates if FORBIDDEN.search(text)] == []


def test_every_shipped_red_flag_has_a_short_plain_label():
    assert len(RED_FLAG_LABELS) == 20
    for code in RED_FLAG_LABELS:
        assert len(red_flag_label(code, PATIENT)) <= 50
        assert len(red_flag_label(code, CLINICIAN)) <= 60
    assert red_flag_label("RF_TOE", CLINICIAN) == "RF_TOE"


def test_no_template_looks_like_a_percent_format():
    """A "% d" in a template would make a translation of it fail its format check."""
    every = [each for wording in WORDING.values() for each in wording]

    assert [text for text in every if re.search(r"%[ #0+-]*[diouxXeEfFgGcrsa]", text)] == []


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("irritability", Irritability)
@pytest.mark.parametrize("stage", [1, 2, 3])
def test_the_rules_are_told_with_this_patients_numbers(irritability, stage, audience):
    told = rule_sentences(irritability, DEFAULT, stage, audience)
    preset = DEFAULT.preset(irritability)

    assert len(told) == {1: 9, 2: 9 - (irritability is Irritability.HIGH), 3: 7}[stage]
    assert str(preset.target(stage)) in told[0]
    moving_on = next(each for each in told if each.startswith(("Moves on", "You move on")))
    assert f"{preset.greens_needed} " in moving_on
    for text in told:
        assert not re.search(r"[{}]|None", text)
        assert audience is CLINICIAN or not re.search(r"exposure|median|fail|regress", text)


def test_the_rules_are_told_in_the_readers_language():
    told = rule_sentences(Irritability.LOW, DEFAULT, 3, PATIENT, lambda each: each.upper()[:5])

    assert told[0] == "A COM"


def test_a_sign_off_is_worded_whether_it_is_missing_old_or_void():
    old = at_stage_2_end(events=(event("signed_off", -3),))
    missing = at_stage_2_end(events=())

    for history in (old, missing):
        text = sentence(reason_of("SIGNOFF_REQUESTED", history), CLINICIAN)
        assert text == "Everything else is met: sign-off for stage 3 requested (valid 14 days)"
