"""`{{ code|technology }}`: a root technology in the reader's language."""

from django import template

from prospects.technologies import TECHNOLOGIES

register = template.Library()


@register.filter
def technology(code: str) -> str:
    """Its name; what is no root technology as it stands."""
    return str(TECHNOLOGIES.get(code, code))
