"""How the exports' list draws their states."""

from django import template

from crm.models import Export

register = template.Library()

_TONES = {Export.State.READY: "good", Export.State.FAILED: "bad"}


@register.filter
def export_tone(state: str) -> str:
    """The tone of a state's badge."""
    return _TONES.get(Export.State(state), "outline")
