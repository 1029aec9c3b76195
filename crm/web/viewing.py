"""Who looks at the page being made: a field that finds records shows no more than they may see.

`page` says it for the length of a view, so a form needs no viewer to be handed through.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth.models import AnonymousUser

from crm.access import Viewer

_NOBODY = AnonymousUser()
_viewer: ContextVar[Viewer] = ContextVar("viewer", default=_NOBODY)


@contextmanager
def seen_by(viewer: Viewer) -> Iterator[None]:
    """Inside, `viewer` is who looks."""
    token = _viewer.set(viewer)
    try:
        yield
    finally:
        _viewer.reset(token)


def who_looks() -> Viewer:
    """The viewer of the page being made; outside of any, nobody, who may see nothing."""
    return _viewer.get()
