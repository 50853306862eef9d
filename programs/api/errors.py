"""What services refuse, as answers: 400 beside the field, 409 for what came too late."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from programs.services.assignments import NotOpen
from programs.services.entries import Conflict


class Conflicting(exceptions.APIException):
    """The request was fine, and does not fit what is there already."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's ``EXCEPTION_HANDLER``, which knows the services' refusals too."""
    return exception_handler(_as_answer(error), context)


def _as_answer(error: Exception) -> Exception:
    if isinstance(error, ValidationError):
        return exceptions.ValidationError(_by_field(error))
    if isinstance(error, Conflict | NotOpen):
        return Conflicting(str(error))
    return error


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    if not hasattr(error, "error_dict"):
        return {api_settings.NON_FIELD_ERRORS_KEY: error.messages}
    return {
        api_settings.NON_FIELD_ERRORS_KEY if field == NON_FIELD_ERRORS else field: messages
        for field, messages in error.message_dict.items()
    }
