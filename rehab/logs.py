"""Logs: a line an event, with the request's id and without anybody's health."""

import logging
import re
import sys
import time
import traceback
import uuid
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars
from structlog.typing import Processor

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

# Asked every few seconds by machines; its answer says itself what is wrong.
UNLOGGED = {"healthz"}

log = structlog.stdlib.get_logger("rehab.requests")

SHARED: list[Processor] = [
    merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class RequestLog:
    """Give each request an id, and log its route: a path may hold a sign-in token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        route = route_of(request)
        if route not in UNLOGGED:
            log.info(
                "request",
                method=request.method,
                route=route,
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
        return response


class RouteForPath(logging.Filter):
    """Put the route in place of the path where Django quotes it, and drop what is not to log."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is None:
            return True
        route = route_of(request)
        if isinstance(record.args, tuple):
            record.args = tuple(route if arg == request.path else arg for arg in record.args)
        return route not in UNLOGGED


def route_of(request: HttpRequest) -> str:
    return request.resolver_match.route if request.resolver_match else "(no route)"


def config(*, debug: bool) -> dict[str, Any]:
    """Lines to read on a developer's machine, JSON elsewhere."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    ending: list[Processor] = (
        [
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            )
        ]
        if debug
        else [frames_only, structlog.processors.JSONRenderer()]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*SHARED, structlog.stdlib.ExtraAdder(allow=[])],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
            }
        },
        "filters": {"route-for-path": {"()": RouteForPath}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "lines",
                "filters": ["route-for-path"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "INFO"},
        "loggers": {
            # Django's own handlers write paths, and mail whole requests to the administrators.
            "django": {"handlers": [], "level": "INFO"},
            # The request log has the 404s and their kin already.
            "django.request": {"level": "ERROR"},
            # A line for every tick of beat would hide the others.
            "celery.beat": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
        },
    }


def frames_only(
    logger: logging.Logger | None, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Keep where an exception rose, not what it said: a database quotes the row it refused."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    if isinstance(error, tuple) and error[0] is not None:
        event["exception"] = error[0].__name__
        event["frames"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error[2])
        ]
    return event
