"""The colour of an exposure, at every limit and one past it."""

from dataclasses import replace
from typing import Any

import pytest

from programs.engine import DEFAULT, NOT_SETTLED, Colour, Irritability, limits
from programs.engine.facts import Facts
from tests.engine.patients import at, bout, patient

LOW, MODERATE, HIGH = Irritability


def judged(rung=(2, 2), irritability=MODERATE, after=None, **session: Any):
    """The colour and codes of one exposure on day 0, with the morning of day 1."""
    mornings = {0: None, 1: after or {}}
    history = patient(1, rung=rung, bouts={0: session}, mornings=mornings)
    latest = Facts(replace(history, irritability=irritability), DEFAULT).latest
    return latest.colour, [str(reason.code) for reason in latest.reasons]


def same_pain(level: int) -> dict[str, Any]:
    """A session that neither rises nor settles: only its level counts."""
    return {"pain_before": level, "pain_peak": level, "pain_after": level}


@pytest.mark.parametrize(
    ("irritability", "stage", "target", "maximum"),
    [
        (LOW, 1, 4, 5),
        (LOW, 2, 3, 5),
        (LOW, 3, 4, 5),
        (MODERATE, 1, 3, 5),
        (MODERATE, 2, 3, 5),
        (MODERATE, 3, 3, 5),
        (HIGH, 1, 2, 4),
        (HIGH, 2, 2, 4),
        (HIGH, 3, 2, 4),
    ],
)
def test_a_peak_is_fine_up_to_the_target_and_red_above_the_maximum(
    irritability, stage, target, maximum
):
    assert limits(stage, irritability, DEFAULT) == (target, maximum)

    def at_peak(peak: int):
        # From one below, so that the rise stays out of it and constant pain lifts nothing.
        session = same_pain(peak - 1) | {"pain_peak": peak}
        rung = (stage, 2)
        return judged(rung, irritability, {"pain": peak - 1}, **session)

    if stage > 1:
        assert at_peak(target) == (Colour.GREEN, [])
        assert at_peak(target + 1) == (Colour.AMBER, ["PEAK_OVER_TARGET"])
        assert at_peak(maximum) == (Colour.AMBER, ["PEAK_OVER_TARGET"])
        assert at_peak(maximum + 1) == (Colour.RED, ["PEAK_OVER_MAX"])
    else:
        assert at_peak(maximum + 1) == (Colour.GREEN, [])


@pytest.mark.parametrize(
    ("before", "target", "maximum"),
    [(0, 3, 5), (2, 3, 5), (3, 4, 5), (4, 5, 6), (5, 6, 7), (6, 7, 8), (7, 7, 8), (10, 7, 8)],
)
def test_constant_pain_can_still_move_in_stage_1_but_not_to_the_top_of_the_scale(
    before, target, maximum
):
    assert limits(1, MODERATE, DEFAULT, before) == (target, maximum)
    assert limits(2, MODERATE, DEFAULT, before) == (3, 5)
    assert limits(3, MODERATE, DEFAULT, before) == (3, 5)


@pytest.mark.parametrize(
    ("irritability", "rise", "codes"),
    [
        (LOW, 3, []),
        (LOW, 4, ["RISE_ABOVE_OK"]),
        (LOW, 5, ["RISE_LARGE"]),
        (MODERATE, 2, []),
        (MODERATE, 3, ["RISE_ABOVE_OK"]),
        (MODERATE, 4, ["RISE_LARGE"]),
        (HIGH, 2, []),
        (HIGH, 3, ["RISE_LARGE"]),
    ],
)
def test_a_rise_is_judged_from_the_pain_before(irritability, rise, codes):
    _, reasons = judged(
        (1, 2),
        irritability,
        {"pain": 0},
        pain_before=0,
        pain_peak=rise,
        pain_after=0,
    )

    assert [code for code in reasons if not code.startswith("PEAK")] == codes


