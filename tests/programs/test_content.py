"""The shipped words: what is asked, what the screens say, whom to call, what must not be said."""

import json
import re

import pytest
from django.apps import apps

from programs.content import shipped
from programs.content.node import SHIPPED, ContentError
from programs.engine import DEFAULT, Irritability, ReasonCode, Tier
from programs.models import Pathway, RedFlag
from programs.services import content
from tests.programs.content_copy import FILES, ContentCopy, english

# The clinic's list, by hand.
CODES = {
    "A": "RF_BLADDER RF_BOWEL RF_SADDLE RF_SEXUAL RF_BOTH_LEGS RF_SEVERE_WEAKNESS RF_TRAUMA"
    " RF_COLD_LEG RF_CLOT_CHEST",
    "B": "RF_WEAK_ONE_LEG RF_FEVER RF_SEVERE_PAIN RF_HOT_CALF RF_CANCER RF_MINOR_TRAUMA"
    " RF_NUMB_GROWING",
    "C": "RF_NIGHT_PAIN RF_WEIGHT_LOSS RF_NUMB_LARGER RF_NEW_CONDITION",
}
SPINE = ["RF_BLADDER", "RF_BOWEL", "RF_SADDLE", "RF_SEXUAL", "RF_BOTH_LEGS"]
EU = re.findall(
    r"\w\w", "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
)
CLINIC = {"country": "GB", "phone": "020 7946 0018", "time": "at 10:02", "date": "Friday 14 March"}


@pytest.fixture
def copy(tmp_path):
    return ContentCopy(tmp_path)


# What is asked


@pytest.mark.parametrize("tier", Tier)
def test_each_tier_asks_its_codes_in_the_lists_order(tier):
    asked = content.red_flag_questions([tier])

    assert [question.code for question in asked] == CODES[tier].split()
    assert {question.tier for question in asked} == {tier}


def test_all_twenty_are_asked_the_most_urgent_first():
    asked = content.red_flag_questions()

    assert [question.code for question in asked] == " ".join(CODES.values()).split()
    assert len({question.question for question in asked}) == 20
    assert len({question.label for question in asked}) == 20


def test_a_code_fits_its_column():
    longest = RedFlag._meta.get_field("code").max_length

    assert all(len(question.code) <= longest for question in content.red_flag_questions())


def test_no_improvement_is_raised_by_the_rules_and_not_asked():
    raised = content.raised_by_rules()

    assert {(each.reason, each.tier) for each in raised} == {
        (ReasonCode.NO_IMPROVEMENT_10D, Tier.C),
        (ReasonCode.NO_IMPROVEMENT_6W, Tier.C),
    }


def test_the_first_screen_does_not_ask_since_last_time():
    assert "new, or worse since last time" in content.red_flag_words().lead
    assert "last time" not in content.red_flag_words(first=True).lead
    assert content.red_flag_words().footer == "This service is not monitored around the clock."


# What the screens say


def said(tier, codes=(), **clinic):
    advice = content.advice(tier, codes, **CLINIC | clinic)
    return advice, f"{advice.title}. {' '.join(advice.paragraphs)}"


@pytest.mark.parametrize("code", SPINE)
def test_signs_of_the_cauda_equina_name_the_nerves_at_the_base_of_the_spine(code):
    advice, words = said("A", [code])

    for sentence in (
        "Stop your exercises. What you've told us can be a sign that the nerves at the base of the"
        " spine are being squeezed. It is uncommon, but it needs checking at a hospital now.",
        "Go to your nearest emergency department or call 999.",
        "Do not drive yourself if your legs or feet are weak or numb.",
        "Don't wait for a reply from us.",
        "Show this screen.",
        content.red_flag(code).question,
        "at 10:02",
    ):
        assert sentence in words
    assert advice.call == "999"


