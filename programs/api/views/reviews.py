"""The decisions about the clinic's patients, each with its reasons."""

from django.db.models import QuerySet
from rest_framework import mixins

from programs.api.filters import ReviewFilter
from programs.api.serializers.reviews import ReviewSerializer
from programs.api.views.base import ClinicViewSet
from programs.models import Review


class ReviewViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, ClinicViewSet):
    """Decisions, the latest first. They are never changed."""

    queryset = Review.objects.none()
    serializer_class = ReviewSerializer
    filterset_class = ReviewFilter

    def get_queryset(self) -> QuerySet:
        ours = Review.objects.for_clinician(self.request.user).defer("history")
        return ours.select_related("assignment").order_by("-at", "-pk")
