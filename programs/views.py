"""The figures' door: pictures of no person, open to all, kept by browsers until they change."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import etag, require_safe

from programs.figures import files
from programs.figures.drawing import Look

# A picture has its colours and its movement in its own style element. Nobody's words are in it.
OWN_STYLE = {"default-src": [NONE], "img-src": [NONE], "style-src": [UNSAFE_INLINE]}
A_YEAR = 60 * 60 * 24 * 365
AN_HOUR = 60 * 60


def _etag(request: HttpRequest, key: str, *, look: Look) -> str:
    return f'"{_file(key, look).digest}"'


@login_not_required
@require_safe
@csp_replace(OWN_STYLE)  # type: ignore[arg-type]  # typed for a view without arguments
@gzip_page
@etag(_etag)
def figure(request: HttpRequest, key: str, *, look: Look) -> HttpResponse:
    """The picture of a figure in one of its looks."""
    served = _file(key, look)
    response = HttpResponse(served.content, content_type="image/svg+xml")
    # Under the address with its hash it is the same for ever; without it, it may be redrawn.
    for_ever = request.GET.get("v") == served.digest
    response["Cache-Control"] = (
        f"public, max-age={A_YEAR}, immutable" if for_ever else f"public, max-age={AN_HOUR}"
    )
    return response


def _file(key: str, look: Look) -> files.SvgFile:
    try:
        return files.file(key, look)
    except KeyError:
        raise Http404 from None
