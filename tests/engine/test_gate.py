"""The session gate: what today's session may be."""

import pytest

from programs.engine import Gate, Irritability, RuleSet, Tier, session_gate

LOW, MODERATE, HIGH = Irritability


@pytest.mark.parametrize(
    ("stage", "irritability", "pain_now", "gate"),
    [
        (1, MODERATE, 10, Gate.GO),
        (2, MODERATE, 3, Gate.GO),
        (2, MODERATE, 4, Gate.EASIER_TODAY),
        (2, LOW, 3, Gate.GO),
        (2, LOW, 4, Gate.EASIER_TODAY),
        (3, LOW, 4, Gate.GO),
        (3, LOW, 5, Gate.EASIER_TODAY),
        (2, HIGH, 2, Gate.GO),
        (2, HIGH, 3, Gate.EASIER_TODAY),
    ],
)
def test_from_stage_2_on_more_pain_than_the_target_means_easier_today(
    stage, irritability, pain_now, gate
):
    found = session_gate(
        stage=stage, irritability=irritability, pain_now=pain_now, open_tiers=[Tier.C]
    )

    assert found is gate


@pytest.mark.parametrize("tier", [Tier.A, Tier.B])
def test_an_open_flag_stops_every_session(tier):
    for stage in (1, 2, 3):
        assert (
            session_gate(stage=stage, irritability=LOW, pain_now=0, open_tiers={tier})
            is Gate.STOP_RED_FLAG
        )


def test_the_rules_decide_the_limit():
    rules = RuleSet.from_json({"moderate.target_2": 4})

    assert (
        session_gate(stage=2, irritability=MODERATE, pain_now=4, open_tiers=(), rules=rules)
        is Gate.GO
    )
