"""The patient's day, the decisions about them, and the words of the questions."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from programs.api.serializers.reviews import DecisionSerializer
from programs.api.serializers.today import (
    QuestionsSerializer,
    StartedSerializer,
    StartSerializer,
    TodaySerializer,
)
from programs.api.views.base import PatientViewSet
from programs.services import assignments, content, reviews, today


class TodayViewSet(PatientViewSet):
    """Where the patient stands, what to do, and what is still to be told."""

    serializer_class = TodaySerializer
    pagination_class = None

    @extend_schema(responses=TodaySerializer)
    def list(self, request: Request) -> Response:
        """Today. 409 while the patient has no open program."""
        return Response(self.get_serializer(self._today()).data)

    @extend_schema(responses=StartedSerializer)
    @action(detail=False, methods=["post"], serializer_class=StartSerializer)
    def start(self, request: Request) -> Response:
        """Ask whether to begin a session: go, easier today, or stop.

        After a gap without sessions this is the moment at which the plan steps back.
        """
        pain_now = self.posted(request)["pain_now"]
        program = assignments.open_of(self.patient)
        reviews.before_session(program.pk, now=timezone.now())
        day = self._today()
        started = {
            "gate": day.gate(pain_now=pain_now),
            "today": day,
            "easier_step": today.easier_step(day.assignment),
        }
        context = self.get_serializer_context()
        return Response(StartedSerializer(started, context=context).data)

    def _today(self) -> today.Today:
        day = today.of(self.patient, now=timezone.now())
        if day is None:
            raise assignments.NotOpen(assignments.NO_PROGRAM)
        return day


class QuestionViewSet(PatientViewSet):
    """What a client needs to ask: red-flag questions, sites and choices, in the patient's words."""

    serializer_class = QuestionsSerializer
    pagination_class = None

    @extend_schema(responses=QuestionsSerializer)
    def list(self, request: Request) -> Response:
        """The words of the diary's questions, for the nerve of the patient's program."""
        language = self.patient.language
        words = content.red_flag_words(language=language)
        asked = {
            "lead": words.lead,
            "none_of_these": words.none,
            "footer": words.footer,
            "red_flags": content.red_flag_questions(language=language),
            "sites": content.sites(assignments.open_of(self.patient).pathway, language=language),
            "settle": content.settle_choices(language=language),
        }
        return Response(self.get_serializer(asked).data)


class DecisionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PatientViewSet):
    """The decisions about the patient, in words for them, the latest first."""

    serializer_class = DecisionSerializer

    def get_queryset(self) -> QuerySet:
        return reviews.of_patient(self.patient)