@pytest.mark.parametrize(
    ("irritability", "amber", "red"), [(LOW, 60, 240), (MODERATE, 30, 120), (HIGH, 15, 60)]
)
def test_settling_is_fine_up_to_a_limit_and_red_above_another(irritability, amber, red):
    def after(minutes):
        return judged((2, 2), irritability, {"pain": 1}, **same_pain(1), settle_minutes=minutes)

    assert after(amber) == (Colour.GREEN, [])
    assert after(amber + 1) == (Colour.AMBER, ["SETTLE_DELAYED"])
    assert after(red) == (Colour.AMBER, ["SETTLE_DELAYED"])
    assert after(red + 1) == (Colour.RED, ["SETTLE_SLOW"])
    assert after(NOT_SETTLED) == (Colour.RED, ["SETTLE_SLOW"])
    assert after(None) == (Colour.GREEN, [])


@pytest.mark.parametrize(
    ("pain", "colour", "codes"),
    [
        (0, Colour.GREEN, []),
        (3, Colour.GREEN, []),
        (4, Colour.RED, ["MORNING_WORSE"]),
        (5, Colour.RED, ["MORNING_SPIKE"]),
        (10, Colour.RED, ["MORNING_SPIKE"]),
    ],
)
def test_the_next_morning_is_compared_with_the_pain_before(pain, colour, codes):
    assert judged(after={"pain": pain}) == (colour, codes)


@pytest.mark.parametrize(
    ("usual", "pain", "codes"),
    [
        # A median of an even count is compared exactly: 2.5 + 1 < 4 < 2.5 + 2.
        ((2, 2, 3, 3), 4, ["MORNING_UP"]),
        ((2, 2, 3, 3), 3, []),
        ((2, 2, 3, 3), 5, ["MORNING_WORSE"]),
        ((2, 2, 3, 3), 6, ["MORNING_SPIKE"]),
        ((2, 3, 3), 4, []),
        # Two reports are no usual morning: the pain before, 2, stands in.
        ((9, 9), 4, ["MORNING_WORSE"]),
    ],
)
def test_the_next_morning_is_compared_with_the_usual_one(usual, pain, codes):
    week = {day: {"pain": each} for day, each in enumerate(usual, start=-len(usual) + 1)}
    history = patient(1, rung=(2, 2), mornings=week | {1: {"pain": pain}})
    reasons = Facts(history, DEFAULT).latest.reasons

    assert [str(reason.code) for reason in reasons] == codes


def test_a_usual_morning_is_of_seven_days_the_exposures_own_among_them():
    calm = {day: {"pain": 2} for day in (-5, -4, -3, -2, -1, 0)}
    eighth_day = {-7: {"pain": 9}, -6: None}
    history = patient(1, mornings=calm | eighth_day | {1: {"pain": 4}})

    usual = Facts(history, DEFAULT).latest.reasons[0].have["usual"]

    assert usual == 2


@pytest.mark.parametrize(
    ("site", "usual_sites", "codes"),
    [
        (2, (), []),
        (3, (), ["PERIPH_PERSIST"]),
        (3, (3, 3, 3), []),
        (4, (3, 3, 3), ["PERIPH_PERSIST"]),
        # A week nearer the spine does not narrow what the session began with.
        (2, (1, 1, 1), []),
        # Two reports are no usual site.
        (3, (3, 3), ["PERIPH_PERSIST"]),
        (3, (2, 2, 3, 3), ["PERIPH_PERSIST"]),
    ],
)
def test_pain_that_stays_further_down_is_red(site, usual_sites, codes):
    week = {day: {"site": each} for day, each in enumerate(usual_sites, start=1 - len(usual_sites))}
    history = patient(1, mornings={0: None} | week | {1: {"site": site}})
    reasons = Facts(history, DEFAULT).latest.reasons

    assert [str(reason.code) for reason in reasons] == codes


@pytest.mark.parametrize(
    ("answer", "colour"), [(True, Colour.RED), (False, Colour.GREEN), (None, Colour.GREEN)]
)
def test_worse_tingling_is_red_and_unanswered_is_no_yes(answer, colour):
    assert judged(after={"neuro_worse": answer})[0] is colour


