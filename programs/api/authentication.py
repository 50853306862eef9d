"""How the API knows who asks: by the session that the phone page or the portal opened."""

from drf_spectacular.authentication import SessionScheme
from rest_framework import authentication
from rest_framework.request import Request


class SessionAuthentication(authentication.SessionAuthentication):
    """Django's session. Nobody signed in is a 401, so that a client can tell it from a refusal."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class SessionAuthenticationScheme(SessionScheme):
    """Describes it in the schema; the base class knows DRF's own by its exact name alone."""

    target_class = SessionAuthentication
