"""Pictures and tones of campaigns."""

from django import template

from crm.models import Campaign, CampaignInvitee

register = template.Library()

PICTURES: dict[str, str] = {
    Campaign.Kind.SEMINAR: "presentation",
    Campaign.Kind.DELEGATION: "plane",
    Campaign.Kind.EXHIBITION: "store",
    Campaign.Kind.MAILING: "mail",
}
TONES: dict[str, str] = {
    CampaignInvitee.Response.ACCEPTED: "accent",
    CampaignInvitee.Response.ATTENDED: "good",
    CampaignInvitee.Response.DECLINED: "bad",
}


@register.filter
def campaign_icon(kind: str) -> str:
    """The icon of a kind of campaign."""
    return PICTURES.get(kind, "megaphone")


@register.filter
def response_tone(response: str) -> str:
    """The badge tone of an invitee's response."""
    return TONES.get(response, "outline")
