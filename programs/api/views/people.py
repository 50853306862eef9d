"""A clinic's patients, and those who work there."""

from django.db.models import Prefetch, QuerySet
from rest_framework import mixins, status
from rest_framework.request import Request
from rest_framework.response import Response

from people.models import Clinician, Patient
from people.services import patients
from programs.api.serializers.people import ClinicianSerializer, PatientSerializer
from programs.api.views.base import ClinicViewSet
from programs.models import Assignment


class PatientViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ClinicViewSet):
    """The clinic's patients."""

    queryset = Patient.objects.none()
    serializer_class = PatientSerializer

    def get_queryset(self) -> QuerySet:
        running = Assignment.objects.for_clinician(self.request.user).open()
        return (
            Patient.objects.for_clinician(self.request.user)
            .prefetch_related(Prefetch("assignments", running, to_attr="open_assignments"))
            .order_by("family_name", "given_name", "pk")
        )

    def create(self, request: Request) -> Response:
        """Register a patient at the caller's clinic."""
        patient = patients.create(by=self.clinician, **self.posted(request))
        patient.open_assignments = []
        return Response(self.get_serializer(patient).data, status.HTTP_201_CREATED)


class ClinicianViewSet(mixins.ListModelMixin, ClinicViewSet):
    """Those who work at the clinic, to name who is responsible."""

    queryset = Clinician.objects.none()
    serializer_class = ClinicianSerializer

    def get_queryset(self) -> QuerySet:
        ours = Clinician.objects.for_clinician(self.request.user)
        return ours.filter(user__is_active=True).select_related("user").order_by("pk")
