"""Every shipped figure: within a body's limits, fixed where it touches, and true to its kind."""

import json
import subprocess
import sys
from itertools import pairwise
from math import hypot

import pytest

from programs.content.node import SHIPPED, ContentError
from programs.figures.body import LIMITS
from programs.figures.clock import Clock
from programs.figures.figure import known_keys, load
from rehab.env import ROOT

PHASES = [step / 24 for step in range(25)]
EXERCISES = json.loads((SHIPPED / "exercises.json").read_text())["exercises"]
PROGRAM = json.loads((SHIPPED / "sciatic.json").read_text())
HOLDS = {
    each["exercise"]: each["hold_seconds"]
    for stage in PROGRAM["stages"]
    for step in stage["steps"]
    for each in step["prescriptions"]
    if "hold_seconds" in each
}
# A longer hold would look like a picture that has stopped working.
LONGEST_HOLD = 5
# What stays where it is while the rest moves: a bone, how far along it, how far beside it.
FIXED = {
    "bridge": [("thorax_high", 0.72, 2.0), ("near_shank", 1, 0), ("near_forearm", 1, 0)],
    "cat-camel": [("near_thigh", 1, 0), ("near_shank", 1, 0), ("near_forearm", 1, 0)],
    "contralateral-slump-slider": [("pelvis", 0, 0), ("far_shank", 1, 0)],
    "heel-slides": [("pelvis", 0, 0), ("far_shank", 1, 0)],
    "hip-hinge": [("near_shank", 1, 0), ("far_shank", 1, 0)],
    "knee-rocks": [("trunk", 0, 0), ("near_shank", 1, 0), ("far_shank", 1, 0)],
    "loaded-range": [("near_shank", 1, 0), ("far_shank", 1, 0), ("far_forearm", 1, 0)],
    "prone-press-up": [("pelvis", 0, 0), ("near_forearm", 1, 0)],
    "sit-to-stand": [("near_shank", 1, 0), ("far_shank", 1, 0)],
    "sitting-slider": [("pelvis", 0, 0), ("far_shank", 1, 0)],
    "slump-slider": [("pelvis", 0, 0), ("far_shank", 1, 0)],
    "slump-tensioner": [("pelvis", 0, 0), ("far_shank", 1, 0)],
    "step-up": [("near_shank", 1, 0)],
    "straight-leg-raise-tensioner": [("pelvis", 0, 0), ("far_shank", 1, 0)],
    "supine-slider": [("pelvis", 0, 0), ("far_shank", 1, 0)],
    "supine-tensioner": [("pelvis", 0, 0), ("far_shank", 1, 0)],
    "supported-pelvic-tilts": [("near_shank", 1, 0)],
}


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise["slug"])
def test_every_shipped_exercise_has_a_figure(exercise):
    assert load(exercise["figure"]).stops


def test_every_figure_is_used():
    assert {exercise["figure"] for exercise in EXERCISES} == set(known_keys())


@pytest.mark.parametrize("key", known_keys())
def test_no_joint_leaves_its_limits(key):
    figure = load(key)
    outside = [
        (round(phase, 2), joint, round(angle, 1))
        for phase in PHASES
        for joint, angle in figure.pose(phase).joints.items()
        if not within(joint, angle)
    ]

    assert outside == []


def within(joint, angle):
    low, high = LIMITS[joint.rpartition("_")[2]]
    return low - 0.5 <= angle <= high + 0.5


@pytest.mark.parametrize("key", known_keys())
def test_planted_hands_and_feet_are_reached(key):
    figure = load(key)
    misses = [miss for phase in PHASES for miss in figure.pose(phase).misses.values()]

    assert max(misses, default=0) <= 1.5, "cm between a limb's end and its place"


@pytest.mark.parametrize(("key", "point"), [(key, each) for key in FIXED for each in FIXED[key]])
def test_what_touches_stays_where_it_is(key, point):
    bone, share, aside = point
    places = [load(key).pose(phase).bones[bone].at(share, aside) for phase in PHASES]

    assert max(hypot(x - places[0][0], y - places[0][1]) for x, y in places) <= 1.5


@pytest.mark.parametrize("key", ["walking", "pool"])
def test_a_standing_foot_keeps_pace_with_the_floor(key):
    figure = load(key)
    [stride] = [prop.arguments[1] for prop in figure.props if prop.kind == "path"]
    flat = [phase for phase in PHASES if is_flat(figure, phase)]
    on_floor = [
        figure.channels(phase)["near_foot_x"] + phase * stride for phase in flat if phase < 0.5
    ]

    assert len(on_floor) >= 5
    assert max(on_floor) - min(on_floor) <= 1.0, "cm that the foot slides on the floor"


def is_flat(figure, phase):
    channels = figure.channels(phase)
    return channels["near_foot_pitch"] == 0


@pytest.mark.parametrize("key", ["walking", "pool"])
def test_a_walker_always_stands_on_the_floor(key):
    figure = load(key)
    for phase in PHASES:
        bones = figure.pose(phase).bones
        lowest = min(sole(bones["near_foot"]), sole(bones["far_foot"]))
        assert -1.6 <= lowest <= 1.6, f"cm above the floor at {phase}"


def sole(foot):
    """The height of the lower one of heel and ball."""
    return min(foot.at(-0.1, -6.5)[1], foot.at(0.74, -6.5)[1])


@pytest.mark.parametrize("key", sorted(HOLDS))
def test_a_hold_lasts_as_long_as_in_the_dose(key):
    dose = HOLDS[key]
    hold = load(key).tempo.hold

    assert hold == min(dose, LONGEST_HOLD) if dose else hold <= 1


@pytest.mark.parametrize("key", known_keys())
def test_a_clock_ends_where_the_movement_does(key):
    clock = Clock.of(load(key))
    moments = clock.moments

    assert (moments[0].phase, moments[-1].phase) == (0, 1)
    assert all(a.at < b.at for a, b in pairwise(moments))


@pytest.mark.parametrize(
    ("edit", "complaint"),
    [
        ({"view": "above"}, "view"),
        ({"tempo": {"move": 1, "hold": 0}}, "rest"),
        ({"camera": [0, 0, "wide"]}, "camera"),
        ({"stops": [{"near_kneee": 3}]}, "near_kneee"),
        ({"stops": [{"near_knee": 3}]}, "a start and an end"),
        ({"stops": [{"near_knee": True}, {}]}, "must be a number"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_broken_file_is_refused_by_its_key(tmp_path, edit, complaint):
    source = json.loads((SHIPPED / "figures" / "heel-slides.json").read_text())
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "broken.json").write_text(json.dumps(source | edit))

    with pytest.raises(ContentError, match=complaint):
        load("broken", tmp_path)


def test_an_unknown_figure_is_a_key_error():
    with pytest.raises(KeyError):
        load("no-such-figure")


def test_figures_are_drawn_without_django():
    program = (
        "import sys; from programs.figures.render import svg; svg('walking');"
        "print([name for name in sys.modules if 'django' in name])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert result.stdout == "[]\n"
