"""The portal's own addresses, below the home of the admin."""

from portal.views.assign import assign
from portal.views.chart import acknowledge, act, chart, clear
from portal.views.invite import invite, send_invitation, show_code
from portal.views.patients import new_patient

# Route, view, name. The site guards each of them and hangs them in.
PAGES = (
    ("patients/new/", new_patient, "new-patient"),
    ("patients/<int:pk>/", chart, "chart"),
    ("patients/<int:pk>/assign/", assign, "assign"),
    ("patients/<int:pk>/invite/", invite, "invite"),
    ("patients/<int:pk>/invite/email/", send_invitation, "send-invitation"),
    ("patients/<int:pk>/invite/code/", show_code, "show-code"),
    ("patients/<int:pk>/act/<slug:name>/", act, "act"),
    ("patients/<int:pk>/flags/<int:flag_pk>/acknowledge/", acknowledge, "acknowledge-flag"),
    ("patients/<int:pk>/flags/<int:flag_pk>/clear/", clear, "clear-flag"),
)
