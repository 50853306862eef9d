"""The addresses of the demo's outbox; included only while DEBUG is on."""

from django.urls import path

from rehab.local import outbox

app_name = "outbox"
urlpatterns = [
    path("", outbox.listing, name="list"),
    path("<slug:name>/", outbox.mail, name="mail"),
]
