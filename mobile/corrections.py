"""Which entries a patient can put right, and the form that shows each as it was told."""

from typing import Any

from mobile.forms import CheckInForm, MorningForm, SessionCorrectionForm
from mobile.forms.entry import EntryForm
from mobile.forms.session import SettleField
from programs.models import CheckIn, MorningReport, Session
from programs.models.diary import Entry

MODELS: dict[str, type[Entry]] = {
    "sessions": Session,
    "mornings": MorningReport,
    "check-ins": CheckIn,
}
FORMS: dict[type[Entry], type[EntryForm]] = {
    Session: SessionCorrectionForm,
    MorningReport: MorningForm,
    CheckIn: CheckInForm,
}
FIELDS: dict[str, str] = {
    "sessions": "mobile/_session_fields.html",
    "mornings": "mobile/_morning_fields.html",
    "check-ins": "mobile/_check_in_fields.html",
}


def form(entry: Entry, data: Any = None) -> EntryForm:
    """The form of an entry, with what was told in it."""
    return FORMS[type(entry)](
        data, pathway=entry.assignment.pathway, initial=told(entry) if data is None else None
    )


def told(entry: Entry) -> dict[str, Any]:
    """What an entry says, by the name of the form's field."""
    answers = {
        name: getattr(entry, name)
        for name in FORMS[type(entry)].base_fields
        if hasattr(entry, name) and name != "uuid"
    }
    if isinstance(entry, Session):
        settled = entry.not_settled or entry.settle_minutes is not None
        answers["settle"] = SettleField.key(entry.settle_minutes) if settled else ""
    return answers
