"""How a clinic's lists are narrowed."""

from django import forms
from django_filters import rest_framework as filters

from programs.api.strict import BIGGEST_ID
from programs.models import Assignment, AssignmentStatus, DecisionKind, Review


class IdFilter(filters.Filter):
    """A row's number; one that no row can have is refused, not looked for."""

    field_class = forms.IntegerField

    def __init__(self, *names: str, **options: object) -> None:
        super().__init__(*names, min_value=1, max_value=BIGGEST_ID, **options)


class AssignmentFilter(filters.FilterSet):
    patient = IdFilter()
    status = filters.ChoiceFilter(choices=AssignmentStatus.choices)

    class Meta:
        model = Assignment
        fields: list[str] = []


class ReviewFilter(filters.FilterSet):
    assignment = IdFilter()
    patient = IdFilter("assignment__patient")
    kind = filters.ChoiceFilter(choices=DecisionKind.choices)
    wants_review = filters.BooleanFilter()
    day = filters.DateFilter()

    class Meta:
        model = Review
        fields: list[str] = []
