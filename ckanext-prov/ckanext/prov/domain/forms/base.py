"""What a form is, and the register of forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ckanext.prov.domain.model import Document

Write = Callable[[Document], bytes]


@dataclass(frozen=True, slots=True)
class Form:
    """A way of writing documents. The first of ``media_types`` is what the form is sent as."""

    name: str
    media_types: tuple[str, ...]
    extension: str
    write: Write

    @property
    def media_type(self) -> str:
        return self.media_types[0]


REGISTRY: dict[str, Form] = {}


def form(name: str, extension: str, *media_types: str) -> Callable[[Write], Write]:
    """Register a function that writes a document in UTF-8."""

    def register(write: Write) -> Write:
        REGISTRY[extension] = Form(name, media_types, extension, write)
        return write

    return register
