"""The addresses of the API, its schema and its documentation."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from programs.api.views import assignments, diary, people, reviews, today

app_name = "api"

router = SimpleRouter(use_regex_path=False)
router.register("today", today.TodayViewSet, "today")
router.register("questions", today.QuestionViewSet, "question")
router.register("decisions", today.DecisionViewSet, "decision")
router.register("sessions", diary.SessionViewSet, "session")
router.register("morning-reports", diary.MorningReportViewSet, "morning-report")
router.register("check-ins", diary.CheckInViewSet, "check-in")
router.register("red-flag-screens", diary.RedFlagScreenViewSet, "red-flag-screen")
router.register("patients", people.PatientViewSet, "patient")
router.register("clinicians", people.ClinicianViewSet, "clinician")
router.register("program-versions", assignments.ProgramVersionViewSet, "program-version")
router.register("assignments", assignments.AssignmentViewSet, "assignment")
router.register("reviews", reviews.ReviewViewSet, "review")

urlpatterns = [
    path("v1/", include(router.urls)),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
]
