"""The places in the portal's head, and which of them the page belongs to."""

from typing import NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# Address of the list, its name, and what else under the home belongs to it.
PLACES = (
    ("admin:index", _("Work list"), ()),
    ("admin:people_patient_changelist", _("Patients"), ("patients/",)),
    ("admin:programs_programversion_changelist", _("Programs"), ()),
    ("admin:programs_exercise_changelist", _("Exercises"), ()),
    ("admin:programs_rulesetversion_changelist", _("Rules"), ()),
    ("admin:notifications_message_changelist", _("Messages"), ()),
)


class Place(NamedTuple):
    url: str
    name: str
    here: bool


def navigation(request: HttpRequest) -> list[Place]:
    home = reverse("admin:index")
    places = []
    for address, name, others in PLACES:
        url = reverse(address)
        inside = (
            request.path == url
            if url == home
            else request.path.startswith((url, *(home + other for other in others)))
        )
        places.append(Place(url, name, inside))
    return places