@pytest.mark.parametrize(
    ("session", "colour", "codes"),
    [
        ({"site_after": 3}, Colour.AMBER, ["PERIPH_TRANSIENT"]),
        ({"site_after": 1}, Colour.GREEN, []),
        ({"stopped_for_pain": True}, Colour.AMBER, ["STOPPED_FOR_PAIN"]),
        ({"dose_percent": 150}, Colour.GREEN, []),
        ({"dose_percent": 151}, Colour.AMBER, ["OVERDOSE"]),
        ({"dose_percent": 50}, Colour.GREEN, []),
        ({"dose_percent": 49}, Colour.PARTIAL, []),
        # Too little is told even so when it had to stop, or was red.
        ({"dose_percent": 49, "stopped_for_pain": True}, Colour.AMBER, ["STOPPED_FOR_PAIN"]),
        ({"dose_percent": 0, "pain_peak": 6}, Colour.RED, ["PEAK_OVER_MAX", "RISE_LARGE"]),
        # The pain after and the pain before are peaks too.
        ({"pain_after": 6}, Colour.RED, ["PEAK_OVER_MAX", "RISE_LARGE"]),
        ({"pain_before": 6, "pain_peak": 0}, Colour.RED, ["PEAK_OVER_MAX"]),
    ],
)
def test_the_session_itself(session, colour, codes):
    assert judged(**session) == (colour, codes)


def test_codes_are_listed_reds_first_in_their_order():
    codes = judged(
        after={"pain": 9, "site": 5, "neuro_worse": True},
        pain_peak=9,
        settle_minutes=NOT_SETTLED,
        site_after=4,
        stopped_for_pain=True,
        dose_percent=200,
    )[1]

    assert codes == [
        "PEAK_OVER_MAX",
        "RISE_LARGE",
        "SETTLE_SLOW",
        "MORNING_SPIKE",
        "PERIPH_PERSIST",
        "NEURO_WORSE",
        "PERIPH_TRANSIENT",
        "STOPPED_FOR_PAIN",
        "OVERDOSE",
    ]


def test_bad_news_is_acted_on_before_the_morning_and_good_news_never():
    calm = patient(1, mornings={0: None, 1: None})
    hurt = patient(1, bouts={0: {"pain_peak": 6}}, mornings={0: None, 1: None})

    assert Facts(calm, DEFAULT).latest.colour is Colour.UNKNOWN
    assert Facts(hurt, DEFAULT).latest.colour is Colour.RED


def test_the_sessions_of_a_day_at_one_step_are_merged_in_time_order():
    late = bout(
        0,
        at=at(1, 1),
        stage=1,
        step=2,
        pain_before=0,
        pain_peak=1,
        pain_after=4,
        site_before=1,
        site_after=4,
        settle_minutes=None,
        dose_percent=30,
    )
    early = bout(
        0, stage=1, step=2, settle_minutes=20, dose_percent=40, site_after=1, stopped_for_pain=True
    )
    elsewhere = bout(0, at=at(0, 12), stage=1, step=1, pain_peak=9)
    exposure = Facts(patient(1, sessions=(late, elsewhere, early)), DEFAULT).latest.exposure

    assert exposure.sessions == [early, late]
    assert (exposure.before, exposure.peak) == (2, 4)
    assert (exposure.site_before, exposure.site_after) == (2, 4)
    assert (exposure.settle, exposure.dose, exposure.stopped) == (20, 70, True)


@pytest.mark.parametrize(
    ("answers", "longest"),
    [
        ((None, None), None),
        ((5, None), 5),
        ((None, 5), 5),
        ((5, 90), 90),
        ((90, 5), 90),
        ((NOT_SETTLED, 1440), float("inf")),
        ((1440, NOT_SETTLED), float("inf")),
    ],
)
def test_the_longest_answer_is_the_time_to_settle(answers, longest):
    bouts = tuple(
        bout(0, at=at(0, hour), stage=1, step=2, settle_minutes=each)
        for hour, each in enumerate(answers, start=10)
    )

    assert Facts(patient(1, sessions=bouts), DEFAULT).latest.exposure.settle == longest
