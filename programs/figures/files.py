"""A figure as it is served: its bytes, the hash that names them, its address."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from .drawing import Look
from .render import svg
from .screen import HEIGHT, WIDTH

SIZE = (WIDTH, HEIGHT)


@dataclass(frozen=True, slots=True)
class SvgFile:
    content: bytes
    digest: str


@cache
def file(key: str, look: Look) -> SvgFile:
    """The file of a figure, drawn once per process. Raises ``KeyError`` if there is none."""
    content = svg(key, look).encode()
    return SvgFile(content, sha256(content).hexdigest()[:16])
