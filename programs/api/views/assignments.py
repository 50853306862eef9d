"""Programs given to the clinic's patients, and the acts of a clinician."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from programs.api.filters import AssignmentFilter
from programs.api.serializers import assignments as shapes
from programs.api.serializers.programs import ProgramVersionSerializer
from programs.api.views.base import ClinicViewSet
from programs.models import Assignment, ProgramVersion
from programs.services import assignments, library

# An act is described by what it is told; its answer is the assignment as it stands then.
act = extend_schema(responses=shapes.AssignmentSerializer)


class AssignmentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ClinicViewSet):
    """Assignments of the clinic's patients."""

    queryset = Assignment.objects.none()
    serializer_class = shapes.AssignmentSerializer
    filterset_class = AssignmentFilter

    def get_queryset(self) -> QuerySet:
        ours = Assignment.objects.for_clinician(self.request.user)
        return ours.select_related("patient__clinic", "version").order_by("-started_on", "-pk")

    def create(self, request: Request) -> Response:
        """Give a patient a program. Each has one open program at most."""
        post = self.posted(request)
        place = post.pop("stage", 1), post.pop("step", 1)
        version = post.pop("version", None) or library.default_program_version()
        rules = library.default_rule_set(self.clinician.clinic)
        given = assignments.start(
            post.pop("patient"),
            version,
            rules,
            by=self.clinician,
            now=timezone.now(),
            place=place,
            **post,
        )
        return Response(self.get_serializer(given).data, status.HTTP_201_CREATED)

    @act
    @action(detail=True, methods=["post"], serializer_class=shapes.WordSerializer)
    def hold(self, request: Request, pk: int) -> Response:
        """Let nothing move on until it is released."""
        return self._done(assignments.hold, request)

    @act
    @action(detail=True, methods=["post"], serializer_class=shapes.PerhapsWordSerializer)
    def release(self, request: Request, pk: int) -> Response:
        """Let the rules decide again."""
        return self._done(assignments.release, request)

    @act
    @action(
        detail=True,
        methods=["post"],
        url_path="sign-off",
        serializer_class=shapes.PerhapsWordSerializer,
    )
    def sign_off(self, request: Request, pk: int) -> Response:
        """Say that tensioning may begin: power, reflexes and sensation have been looked at."""
        return self._done(assignments.sign_off, request)

    @act
    @action(detail=True, methods=["post"], serializer_class=shapes.MoveSerializer)
    def move(self, request: Request, pk: int) -> Response:
        """Move by hand, with a word of why. The rules move no further that day."""
        return self._done(assignments.move, request)

    @act
    @action(detail=True, methods=["post"], serializer_class=shapes.EndSerializer)
    def end(self, request: Request, pk: int) -> Response:
        """End the program, for a reason that may well be success."""
        return self._done(assignments.end, request)

    def _done(self, act: Callable[..., object], request: Request) -> Response:
        assignment = self.get_object()
        act(assignment, by=request.user, now=timezone.now(), **self.posted(request))
        shown = shapes.AssignmentSerializer(
            self.get_object(), context=self.get_serializer_context()
        )
        return Response(shown.data)


class ProgramVersionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ClinicViewSet):
    """Published versions: what can be assigned."""

    queryset = ProgramVersion.objects.none()
    serializer_class = ProgramVersionSerializer

    def get_queryset(self) -> QuerySet:
        ours = ProgramVersion.objects.for_clinician(self.request.user).published()
        return ours.with_ladder().order_by("program__name", "-number")