@pytest.mark.parametrize("code", [code for code in CODES["A"].split() if code not in SPINE])
def test_the_other_emergencies_speak_of_a_serious_problem(code):
    _, words = said("A", [code])

    assert "can be a sign of a serious problem that needs hospital assessment." in words
    assert "spine" not in words.split("Show this screen")[0]


def test_a_sign_of_the_spine_outranks_the_other_emergencies():
    _, words = said("A", ["RF_TRAUMA", "RF_SADDLE", "RF_FEVER"])

    assert "base of the spine" in words
    assert all(content.red_flag(f"RF_{code}").question in words for code in ("TRAUMA", "FEVER"))


def test_same_day_gives_the_clinics_phone_and_the_urgent_care_line():
    advice, words = said("B", ["RF_FEVER"])

    assert "Pause your program. Speak to a clinician today: 020 7946 0018." in words
    assert "call your doctor or the urgent-care line 111." in words
    assert "bladder, bowel, feeling between your legs, or both legs, go to emergency now" in words
    assert advice.call == "020 7946 0018"


def test_same_day_names_no_line_where_the_country_has_none():
    _, words = said("B", country="US")

    assert "call your doctor or an urgent-care service." in words


def test_next_appointment_says_until_when():
    advice, words = said("C", ["RF_NIGHT_PAIN"])

    assert "This isn't an emergency. We'd like to look at it before you move on." in words
    assert "current level or an easier one; we'll contact you by Friday 14 March." in words
    assert advice.call == ""


def test_a_code_of_another_edition_does_not_break_an_emergency():
    _, words = said("A", ["RF_OF_ANOTHER_EDITION", "RF_TRAUMA"])

    assert "hospital" in words
    assert "RF_" not in words


def test_an_emergency_of_unknown_codes_alone_shows_the_general_screen():
    advice, words = said("A", ["RF_OF_ANOTHER_EDITION"])

    assert "a serious problem that needs hospital assessment" in words
    assert advice.paragraphs[-1] == "Show this screen."
    assert advice.call == "999"


# Whom to call


@pytest.mark.parametrize(
    ("country", "number", "line"),
    [
        ("GB", "999", "111"),
        ("gb", "999", "111"),
        ("DE", "112", "116117"),
        ("IE", "112", ""),
        ("US", "911", ""),
        ("CA", "911", "811"),
        ("AU", "000", "1800 022 222"),
        ("NZ", "111", "0800 611 116"),
        ("IN", "112", ""),
        ("ZA", "112", ""),
        ("JP", "119", ""),
        # Here 112 reaches the police, who pass it on; this is the ambulance.
        ("AT", "144", "1450"),
        ("CH", "144", ""),
        ("NO", "113", "116117"),
    ],
)
def test_the_numbers_of_a_country(country, number, line):
    assert content.emergency(country) == (number, line, True)
    assert content.emergency_number(country) == number


def test_the_whole_european_area_has_a_number_of_its_own():
    numbers = {country: content.emergency(country) for country in [*EU, "IS", "LI", "NO"]}

    assert all(each.known for each in numbers.values())
    assert {country for country, each in numbers.items() if each.emergency != "112"} == {
        "AT",
        "LI",
        "NO",
    }


def test_an_unknown_country_is_told_112_and_that_it_may_differ():
    assert content.emergency("XX") == ("112", "", False)
    _, words = said("A", ["RF_TRAUMA"], country="XX")
    assert "or call 112 or your local emergency number." in words


def test_every_number_can_be_dialled():
    numbers = content.CONTENT.numbers

    assert all(re.fullmatch(r"[A-Z]{2}", country) for country in numbers)
    for each in numbers.values():
        assert re.fullmatch(r"\d{3}", each.emergency)
        assert re.fullmatch(r"[\d ]*", each.urgent_care)


# Sites and settling


@pytest.mark.parametrize(
    ("pathway", "names"),
    [
        ("leg_back", "Nowhere, Low back, Buttock, Back of the thigh, Below the knee, Foot"),
        (
            "leg_front",
            "Nowhere, Back, Groin, Front of the thigh, Knee or shin, Inside of the ankle",
        ),
        ("arm", "Nowhere, Neck, Shoulder blade, Upper arm, Forearm, Hand"),
    ],
)
def test_the_sites_go_from_the_spine_outwards(pathway, names):
    assert content.sites(pathway) == tuple(names.split(", "))


