"""The nerve's load: a slider gives as much as it takes, a tensioner takes."""

import json

import pytest

from programs.content.node import SHIPPED
from programs.figures.figure import load
from programs.figures.nerve import glide, line, strain, strain_at, taken
from programs.figures.nerve_paths import PATHS

PHASES = [step / 12 for step in range(13)]
EXERCISES = json.loads((SHIPPED / "exercises.json").read_text())["exercises"]
SLIDERS = [each["slug"] for each in EXERCISES if each["kind"] == "sliding"]
TENSIONERS = [each["slug"] for each in EXERCISES if each["kind"] == "tensioning"]
MOVEMENTS = [each["slug"] for each in EXERCISES if each["kind"] == "movement"]
# Coppieters and Butler 2008: 0.8 % against 6.8 % in the median nerve at the wrist.
TIMES_MORE = 6.8 / 0.8


def strains(key):
    figure = load(key)
    path = PATHS[figure.nerve]
    return [strain(path, figure.pose(phase).joints) for phase in PHASES]


def band(key):
    values = strains(key)
    return max(values) - min(values)


@pytest.mark.parametrize("key", SLIDERS)
def test_a_slider_keeps_the_strain(key):
    assert band(key) <= 0.0013


@pytest.mark.parametrize("key", SLIDERS)
def test_a_slider_gives_at_one_joint_as_it_takes_at_another(key):
    figure = load(key)
    path = PATHS[figure.nerve]
    start, end = figure.pose(0).joints, figure.pose(1).joints
    changes = [taken(lever, end) - taken(lever, start) for lever in path.levers]

    assert max(changes) >= 10
    assert min(changes) <= -10, "mm"


@pytest.mark.parametrize("key", SLIDERS)
def test_a_slider_visibly_glides(key):
    figure = load(key)
    path = PATHS[figure.nerve]
    start, end = figure.pose(0).joints, figure.pose(1).joints
    glides = [abs(glide(path, end, start, place)) for place in PHASES]

    assert max(glides) >= 9, "mm"


@pytest.mark.parametrize("key", TENSIONERS)
def test_a_tensioner_tightens_all_the_way(key):
    values = strains(key)

    assert values == sorted(values)
    assert values[-1] - values[0] >= 0.01


def test_any_tensioner_loads_several_times_more_than_any_slider():
    assert min(map(band, TENSIONERS)) >= TIMES_MORE * max(map(band, SLIDERS))


@pytest.mark.parametrize("key", SLIDERS)
def test_a_slider_stays_in_the_calm_half_of_the_scale(key):
    assert max(strains(key)) <= 0.5 * PATHS[load(key).nerve].full


@pytest.mark.parametrize("key", MOVEMENTS)
def test_plain_movement_shows_no_nerve(key):
    assert load(key).nerve == ""


def test_the_nerve_is_that_of_the_exercises_pathway():
    nerves = {"leg_back": {"sciatic"}, "leg_front": {"femoral"}}
    for each in EXERCISES:
        if each["pathway"]:
            allowed = nerves.get(each["pathway"], {each["slug"].partition("-")[0]})
            assert load(each["figure"]).nerve in allowed


@pytest.mark.parametrize("name", PATHS)
def test_local_strains_have_the_whole_strain_for_their_mean(name):
    path = PATHS[name]
    joints = {lever.joint: 30.0 * (number + 1) for number, lever in enumerate(path.levers)}
    places = [(step + 0.5) / 50 for step in range(50)]
    mean = sum(strain_at(path, joints, {}, place) for place in places) / len(places)

    assert mean == pytest.approx(strain(path, joints))


@pytest.mark.parametrize("name", PATHS)
def test_the_ends_of_a_nerve_do_not_glide(name):
    path = PATHS[name]
    joints = {lever.joint: 40.0 for lever in path.levers}

    assert glide(path, joints, {}, 0.0) == pytest.approx(0)
    assert glide(path, joints, {}, 1.0) == pytest.approx(0)


@pytest.mark.parametrize(
    ("joint", "angle"),
    [("near_hip", 60), ("near_knee", -60), ("near_ankle", 15), ("neck", 30), ("lumbar", 30)],
)
def test_what_loads_the_sciatic_nerve(joint, angle):
    path, bent = PATHS["sciatic"], {"near_knee": 60.0}

    assert strain(path, bent | {joint: bent.get(joint, 0.0) + angle}) > strain(path, bent)


@pytest.mark.parametrize(
    ("name", "joint", "angle"),
    [
        ("femoral", "near_hip", -10),
        ("femoral", "near_knee", 60),
        ("median", "near_elbow", -60),
        ("median", "near_wrist", -40),
        ("ulnar", "near_elbow", 60),
        ("ulnar", "near_wrist", -40),
        ("radial", "near_elbow", -60),
        ("radial", "near_wrist", 40),
        *((nerve, "lean", 20) for nerve in ("median", "ulnar", "radial")),
    ],
)
def test_what_loads_the_other_nerves(name, joint, angle):
    assert strain(PATHS[name], {joint: float(angle)}) > strain(PATHS[name], {})


@pytest.mark.parametrize("key", [*SLIDERS, *TENSIONERS])
def test_the_nerve_is_drawn_within_the_body(key):
    figure = load(key)
    for phase in PHASES:
        pose = figure.pose(phase)
        for x, y in line(figure.nerve, figure.view, pose, [each / 30 for each in range(31)]):
            assert min(distance(bone, x, y) for bone in pose.bones.values()) <= 13


def distance(bone, x, y):
    """The distance to the nearest of some points along a bone, in cm."""
    points = (bone.at(step / 8) for step in range(9))
    return min(((x - px) ** 2 + (y - py) ** 2) ** 0.5 for px, py in points)
