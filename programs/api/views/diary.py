"""The signed-in patient's diary: entries come in, are read back, and are corrected by others."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import mixins, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from programs.api.serializers import entries as shapes
from programs.api.views.base import PatientViewSet
from programs.models import (
    Assignment,
    CheckIn,
    EntrySource,
    MorningReport,
    RedFlagScreen,
    Session,
)
from programs.models.diary import Entry, EntryQuerySet
from programs.services import assignments, diary, flag_line, red_flags
from programs.services.entries import Logged


def described(
    entry: type[Serializer], correction: type[Serializer] | None = None
) -> Callable[[type], type]:
    """Describe the posts of one kind of entry: new, or the same again."""
    both = {status.HTTP_201_CREATED: entry, status.HTTP_200_OK: entry}
    posts = {"create": extend_schema(responses=both)}
    if correction:
        posts["correction"] = extend_schema(request=correction, responses=both)
    return extend_schema_view(**posts)


class EntryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, PatientViewSet):
    """One kind of entry. The list holds those that count; a corrected one is read by its UUID."""

    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    model: ClassVar[type[Entry]]

    def get_queryset(self) -> EntryQuerySet:
        own = diary.of_patient(self.model, self.patient)
        return own.current() if self.action == "list" else own

    def create(self, request: Request) -> Response:
        """Log an entry: 201. The same again is 200 with the same body; other content is 409."""
        post = self.posted(request)
        program = assignments.open_of(self.patient)
        return self.answer(self.log(program, by=request.user, now=timezone.now(), **post))

    def log(self, program: Assignment, **post: Any) -> Logged:
        raise NotImplementedError

    def answer(self, logged: Logged) -> Response:
        shown = self.shown([logged.entry])[0]
        body = self.serializer_class(shown, context=self.get_serializer_context()).data
        return Response(body, status.HTTP_201_CREATED if logged.created else status.HTTP_200_OK)

    def shown(self, entries: list[Any]) -> list[Any]:
        """The entries, with what is read beside their own rows."""
        return entries

    def get_object(self) -> Any:
        return self.shown([super().get_object()])[0]

    def paginate_queryset(self, queryset: EntryQuerySet) -> list[Any]:
        return self.shown(super().paginate_queryset(queryset))


class Corrigible(EntryViewSet):
    """Entries that a later one may correct."""

    correction_class: ClassVar[type[Serializer]]

    def get_serializer_class(self) -> type[Serializer]:
        return self.correction_class if self.action == "correction" else self.serializer_class

    @action(detail=True, methods=["post"])
    def correction(self, request: Request, uuid: str) -> Response:
        """Append a correction, up to seven days later. Idempotent by its own UUID, as a post is."""
        entry = self.get_object()
        post = self.posted(request)
        kept = {"by": request.user, "now": timezone.now(), "source": EntrySource.API}
        return self.answer(diary.correct(entry, **kept, **post))


@described(shapes.SessionSerializer, shapes.SessionCorrection)
class SessionViewSet(Corrigible):
    """Bouts of exercise. A sign of tier A or B stops the program in the request that tells it."""

    model = Session
    serializer_class = shapes.SessionSerializer
    correction_class = shapes.SessionCorrection

    def log(self, program: Assignment, *, stage: int, step: int, **post: Any) -> Logged:
        ticked = post.pop("red_flags", None)
        return diary.log_session(
            program, place=(stage, step), red_flags_ticked=ticked, source=EntrySource.API, **post
        )

    def shown(self, entries: list[Session]) -> list[Session]:
        said = flag_line.said([session.uuid for session in entries])
        for session in entries:
            session.red_flags = said.get(session.uuid)
        return entries


@described(shapes.MorningReportSerializer, shapes.MorningReportCorrection)
class MorningReportViewSet(Corrigible):
    """Mornings. Told on another day than its own, a report is kept and not used."""

    model = MorningReport
    serializer_class = shapes.MorningReportSerializer
    correction_class = shapes.MorningReportCorrection

    def log(self, program: Assignment, **post: Any) -> Logged:
        return diary.log_morning(program, source=EntrySource.API, **post)


@described(shapes.CheckInSerializer, shapes.CheckInCorrection)
class CheckInViewSet(Corrigible):
    """Check-ins: what makes a day more vulnerable. A second one of a day corrects the first."""

    model = CheckIn
    serializer_class = shapes.CheckInSerializer
    correction_class = shapes.CheckInCorrection

    def log(self, program: Assignment, **post: Any) -> Logged:
        return diary.log_check_in(program, source=EntrySource.API, **post)


@described(shapes.RedFlagScreenSerializer)
class RedFlagScreenViewSet(EntryViewSet):
    """Red-flag screens, which stop the program in the request that tells a tier A or B."""

    model = RedFlagScreen
    serializer_class = shapes.RedFlagScreenSerializer

    def log(self, program: Assignment, **post: Any) -> Logged:
        return red_flags.screen(program, source=EntrySource.API, **post)
