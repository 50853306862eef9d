"""The rule set: its fields, what it refuses, and what every rule set must keep."""

from dataclasses import replace

import pytest

from programs.engine import DEFAULT, Irritability, RuleError, RuleSet, decide, fields
from programs.engine.rules import BY_NAME
from tests.engine.patients import patient

EVERY = list(fields())
NAMES = [field.name for field in EVERY]
NARROW = {"step_back_window": 1, "periph_repeats": 1}


def test_the_defaults_are_no_difference():
    assert RuleSet.from_json({}) == DEFAULT == RuleSet()
    assert DEFAULT.to_json() == {}


def test_every_number_of_the_specification_has_a_field():
    presets = [name for name in NAMES if "." in name]

    # Twenty each; the high preset has no level that opens stage 3.
    assert len(presets) == 3 * 20 - 1
    assert "high.stage_3_worst_24h" not in NAMES
    assert len(NAMES) == len(set(NAMES))


@pytest.mark.parametrize("field", EVERY, ids=NAMES)
def test_a_field_explains_itself(field):
    assert field.low <= field.default <= field.high
    assert field.low < field.high
    assert field.unit
    assert field.source
    assert field.help.endswith(".")


@pytest.mark.parametrize("field", EVERY, ids=NAMES)
def test_a_field_is_refused_past_its_bounds_by_name(field):
    for value in (field.low - 1, field.high + 1):
        with pytest.raises(RuleError) as refused:
            RuleSet.from_json({field.name: value})

        assert refused.value.field == field.name
        assert refused.value.message == f"{value} is not in {field.low}..{field.high}"


@pytest.mark.parametrize("value", [True, 2.0, "2", None, [2]])
def test_every_field_is_an_integer(value):
    for name in NAMES:
        with pytest.raises(RuleError, match="is not an integer") as refused:
            RuleSet.from_json({name: value})

        assert refused.value.field == name


@pytest.mark.parametrize(
    "name", ["proxies", "greens_needed", "moderate.", ".window", "moderate.window.x", "high", ""]
)
def test_an_unknown_field_is_refused(name):
    with pytest.raises(RuleError, match="is not a field of a rule set") as refused:
        RuleSet.from_json({name: 2})

    assert refused.value.field == name


def test_what_a_preset_has_no_number_for_cannot_be_set():
    with pytest.raises(RuleError, match="is not a field"):
        RuleSet.from_json({"high.stage_3_worst_24h": 3})


@pytest.mark.parametrize(
    ("differences", "field"),
    [
        ({"low.greens_needed": 4}, "low.greens_needed"),
        ({"low.window": 1}, "low.greens_needed"),
        ({"moderate.target_1": 6}, "moderate.target_1"),
        ({"high.maximum": 1}, "high.target_1"),
        ({"moderate.rise_amber_above": 4}, "moderate.rise_amber_above"),
        ({"high.settle_amber_above": 61}, "high.settle_amber_above"),
        (
            {"low.weight_to_step_back": 3, "step_back_window": 1, "periph_repeats": 1},
            "low.weight_to_step_back",
        ),
        ({"constant_pain_target_rise": 3}, "constant_pain_target_rise"),
        ({"constant_pain_target_cap": 9}, "constant_pain_target_cap"),
        ({"morning_amber_above": 2}, "morning_amber_above"),
        ({"morning_red_from": 4}, "morning_red_from"),
        ({"gap_step_back_from": 4}, "gap_hold_from"),
        ({"gap_first_step_from": 8}, "gap_step_back_from"),
        ({"gap_start_again_from": 15}, "gap_first_step_from"),
        ({"week_rise_hold": 3}, "week_rise_hold"),
        ({"stage_2_range": 1}, "stage_3_range"),
        ({"predict_jump": 4}, "predict_jump"),
        ({"periph_repeats": 4}, "periph_repeats"),
        ({"deferral_days": 2}, "deferrals_allowed"),
        ({"no_improvement_early_days": 42}, "no_improvement_early_days"),
    ],
)
def test_numbers_that_contradict_each_other_are_refused(differences, field):
    with pytest.raises(RuleError) as refused:
        RuleSet.from_json(differences)

    assert refused.value.field == field


def test_a_rule_set_survives_its_json_form():
    differences = {"moderate.greens_needed": 2, "low.target_1": 3, "proxy_limit": 0}
    rules = RuleSet.from_json(differences)

    assert rules.to_json() == {"low.target_1": 3, "moderate.greens_needed": 2, "proxy_limit": 0}
    assert RuleSet.from_json(rules.to_json()) == rules
    assert rules.preset(Irritability.MODERATE).greens_needed == 2
    assert rules.preset(Irritability.HIGH) == DEFAULT.high


def test_a_rule_set_that_is_built_directly_is_held_to_the_same():
    with pytest.raises(RuleError, match=r"^proxy_limit: 99 is not in 0\.\.14$"):
        replace(DEFAULT, proxy_limit=99)
    with pytest.raises(RuleError, match=r'^proxy_limit: "2" is not an integer$'):
        replace(DEFAULT, proxy_limit="2")
    with pytest.raises(RuleError, match=r"^low.window: 99 is not in"):
        replace(DEFAULT, low=replace(DEFAULT.low, window=99))


def test_a_bound_is_accepted_and_kept_unless_it_contradicts_another_number():
    refused = []
    for field in EVERY:
        for value in {field.low, field.high} - {field.default}:
            try:
                assert RuleSet.from_json({field.name: value}).to_json() == {field.name: value}
            except RuleError as error:
                refused.append(error.message)

    assert refused
    assert not [message for message in refused if "is not in" in message]


def test_rules_change_decisions():
    strict = RuleSet.from_json({"moderate.greens_needed": 4, "moderate.min_days": 6})

    assert decide(patient()).codes == ("CRITERIA_MET",)
    assert decide(patient(), strict).codes == ("MIN_DAYS",)
    assert decide(patient(6), strict).codes == ("CRITERIA_MET",)


def test_no_rule_set_lets_a_patient_move_on_after_a_long_silence():
    assert BY_NAME["gap_hold_from"].high == 4
    assert all(BY_NAME[f"{each}.min_days"].low == 1 for each in Irritability)
