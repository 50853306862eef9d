"""What every door of the API does: nothing that it says about health stays in a cache."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet

from people.models import Clinician, Patient
from programs.api.permissions import IsClinician, IsPatient


class PrivateViewSet(GenericViewSet):
    """Base of all resources: an address that cannot name a row is not found, never an error."""

    lookup_value_converter = "int"

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        answer = super().finalize_response(request, response, *args, **kwargs)
        add_never_cache_headers(answer)
        return answer

    def posted(self, request: Request) -> dict[str, Any]:
        """What was sent, checked; raises by field."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


class PatientViewSet(PrivateViewSet):
    """What belongs to the patient who is signed in."""

    permission_classes = [IsPatient]
    # There is nothing to choose by beyond whose it is.
    filter_backends: list[Any] = []
    patient: Patient

    def get_serializer_context(self) -> dict[str, Any]:
        # The schema is made without a patient.
        patient = getattr(self, "patient", None)
        language = patient.language if patient else "en"
        return {**super().get_serializer_context(), "patient": patient, "language": language}


class ClinicViewSet(PrivateViewSet):
    """What belongs to the clinic of whoever is signed in; another clinic's does not exist."""

    permission_classes = [IsClinician]
    clinician: Clinician

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "choices": self.choices}

    def choices(self, model: type[Model]) -> QuerySet:
        """The rows of a model that the caller may name."""
        return model._default_manager.for_clinician(self.request.user)