def test_every_pathway_has_sites_for_both_sides():
    assert set(content.CONTENT.sites) == set(Pathway.values)
    assert content.sites("leg_back", clinician=True)[0] == "No symptoms"
    assert content.sites("leg_back", clinician=True)[3] == "Posterior thigh"


def test_every_threshold_of_settling_has_an_answer_of_its_own():
    """Else an answer would stand for pain on both sides of a limit of the rules."""
    choices = content.settle_choices()
    minutes = [choice.minutes for choice in choices]
    presets = [DEFAULT.preset(irritability) for irritability in Irritability]
    limits = {each.settle_amber_above for each in presets}
    limits |= {each.settle_red_above for each in presets}

    assert limits <= set(minutes)
    assert minutes[:-1] == sorted(minutes[:-1])
    assert choices[-1] == (None, "It has not settled yet")


# What must not be said

DIAGNOSES = (
    r"herniat|prolapse|slipped|stenosis|radiculopath|cauda equina|pinched|trapped|torn|damage"
    r"|injur|degenerat|worn"
)
JUDGEMENTS = r"fail|bad leg|wrong|must not|never|give up|weakling|non-?complian|cure|proven|heal"
JARGON = (
    r"supine|prone|dorsiflex|plantarflex|flexion|extension|lumbar|cervical|distal|proximal"
    r"|neurodynamic|irritab|adduct|abduct|scapula|posterior|anterior|medial|lateral|bilateral"
)


def patient_texts():
    clinicians = {each.label for each in content.red_flag_questions()}
    clinicians |= {each.label for each in content.raised_by_rules()}
    clinicians |= {name for each in Pathway for name in content.sites(each, clinician=True)}
    files = [json.loads((SHIPPED / name).read_text(encoding="utf-8")) for name in FILES]
    return sorted(set(english(files)) - clinicians)


@pytest.mark.parametrize(
    "unwanted", [DIAGNOSES, JUDGEMENTS, JARGON], ids=["diagnosis", "judgement", "jargon"]
)
def test_patients_read_no_diagnosis_no_judgement_and_no_jargon(unwanted):
    spoilt = [text for text in patient_texts() if re.search(unwanted, text, re.IGNORECASE)]

    assert spoilt == []


