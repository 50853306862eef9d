"""The demo: everybody is where the product is to be shown, and got there by its own rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from notifications import delivery
from notifications.models import Message, State
from people.models import Clinic
from programs.demo import clinic
from programs.demo.cast import CAST
from programs.models import (
    Assignment,
    AssignmentStatus,
    CheckIn,
    DecisionKind,
    Irritability,
    Mark,
    MorningReport,
    Outcome,
    RedFlag,
    RedFlagScreen,
    Review,
    Session,
    Tier,
)
from programs.services import caseload, reviews
from programs.services.caseload import Urgency

pytestmark = [pytest.mark.django_db, pytest.mark.first_run]

EVENING = datetime(2025, 3, 10, 20, 50, tzinfo=UTC)
# In Britain and Germany the clocks went forward in this night.
JUST_AFTER_FOUR = datetime(2025, 3, 30, 3, 10, tzinfo=UTC)
ENTRIES = (Session, MorningReport, CheckIn, RedFlagScreen)
MAILS_OF_ONE_DAY = 8


def only(*names):
    """These of the cast, in its order."""
    return tuple(person for person in CAST if person.given_name in names)


def latest(program: Assignment) -> Review | None:
    return program.reviews.order_by("-at", "-pk").first()


def moved_on(program, review, case):
    return review.kind == DecisionKind.ADVANCE and review.outcome == Outcome.MOVED


def waits(program, review, case):
    return "WAIT_MORNING" in review.reason_codes and case.urgency == Urgency.FINE


def stepped_back(program, review, case):
    return review.mark == Mark.REGRESSED and case.urgency == Urgency.STEPPED_BACK


def paused(program, review, case):
    flag = program.red_flags.get()
    unseen = flag.tier == Tier.A and flag.acknowledged_at is None
    paused = program.status == AssignmentStatus.PAUSED and review.kind == DecisionKind.PAUSE
    return unseen and paused and case.urgency == Urgency.RED_FLAG


def asks_for_sign_off(program, review, case):
    return "SIGNOFF_REQUESTED" in review.reason_codes and case.urgency == Urgency.WANTS_REVIEW


def silent(program, review, case):
    return case.days_silent == 5 and case.urgency == Urgency.SILENT


def plateau(program, review, case):
    return "PLATEAU" in review.reason_codes and case.urgency == Urgency.WANTS_REVIEW


def finished(program, review, case):
    return program.status == AssignmentStatus.ENDED and program.stage == 2 and case is None


def held(program, review, case):
    return program.held and "CLINICIAN_HOLD" in review.reason_codes


def eased(program, review, case):
    return review.mark == Mark.EASED and review.reason_codes[0] == "VULN_EASE"


def highly_irritable(program, review, case):
    return program.irritability == Irritability.HIGH and case.urgency == Urgency.FINE


def tensioning(program, review, case):
    return program.stage == 3 and program.events.filter(kind="signed_off").exists()


def new(program, review, case):
    entries = sum(model.objects.filter(assignment=program).count() for model in ENTRIES)
    return review is None and entries == 0 and program.position == "1.1"


TELLING = {
    "Nadia": new,
    "Tomas": moved_on,
    "Ines": waits,
    "George": stepped_back,
    "Maya": paused,
    "Daniel": asks_for_sign_off,
    "Sofia": silent,
    "Peter": plateau,
    "Aisha": finished,
    "Henrik": held,
    "Chloe": eased,
    "Robert": highly_irritable,
    "Elena": tensioning,
}


def strayed(now: datetime) -> dict[str, list[str]]:
    """Who does not stand where they are to be shown, with the decision that they got instead."""
    cases = {}
    for program in Assignment.objects.select_related("clinician__user"):
        cases |= {
            case.assignment.pk: case for case in caseload.of_clinic(program.clinician.user, now=now)
        }
    return {
        person.given_name: (review := latest(program)) and [program.position, *review.reason_codes]
        for person, patient in clinic.people()
        if (program := patient.assignments.get())
        and not TELLING[person.given_name](program, latest(program), cases.get(program.pk))
    }


@pytest.mark.slow
def test_everybody_stands_where_the_product_is_to_be_shown():
    clinic.make(now=EVENING)

    assert len(clinic.people()) == len(CAST) == len(TELLING)
    assert strayed(EVENING) == {}
    assert Session.objects.count() > 300
    assert not RedFlag.objects.filter(raised_at__lt=EVENING - timedelta(days=1)).exists()
    for review in Review.objects.order_by("?")[:40]:
        assert reviews.replay(review).to_record() == review.decision
    for model in ENTRIES:
        assert not model.objects.filter(at__gt=EVENING).exists()
        assert not model.objects.filter(recorded_at__gt=EVENING).exists()
    assert not Review.objects.filter(at__gt=EVENING).exists()


@pytest.mark.slow
def test_the_states_of_this_morning_are_there_soon_after_four(monkeypatch):
    shown = only("Nadia", "Tomas", "Ines", "George", "Maya", "Chloe")
    monkeypatch.setattr(clinic, "CAST", shown)

    clinic.make(now=JUST_AFTER_FOUR)

    assert len(clinic.people()) == len(shown)
    assert strayed(JUST_AFTER_FOUR) == {}


def diary_of_a_demo() -> list[str]:
    """All that is told and decided in a demo, without ids; the demo itself is taken back."""
    rows = []
    with transaction.atomic():
        clinic.make(now=EVENING)
        for model in (*ENTRIES, Review):
            fields = model._meta.concrete_fields
            own = [field.name for field in fields if not field.is_relation and field.name != "id"]
            rows += map(str, model.objects.order_by("pk").values(*own))
        transaction.set_rollback(True)
    return rows


def test_the_same_seed_makes_the_same_rows(monkeypatch):
    (george,) = only("George")
    monkeypatch.setattr(clinic, "CAST", (replace(george, days=5),))
    once, again = diary_of_a_demo(), diary_of_a_demo()
    monkeypatch.setattr(clinic, "CAST", (replace(george, days=5, seed=george.seed + 1),))

    assert len(once) > 20
    assert once == again != diary_of_a_demo()


def test_the_first_sweep_mails_only_what_is_of_today(monkeypatch, mail_server):
    monkeypatch.setattr(clinic, "CAST", only("Maya"))
    clinic.make(now=EVENING)
    promised = Message.objects.count()

    while claim := delivery.claim(now=EVENING, size=20):
        delivery.deliver(claim.ids, token=claim.token, clock=lambda: EVENING)

    assert promised > MAILS_OF_ONE_DAY
    # The alert of her flag among them: it is of this evening, and nobody has seen it.
    assert 0 < len(mail_server.mails) <= MAILS_OF_ONE_DAY
    assert not Message.objects.filter(state=State.DEAD).exists()
    old = Message.objects.filter(created_at__lt=EVENING - timedelta(days=2))
    assert set(old.values_list("state", flat=True)) == {State.EXPIRED}


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def newcomer_alone(monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(clinic, "CAST", only("Nadia"))


def test_the_command_makes_one_demo_and_says_where_it_is(newcomer_alone):
    first, again, where = run(), run(), run("--where")

    assert "Made 1 patients" in first
    assert "there already" in again
    assert Clinic.objects.count() == 1
    for said in (first, again, where):
        assert "amira@demo.example" in said
        assert clinic.PASSWORD in said
        assert "/demo/" in said


def test_nothing_is_there_before(newcomer_alone):
    assert "no demo clinic yet" in run("--where")
    assert clinic.newcomer() is None


@pytest.mark.parametrize("arguments", [[], ["--where"]])
def test_the_demo_is_refused_where_patients_are_real(settings, arguments):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="refused"):
        run(*arguments)

    assert not Clinic.objects.exists()


def test_staff_sign_in_with_the_password_that_is_printed(newcomer_alone, client):
    run()

    for email in clinic.STAFF:
        assert client.login(username=email, password=clinic.PASSWORD)
