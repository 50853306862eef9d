"""A patient's diary through the API: once per UUID, refused beside the field, read back."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from programs.models import (
    AssignmentStatus,
    CheckIn,
    EntrySource,
    MorningReport,
    RedFlag,
    RedFlagScreen,
    Session,
)
from programs.services import assignments
from tests.factories import NOW, AssignmentFactory, tomas
from tests.programs.api_calls import (
    POSTS,
    a_check_in,
    a_morning,
    a_screen,
    a_session,
    signed_in,
)

pytestmark = pytest.mark.django_db

MODELS = {
    "sessions": Session,
    "morning-reports": MorningReport,
    "check-ins": CheckIn,
    "red-flag-screens": RedFlagScreen,
}


@pytest.fixture(autouse=True)
def nine_on_monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def program():
    return AssignmentFactory(patient=tomas())


@pytest.fixture
def phone(program):
    return signed_in(program.patient.user)


def address(entries, entry="", act=""):
    return "/".join(["/api/v1", *[part for part in (entries, str(entry), act) if part], ""])


@pytest.mark.parametrize("entries", POSTS)
def test_a_post_sent_twice_is_one_row_and_the_same_answer(phone, entries):
    post = POSTS[entries]()

    first = phone.post(address(entries), post)
    with time_machine.travel(NOW + timedelta(hours=5), tick=False):
        again = phone.post(address(entries), post)

    assert (first.status_code, again.status_code) == (201, 200), first.content + again.content
    assert again.content == first.content
    assert MODELS[entries].objects.filter(uuid=post["uuid"]).count() == 1


@pytest.mark.parametrize(
    ("entries", "change"),
    [
        ("sessions", {"pain_peak": 7}),
        ("sessions", {"at": "2025-03-10T08:31:00+00:00"}),
        ("sessions", {"at": "2025-03-10T09:30:00+01:00"}),
        ("sessions", {"red_flags": ["RF_SADDLE"]}),
        ("sessions", {"red_flags": None}),
        ("morning-reports", {"pain": 3}),
        ("morning-reports", {"worst_24h": None}),
        ("check-ins", {"sleep": None}),
        ("red-flag-screens", {"answers": {"RF_SADDLE": True}}),
    ],
)
def test_the_same_uuid_with_other_content_is_a_conflict(phone, entries, change):
    post = POSTS[entries]()
    phone.post(address(entries), post)

    response = phone.post(address(entries), post | change)

    assert response.status_code == 409, response.content
    assert response.json() == {"detail": "This entry has already been sent, with other answers."}
    assert MODELS[entries].objects.count() == 1 + (entries == "red-flag-screens") * 0
    assert not RedFlag.objects.exists()


def test_a_session_sent_again_after_a_move_is_still_that_session(phone, program):
    post = a_session()
    first = phone.post(address("sessions"), post)
    assignments.move(program, (1, 4), by=program.clinician.user, note="slower", now=NOW)

    again = phone.post(address("sessions"), post)

    assert again.status_code == 200
    assert again.content == first.content


def test_two_sessions_at_one_instant_are_a_conflict(phone):
    phone.post(address("sessions"), a_session())

    response = phone.post(address("sessions"), a_session())

    assert response.status_code == 409
    assert Session.objects.count() == 1


def test_an_entry_says_who_told_it_through_which_door(phone, program):
    response = phone.post(address("sessions"), a_session(at="2025-03-10T03:30:00+01:00"))

    entry = Session.objects.get()
    assert entry.source == EntrySource.API
    assert entry.recorded_by == program.patient.user
    assert response.json()["at"] == "2025-03-10T03:30:00+01:00"
    assert response.json()["day"] == "2025-03-09"
    assert response.json()["dose_percent"] == 50
    assert response.json()["corrects"] is None


def test_an_entry_asks_for_a_review(phone, program):
    phone.post(address("sessions"), a_session())

    program.refresh_from_db()
    assert program.review_due_at == NOW
    assert program.review_trigger == "session_log"


REFUSED = [
    ("sessions", {"at": "2025-03-10T08:30:00"}, "at", "offset"),
    ("sessions", {"at": "2025-03-10"}, "at", "offset"),
    ("sessions", {"at": 1741595400}, "at", "offset"),
    ("sessions", {"at": "9999-12-31T23:59:59-23:59"}, "at", "offset"),
    ("sessions", {"at": "2025-13-10T08:30:00Z"}, "at", "offset"),
    ("sessions", {"at": "0001-01-01T00:00:00+00:00"}, "at", "too long ago"),
    ("sessions", {"at": "2025-03-10T09:06:00+00:00"}, "at", "future"),
    ("sessions", {"at": "2025-03-01T09:06:00+00:00"}, "day", "before your program"),
    ("sessions", {"pain_peak": 11}, "pain_peak", "less than or equal to 10"),
    ("sessions", {"pain_before": -1}, "pain_before", "greater than or equal to 0"),
    ("sessions", {"site_after": 6}, "site_after", "less than or equal to 5"),
    ("sessions", {"pain_peak": "3"}, "pain_peak", "integer"),
    ("sessions", {"pain_peak": True}, "pain_peak", "integer"),
    ("sessions", {"pain_peak": 3.0}, "pain_peak", "integer"),
    ("sessions", {"pain_peak": None}, "pain_peak", "null"),
    ("sessions", {"pain_peak": 1}, "pain_peak", "at least"),
    ("sessions", {"step": 5}, "step", "no step 2.5"),
    ("sessions", {"stage": 4}, "stage", "less than or equal to 3"),
    ("sessions", {"completion": "maybe"}, "completion", "not a valid choice"),
    ("sessions", {"completion": True}, "completion", "not a valid choice"),
    ("sessions", {"settle_minutes": 1441}, "settle_minutes", "less than or equal to 1440"),
    ("sessions", {"not_settled": True}, "settle_minutes", "not both"),
    ("sessions", {"not_settled": "true"}, "not_settled", "boolean"),
    ("sessions", {"dose_percent": 1001}, "dose_percent", "less than or equal to 1000"),
    ("sessions", {"note": 5}, "note", "string"),
    ("sessions", {"red_flags": ["RF_NOTHING"]}, "red_flags", "RF_NOTHING"),
    ("sessions", {"red_flags": "RF_SADDLE"}, "red_flags", "list"),
    ("sessions", {"uuid": "7"}, "uuid", "UUID"),
    ("sessions", {"uuid": 7}, "uuid", "UUID"),
    ("sessions", {"uuid": "{12345678-1234-1234-1234-123456789012}"}, "uuid", "UUID"),
    ("sessions", {"day": "2025-03-10"}, "day", "no such field"),
    ("sessions", {"pain_pick": 3}, "pain_pick", "no such field"),
    ("morning-reports", {"pain": 11}, "pain", "less than or equal to 10"),
    ("morning-reports", {"site": 6}, "site", "less than or equal to 5"),
    ("morning-reports", {"day": "2025-03-11"}, "day", "not come yet"),
    ("morning-reports", {"day": "20250310"}, "day", "YYYY-MM-DD"),
    ("morning-reports", {"day": "2025-02-01"}, "day", "before your program"),
    ("morning-reports", {"neuro_worse": 1}, "neuro_worse", "boolean"),
    ("check-ins", {"sleep": 11}, "sleep", "less than or equal to 10"),
    ("check-ins", {"unwell": "no"}, "unwell", "boolean"),
    ("red-flag-screens", {"answers": {"RF_NOTHING": True}}, "answers", "RF_NOTHING"),
    ("red-flag-screens", {"answers": {}}, "answers", "blank"),
    ("red-flag-screens", {"answers": {"RF_FEVER": 1}}, "answers", "boolean"),
    ("red-flag-screens", {"answers": {"RF_FEVER": None}}, "answers", "null"),
    ("red-flag-screens", {"kind": "some"}, "kind", "not a valid choice"),
]


def test_bad_input_is_refused_beside_its_field_and_nothing_is_stored(phone, program):
    for entries, change, field, words in REFUSED:
        response = phone.post(address(entries), POSTS[entries](**change))

        assert response.status_code == 400, (change, response.content)
        assert list(response.json()) == [field], change
        assert words in str(response.json()[field]), change
    assert not any(model.objects.exists() for model in MODELS.values())
    assert program.review_due_at == type(program).objects.get().review_due_at


@pytest.mark.parametrize("entries", POSTS)
def test_every_missing_answer_is_named(phone, entries):
    response = phone.post(address(entries), {})

    assert response.status_code == 400
    assert {"uuid", "at"} <= set(response.json())
    assert all("required" in str(words) for words in response.json().values())


UNCLEAR = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"7",
    b'{"pain": NaN}',
    b'{"pain": 1, "pain": 2}',
    b'{"\\ud800": 1}',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"pain_peak": ' + b"9" * 5000 + b"}",
]


def test_what_is_not_one_clear_json_object_is_a_400(phone):
    for body in UNCLEAR:
        response = phone.generic("POST", address("sessions"), body, "application/json")

        assert response.status_code == 400, body[:20]
        assert response.json()


def test_other_media_are_a_415(phone):
    response = phone.generic("POST", address("sessions"), b"uuid=1", "text/plain")

    assert response.status_code == 415


def test_a_red_flag_with_a_session_stops_the_program_and_says_what_to_do(phone, program):
    response = phone.post(address("sessions"), a_session(red_flags=["RF_SADDLE"]))

    stop = response.json()["stop"]
    assert stop["tier"] == "A"
    assert stop["call"] == "999"
    assert stop["codes"] == ["RF_SADDLE"]
    assert any("10 March 2025, 08:30" in paragraph for paragraph in stop["paragraphs"])
    program.refresh_from_db()
    assert program.status == AssignmentStatus.PAUSED
    assert RedFlag.objects.get().code == "RF_SADDLE"
    assert phone.get(address("sessions")).json()["results"][0]["red_flags"] == ["RF_SADDLE"]


def test_the_red_flag_line_stays_unanswered(phone):
    response = phone.post(address("sessions"), a_session(red_flags=None))

    assert response.json()["red_flags"] is None
    assert response.json()["stop"] is None
    assert not RedFlagScreen.objects.exists()


def test_a_screen_keeps_what_was_not_answered_unanswered(phone):
    response = phone.post(address("red-flag-screens"), a_screen())

    assert response.json()["answers"] == {"RF_FEVER": False, "RF_SADDLE": False}
    assert response.json()["complete"] is False


def test_a_tier_c_is_told_until_when_it_is_looked_at(phone):
    response = phone.post(address("red-flag-screens"), a_screen(answers={"RF_NIGHT_PAIN": True}))

    stop = response.json()["stop"]
    assert stop["tier"] == "C"
    # Five working days from Monday the tenth.
    assert any("Monday 17 March" in paragraph for paragraph in stop["paragraphs"])


def test_another_days_morning_is_kept_and_not_used(phone):
    response = phone.post(address("morning-reports"), a_morning(day="2025-03-08"))

    assert response.status_code == 201
    assert response.json()["in_time"] is False
    assert "not used" in response.json()["detail"]
    assert MorningReport.objects.get().in_time is False


def test_this_mornings_report_needs_no_day(phone):
    response = phone.post(address("morning-reports"), a_morning())

    assert response.json()["day"] == "2025-03-10"
    assert response.json()["in_time"] is True
    assert response.json()["detail"] is None


@pytest.mark.parametrize("entries", ["morning-reports", "check-ins"])
def test_a_second_answer_of_a_day_corrects_the_first(phone, entries):
    first, second = POSTS[entries](), POSTS[entries]()
    phone.post(address(entries), first)

    response = phone.post(address(entries), second)

    assert response.status_code == 201
    assert response.json()["corrects"] == first["uuid"]
    listed = phone.get(address(entries)).json()
    assert [entry["uuid"] for entry in listed["results"]] == [second["uuid"]]
    # What was said stays said: the first is read by its own name, as it was.
    assert phone.get(address(entries, first["uuid"])).status_code == 200


CHANGES = [
    ("sessions", {"pain_peak": 5}),
    ("morning-reports", {"pain": 5, "worst_24h": None}),
    ("check-ins", {"unwell": True}),
]


@pytest.mark.parametrize(("entries", "changes"), CHANGES)
def test_a_correction_appends_and_is_idempotent_too(phone, entries, changes):
    post = POSTS[entries]()
    phone.post(address(entries), post)
    correction = {"uuid": str(uuid.uuid4()), **changes}

    first = phone.post(address(entries, post["uuid"], "correction"), correction)
    again = phone.post(address(entries, post["uuid"], "correction"), correction)

    assert (first.status_code, again.status_code) == (201, 200), first.content
    assert again.content == first.content
    body = first.json()
    assert body["corrects"] == post["uuid"]
    assert {name: body[name] for name in changes} == changes
    kept = {"at", "day"} | set(POSTS[entries]()) - set(changes) - {"uuid", "red_flags"}
    original = phone.get(address(entries, post["uuid"])).json()
    assert {name: body[name] for name in kept} == {name: original[name] for name in kept}
    assert [entry["uuid"] for entry in phone.get(address(entries)).json()["results"]] == [
        correction["uuid"]
    ]


def test_a_bout_done_only_partly_after_all_was_a_smaller_dose(phone):
    post = a_session()
    phone.post(address("sessions"), post)

    response = phone.post(
        address("sessions", post["uuid"], "correction"),
        {"uuid": str(uuid.uuid4()), "completion": "partly"},
    )

    assert response.json()["dose_percent"] == 25


def test_a_counted_dose_outlives_a_correction(phone):
    post = a_session(dose_percent=40)
    phone.post(address("sessions"), post)

    response = phone.post(
        address("sessions", post["uuid"], "correction"),
        {"uuid": str(uuid.uuid4()), "completion": "partly"},
    )

    assert response.json()["dose_percent"] == 40


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({}, "non_field_errors", "at least one"),
        ({"pain_peak": 11}, "pain_peak", "less than or equal to 10"),
        ({"pain_peak": 0}, "pain_peak", "at least"),
        ({"step": 9}, "step", "no step 2.9"),
        ({"at": "2025-03-10T08:00:00Z"}, "at", "no such field"),
    ],
)
def test_a_bad_correction_is_refused_beside_its_field(phone, changes, field, words):
    post = a_session()
    phone.post(address("sessions"), post)

    response = phone.post(
        address("sessions", post["uuid"], "correction"), {"uuid": str(uuid.uuid4()), **changes}
    )

    assert response.status_code == 400
    assert words in str(response.json()[field])
    assert Session.objects.count() == 1


def test_a_week_later_an_entry_stands(phone):
    post = a_session()
    phone.post(address("sessions"), post)

    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        response = phone.post(
            address("sessions", post["uuid"], "correction"),
            {"uuid": str(uuid.uuid4()), "pain_peak": 4},
        )

    assert response.status_code == 400
    assert "7 days" in str(response.json())


def test_an_entry_is_corrected_once(phone):
    post = a_check_in()
    phone.post(address("check-ins"), post)
    correct = address("check-ins", post["uuid"], "correction")
    phone.post(correct, {"uuid": str(uuid.uuid4()), "sleep": 5})

    response = phone.post(correct, {"uuid": str(uuid.uuid4()), "sleep": 6})

    assert response.status_code == 409
    assert CheckIn.objects.count() == 2


def test_a_screen_is_not_corrected(phone):
    post = a_screen()
    phone.post(address("red-flag-screens"), post)

    response = phone.post(address("red-flag-screens", post["uuid"], "correction"), {})

    assert response.status_code == 404


@pytest.mark.parametrize("entries", POSTS)
def test_without_an_open_program_there_is_nothing_to_log(phone, program, entries):
    assignments.end(program, by=program.clinician.user, because="done", now=NOW)

    response = phone.post(address(entries), POSTS[entries]())

    assert response.status_code == 409
    assert response.json() == {"detail": "There is no open program."}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_history_is_neither_changed_nor_deleted(phone, method):
    post = a_session()
    phone.post(address("sessions"), post)

    response = getattr(phone, method)(address("sessions", post["uuid"]), post)

    assert response.status_code == 405
    assert Session.objects.count() == 1


def test_lists_come_in_pages(phone, settings):
    for minute in range(3):
        phone.post(address("sessions"), a_session(at=f"2025-03-10T08:0{minute}:00+00:00"))

    page = phone.get(address("sessions")).json()

    assert page["count"] == 3
    assert [entry["at"][14:16] for entry in page["results"]] == ["02", "01", "00"]
    assert phone.get(address("sessions"), {"page": 2}).status_code == 404
    assert phone.get(address("sessions"), {"page": "x"}).status_code == 404


def test_health_stays_out_of_caches(phone):
    assert "no-store" in phone.get(address("sessions"))["Cache-Control"]
