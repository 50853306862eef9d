"""A figure's words: position, what moves, what the nerve does; from the same data, translatable."""

import json

import pytest

from programs.content.node import SHIPPED
from programs.figures import alt, words
from programs.figures.figure import known_keys, load

EXERCISES = json.loads((SHIPPED / "exercises.json").read_text())["exercises"]
KINDS = {each["figure"]: each["kind"] for each in EXERCISES}


@pytest.mark.parametrize("key", known_keys())
def test_the_words_name_the_position_first(key):
    said = alt.text(load(key))

    assert said.startswith(f"Figure, {words.POSITIONS[load(key).position]}: ")
    assert len(said) <= 260


@pytest.mark.parametrize("key", [key for key in known_keys() if load(key).says is None])
def test_the_words_say_what_moves_and_which_way(key):
    said = alt.movements(load(key))

    assert 2 <= len(said) <= 3
    assert set(said) <= {clause for pair in words.DOES.values() for clause in pair}


@pytest.mark.parametrize(
    ("key", "clauses"),
    [
        ("supine-slider", {"the knee straightens", "the toes point away"}),
        ("sitting-slider", {"the knee straightens", "the head looks up"}),
        ("supine-tensioner", {"the knee straightens", "the toes come up"}),
        ("femoral-slider", {"the knee bends", "the head looks up"}),
        ("median-slider", {"the elbow straightens", "the wrist curls in"}),
        (
            "median-tensioner",
            {"the elbow straightens", "the wrist bends back", "the head leans away"},
        ),
    ],
)
def test_the_words_are_the_exercises_own(key, clauses):
    assert set(alt.movements(load(key))) == clauses


@pytest.mark.parametrize("key", known_keys())
def test_the_words_tell_sliding_from_tensioning(key):
    said = alt.text(load(key))

    assert (words.SLIDES in said) == (KINDS[key] == "sliding")
    assert (words.TIGHTENS in said) == (KINDS[key] == "tensioning")


def test_one_movement_is_said_without_an_and(tmp_path):
    source = json.loads((SHIPPED / "figures" / "supine-slider.json").read_text())
    source["stops"][1] = {"near_knee": 40}
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "one.json").write_text(json.dumps(source))

    assert ": the knee straightens. Then back" in alt.text(load("one", tmp_path))


def test_a_hold_is_said():
    assert words.HOLDS in alt.text(load("slump-tensioner"))
    assert words.HOLDS not in alt.text(load("slump-slider"))


def test_each_part_is_translated_before_it_is_filled_in():
    seen = []
    alt.text(load("supine-tensioner"), "de", lambda part: seen.append(part) or part)

    assert words.MOVING in seen
    assert words.POSITIONS["back"] in seen
    assert words.DOES["near_knee"][1] in seen
    assert words.TIGHTENS in seen
    assert not [part for part in seen if "lying on the back:" in part]
