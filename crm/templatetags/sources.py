"""Where a fact comes from, in the reader's language."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

#: Sources that the reference data cites again and again, as stored → as said. A law is cited in its
#: own language, and what an officer typed stays as it is.
SAID = {
    "일본 중소기업 해외진출에 관한 한국 보고서 (Korean report on Japanese SMEs' overseas moves)": _(
        "Korean report on Japanese SMEs' overseas moves"
    ),
    "데모 데이터": _("demo data"),  # `crm.demo.world.SOURCE`
}


@register.filter
def cited(source: str) -> str:
    """The source as the reader's language says it; as stored where there is one wording only."""
    return str(SAID.get(source, source))
