"""The exercise library, to read."""

from django.contrib import admin

from people.scoped_admin import ReadOnlyAdmin
from programs.models import Exercise


@admin.register(Exercise)
class ExerciseAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "pathway", "revision"]
    list_filter = ["kind", "pathway"]
    search_fields = ["name", "movement"]
    fields = ["name", "kind", "pathway", "revision", "start", "movement", "cue"]
