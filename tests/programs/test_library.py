"""The shipped program as installed: the clinic's table, immutable versions, one default."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from people.models import Clinic
from programs.content.node import ContentError
from programs.management.commands import library as command
from programs.models import (
    Exercise,
    Pathway,
    Prescription,
    Program,
    ProgramVersion,
    RuleSetVersion,
    StageKind,
)
from programs.services import ladders, library
from tests.programs.content_copy import ContentCopy

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)

# The clinic's table, by hand: place, times a day, days a week, and each exercise with its dose.
TABLE = """
1.1 3 7 supported-pelvic-tilts 2×10, 2 s | walking 5 min
1.2 2 7 knee-rocks 2×10 | sit-to-stand 1×8 | walking 10 min
1.3 2 7 cat-camel 2×10 | heel-slides 2×10 | walking 15 min
1.4 1 7 bridge 2×8 | step-up 2×8 | hip-hinge 2×8 | walking 20 min
2.1 2 7 side-lying-slider 2×10
2.2 2 7 supine-slider 2×10
2.3 2 7 sitting-slider 3×10
2.4 2 7 slump-slider 3×10
3.1 1 4 supine-tensioner 1×8, 2 s
3.2 1 7 straight-leg-raise-tensioner 2×8, 2 s
3.3 1 7 slump-tensioner 2×8, 3 s
3.4 1 3 loaded-range 1×5, 10 s
"""
ALSO_IN_THE_LIBRARY = {
    "": {"open-book", "cycling", "pool", "breathing", "prone-press-up"},
    "leg_back": {"contralateral-slump-slider"},
    "leg_front": {"femoral-slider", "femoral-tensioner"},
    "arm": {
        f"{nerve}-{kind}"
        for nerve in ("median", "ulnar", "radial")
        for kind in ("slider", "tensioner")
    },
}


@pytest.fixture
def copy(tmp_path):
    return ContentCopy(tmp_path)


@pytest.fixture
def version():
    return library.install(now=NOW).version


def counts():
    models = (Exercise, Program, ProgramVersion, Prescription, RuleSetVersion)
    return [model.objects.count() for model in models]


def table_of(version):
    """The table, as the rows tell it."""
    loaded = ProgramVersion.objects.with_ladder().get(pk=version.pk)
    return [
        f"{stage.number}.{step.number} {step.times_a_day} {step.days_a_week} "
        + " | ".join(f"{each.exercise.slug} {each.dose}" for each in step.prescriptions.all())
        for stage in loaded.stages.all()
        for step in stage.steps.all()
    ]


def change_dose(program):
    program["stages"][1]["steps"][2]["prescriptions"][0]["sets"] = 2


def change_words(exercises):
    walking = next(each for each in exercises["exercises"] if each["slug"] == "walking")
    walking["cue"]["en"] = "Enjoy it."


# What is there


def test_the_ladder_and_its_doses_are_the_clinics_table(version):
    assert table_of(version) == TABLE.strip().splitlines()


def test_it_is_published_version_1_of_three_stages_of_four_steps(version):
    assert version.number == 1
    assert version.published_at == NOW
    assert version.published_by is None
    assert version.program.name == "Sciatic graded exposure"
    assert version.ladder() == [4, 4, 4]
    assert [stage.kind for stage in version.stages.all()] == list(StageKind)


def test_what_the_table_leaves_to_the_patient_stands_beside_the_dose(version):
    notes = Prescription.objects.exclude(note="").values_list("step__title", "note")

    assert [note for _, note in notes.order_by("step__stage__number", "step__number")] == [
        "In between, change position every 20 to 30 minutes.",
        "If bending backwards eases your pain, ask your clinician about the press-up lying on your"
        " front instead.",
        "15 to 20 minutes.",
        "20 to 30 minutes. Cycling or the pool counts too.",
    ]


@pytest.mark.parametrize("pathway", ["", *Pathway.values])
def test_the_library_holds_more_than_the_program_uses(version, pathway):
    unused = Exercise.objects.filter(prescriptions__isnull=True, pathway=pathway)

    assert set(unused.values_list("slug", flat=True)) == ALSO_IN_THE_LIBRARY[pathway]


def test_every_nerve_exercise_says_when_to_stop(version):
    loading = Exercise.objects.exclude(kind=StageKind.MOVEMENT)

    assert loading.count() == 17
    assert not loading.exclude(cue__startswith="Slow and smooth. Keep breathing").exists()
    assert not loading.exclude(cue__contains="Stop the set if pain").exists()
    assert not loading.filter(pathway="").exists()


def test_tensioners_stop_at_the_first_stretch_or_below_it(version):
    for exercise in Exercise.objects.filter(kind=StageKind.TENSIONING):
        words = exercise.movement + exercise.cue
        assert "first light stretch" in words or "below the point where you first feel" in words


# Again, and later


def test_installing_twice_changes_nothing(version):
    before = counts()

    again = library.install(now=NOW + timedelta(days=1))

    assert again == library.Installed(exercises=(), version=None, rule_set=None)
    assert counts() == before
    assert library.default_program_version() == version


def test_a_changed_dose_makes_the_next_version_and_edits_none(version, copy):
    copy.change("sciatic.json", change_dose)

    later = library.install(now=NOW + timedelta(days=1), root=copy.root)

    assert later.exercises == ()
    assert later.version.number == 2
    assert "2.3 2 7 sitting-slider 2×10" in table_of(later.version)
    assert table_of(version) == TABLE.strip().splitlines()
    assert library.default_program_version() == later.version


def test_a_changed_text_makes_a_revision_and_a_version_that_shows_it(version, copy):
    copy.change("exercises.json", change_words)

    later = library.install(now=NOW + timedelta(days=1), root=copy.root)

    assert [(each.slug, each.revision) for each in later.exercises] == [("walking", 2)]
    assert later.version.number == 2
    shown = Prescription.objects.filter(exercise__slug="walking")
    revisions = shown.order_by("step__stage__version__number").values_list(
        "step__stage__version__number", "exercise__revision"
    )
    assert set(revisions) == {(1, 1), (2, 2)}
    assert Exercise.objects.get(slug="walking", revision=1).cue != "Enjoy it."


def test_an_earlier_file_is_a_change_like_any_other(version, copy):
    """A deployment rolled back: the words return as a third version, none is overwritten."""
    copy.change("sciatic.json", change_dose)
    library.install(now=NOW, root=copy.root)

    back = library.install(now=NOW)

    assert back.version.number == 3
    assert table_of(back.version) == table_of(version)


def test_a_translation_makes_no_revision_and_no_version(version, copy):
    copy.translate("exercises.json", "de")
    copy.translate("sciatic.json", "de")
    before = counts()

    library.install(now=NOW, root=copy.root)

    assert counts() == before


def test_a_new_name_of_the_program_reaches_its_row(version, copy):
    copy.change("sciatic.json", lambda program: program["name"].update(en="Sciatic ladder"))

    assert library.install(now=NOW, root=copy.root).version is None
    assert Program.objects.get().name == "Sciatic ladder"


def test_a_clinics_own_exercise_of_the_same_name_is_left_alone():
    clinic = Clinic.objects.create(name="Harbour Physio", country="GB", phone="020 7946 0018")
    own = Exercise.objects.create(
        clinic=clinic, slug="walking", kind="movement", name="Our walk", start="Here", movement="Go"
    )

    library.install(now=NOW)

    shipped = Exercise.objects.get(slug="walking", clinic=None)
    assert shipped.revision == own.revision == 1
    assert shipped.name == "Walking"
    assert not own.prescriptions.exists()


def test_what_is_published_cannot_be_written_again(version):
    with pytest.raises(IntegrityError), transaction.atomic():
        Prescription.objects.update(sets=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        ladders.write(version, ladders.shape(version))


@pytest.mark.django_db(transaction=True)
def test_two_processes_of_one_deployment_install_once():
    together = Barrier(2)

    def install(_number):
        together.wait(timeout=10)
        try:
            return library.install(now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(install, range(2)))

    assert sorted(result.version is None for result in results) == [False, True]
    assert counts() == [31, 1, 1, 20, 1]


# Files that are broken


def off_scale(program):
    program["stages"][0]["steps"][0]["times_a_day"] = 13


def no_dose(program):
    program["stages"][0]["steps"][0]["prescriptions"][1] = {"exercise": "walking"}


def unknown_exercise(program):
    program["stages"][0]["steps"][0]["prescriptions"][1]["exercise"] = "wlaking"


def endless_title(program):
    program["stages"][0]["steps"][0]["title"]["en"] = "Tilt " * 100


def unknown_stage(program):
    program["stages"][0]["kind"] = "resting"


def unknown_nerve(exercises):
    exercises["exercises"][0]["pathway"] = "tail"


def no_slug(exercises):
    exercises["exercises"][0]["slug"] = "two words"


STEP = "stages[0].steps[0]"
BROKEN = [
    ("sciatic.json", off_scale, "{'times_a_day': "),
    ("sciatic.json", endless_title, "{'title': "),
    ("sciatic.json", no_dose, f"{STEP}.prescriptions[1]: needs sets and repetitions, or minutes"),
    ("sciatic.json", unknown_exercise, f'{STEP}.prescriptions[1].exercise: "wlaking" is none of'),
    ("sciatic.json", unknown_stage, 'stages[0].kind: "resting" is none of movement, sliding'),
    ("exercises.json", unknown_nerve, 'exercises[0].pathway: "tail" is none of'),
    ("exercises.json", no_slug, "exercises[0]: {'slug': "),
]


@pytest.mark.parametrize(("name", "edit", "complaint"), BROKEN, ids=[case[2] for case in BROKEN])
def test_a_broken_file_is_refused_by_name_and_leaves_nothing(copy, name, edit, complaint):
    copy.change(name, edit)

    with pytest.raises(ContentError) as refused:
        library.install(now=NOW, root=copy.root)

    assert str(refused.value).startswith(f"{name}: ")
    assert complaint in str(refused.value)
    assert counts() == [0, 0, 0, 0, 0]


# The defaults


def test_without_the_library_the_defaults_are_missed_by_name():
    for default in (library.default_program_version, library.default_rule_set):
        with pytest.raises(library.NotInstalled, match=r"manage\.py library"):
            default()


def test_a_draft_is_not_the_default(version):
    ProgramVersion.objects.create(program=version.program, number=2)

    assert library.default_program_version() == version
    assert library.install(now=NOW).version is None


def test_a_clinic_has_the_shipped_rules_until_it_has_its_own(version):
    clinic = Clinic.objects.create(name="Harbour Physio", country="GB", phone="020 7946 0018")
    shipped = library.default_rule_set(clinic)
    own = [
        RuleSetVersion.objects.create(
            clinic=clinic, number=number, rules={}, published_at=NOW, reason="Ours"
        )
        for number in (1, 2)
    ]

    assert (shipped.clinic, shipped.number, shipped.rules) == (None, 1, {})
    assert library.default_rule_set(clinic) == own[1]
    assert library.default_rule_set() == shipped


# The command


def run():
    out = StringIO()
    call_command("library", stdout=out)
    return out.getvalue().splitlines()


def test_the_command_says_what_it_added_and_the_second_time_that_it_had_nothing_to_do():
    lines = run()

    assert lines[0] == "Added exercise supported-pelvic-tilts, revision 1."
    assert lines[-2:] == ["Published Sciatic graded exposure v1.", "Published Rules v1."]
    assert len(lines) == 33
    assert run() == ["Nothing to do: the shipped content is installed."]


def test_the_command_names_a_broken_file_without_a_traceback(copy, monkeypatch):
    copy.change("sciatic.json", no_dose)
    install = library.install
    monkeypatch.setattr(command.library, "install", lambda now: install(now=now, root=copy.root))

    with pytest.raises(CommandError, match=r"sciatic\.json: stages\[0\]"):
        run()