def test_sentences_are_short_enough_to_follow_while_moving():
    sentences = [
        sentence for text in patient_texts() for sentence in re.split(r"(?<=[.!?:;])\s+", text)
    ]
    counts = sorted(len(sentence.split()) for sentence in sentences)

    assert counts[-1] <= 27
    assert counts[len(counts) // 2] <= 12


# Languages, and files that are broken


def test_a_language_that_is_not_there_falls_back_to_english():
    assert content.sites("arm", language="de") == content.sites("arm")
    assert content.translated("Walking", language="de") == "Walking"
    assert content.translated("A clinic's own words", language="de") == "A clinic's own words"


def test_a_translation_is_read_where_the_database_holds_english(copy, monkeypatch):
    for name in FILES:
        copy.translate(name, "de")
    monkeypatch.setattr(content, "CONTENT", shipped.load(copy.root))

    assert content.translated("Walking", language="de-at") == "[de] Walking"
    assert content.translated("Walking", language="fr") == "Walking"
    assert content.sites("arm", language="de")[5] == "[de] Hand"
    assert content.red_flag_words(language="de").none == "[de] None of these"
    advice = content.advice("B", language="de", **CLINIC)
    assert advice.title == "[de] Pause your program"
    assert "[de] the urgent-care line 111" in advice.paragraphs[0]


def put(*path, value):
    """Set what stands at a path of a parsed file."""

    def edit(parsed):
        for key in path[:-1]:
            parsed = parsed[key]
        parsed[path[-1]] = value

    return edit


def drop(*path):
    def edit(parsed):
        for key in path[:-1]:
            parsed = parsed[key]
        del parsed[path[-1]]

    return edit


SADDLE = ("questions", 2)
BROKEN = [
    (
        "red_flags.json",
        put(*SADDLE, "tier", value="D"),
        'questions[2].tier: "D" is none of A, B, C',
    ),
    ("red_flags.json", drop(*SADDLE, "question"), "questions[2]: question is missing"),
    ("red_flags.json", put(*SADDLE, "quesion", value={}), "questions[2]: unknown key quesion"),
    ("red_flags.json", put(*SADDLE, "question", "en", value=" "), "questions[2].question.en: must"),
    ("red_flags.json", put(*SADDLE, "question", value="Numb"), "questions[2].question: must be an"),
    ("red_flags.json", put(*SADDLE, "code", value="RF_BOWEL"), "RF_BOWEL is there twice"),
    (
        "red_flags.json",
        put(*SADDLE, "screen", value="next-appointment"),
        "questions[2].screen: next-appointment is no screen of tier A",
    ),
    (
        "red_flags.json",
        put("screens", "spine", "paragraphs", 2, "en", value="Call {phone}."),
        "screens.spine.paragraphs[2].en: unknown placeholder {phone}",
    ),
    (
        "red_flags.json",
        put("screens", "spine", "paragraphs", 2, "en", value="Call {number."),
        "screens.spine.paragraphs[2].en: expected '}'",
    ),
    (
        "red_flags.json",
        put("screens", "spine", "paragraphs", value=[]),
        "paragraphs: must be a list",
    ),
    ("red_flags.json", put("version", value=True), "version: must be a whole number"),
    ("red_flags.json", put("raised_by_rules", 0, "reason", value="C3"), '"C3" is none of'),
    ("red_flags.json", put("languages", value=["de"]), "languages: en is missing"),
    ("red_flags.json", put("languages", value=["en", "de"]), "must be in each of de, en, no other"),
    (
        "emergency.json",
        put("countries", "GB", "emergency", value=999),
        "countries.GB.emergency: must",
    ),
    ("emergency.json", drop("fallback"), "the file: fallback is missing"),
    ("sites.json", drop("pathways", "arm", 5), "pathways.arm: must name 6 sites"),
    ("settle.json", put("choices", 0, "minutes", value=-1), "choices[0].minutes: must be a whole"),
    ("exercises.json", drop("languages"), "the file: languages is missing"),
    (
        "exercises.json",
        put("languages", value=["en", "de"]),
        "exercises[0].name: must be in each of de, en, no other",
    ),
]


@pytest.mark.parametrize(("name", "edit", "complaint"), BROKEN, ids=[case[2] for case in BROKEN])
def test_a_broken_file_is_refused_by_file_and_key(copy, name, edit, complaint):
    copy.change(name, edit)

    with pytest.raises(ContentError) as refused:
        shipped.load(copy.root)

    assert str(refused.value).startswith(f"{name}: ")
    assert complaint in str(refused.value)


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_text("{")])
def test_a_file_that_is_missing_or_no_json_is_refused_by_name(copy, spoil):
    spoil(copy.root / "sites.json")

    with pytest.raises(ContentError, match=r"sites\.json"):
        shipped.load(copy.root)


def test_a_broken_file_stops_the_start(copy, monkeypatch):
    (copy.root / "red_flags.json").write_text("{}")
    load = shipped.load
    monkeypatch.setattr(shipped, "load", lambda: load(copy.root))

    with pytest.raises(ContentError):
        apps.get_app_config("programs").ready()


def test_the_files_are_those_that_the_product_reads():
    assert {path.name for path in SHIPPED.glob("*.json")} == {
        "emergency.json",
        "exercises.json",
        "red_flags.json",
        "sciatic.json",
        "settle.json",
        "sites.json",
    }
