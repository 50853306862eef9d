"""The addresses of the patient's phone."""

from django.urls import path

from mobile.views import check_in, morning, safety, session, signing_in, story, today, welcome

app_name = "mobile"
urlpatterns = [
    path("", today.show, name="today"),
    path("plan/", today.plan, name="plan"),
    path("status/", today.status, name="status"),
    path("in/", signing_in.ask, name="sign-in"),
    path("in/<str:token>/", signing_in.open_link, name="link"),
    path("in/<str:token>/again/", signing_in.send_again, name="link-again"),
    path("out/", signing_in.leave, name="sign-out"),
    path("welcome/", welcome.agree, name="welcome"),
    path("reminders/", welcome.reminders, name="reminders"),
    path("session/", session.before, name="session"),
    path("session/exercises/", session.exercises, name="session-exercises"),
    path("session/after/", session.after, name="session-after"),
    path("morning/", morning.report, name="morning"),
    path("check-in/", check_in.tell, name="check-in"),
    path("safety/", safety.screen, name="safety"),
    path("story/", story.show, name="story"),
    path("story/<str:kind>/<uuid:uuid>/", story.correct, name="correct"),
]
