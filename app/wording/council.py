"""Words of the council: members, roles, kinds of people, and refusals that every area shares."""

from app.domain.roles import MembershipKind, RoleKind, StepRule, UserKind
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            MembershipKind.MEMBER: _p("membership", "Member"),
            MembershipKind.ASSOCIATE: _p("membership", "Associate"),
            UserKind.CITY: _l("City staff"),
            UserKind.SECRETARIAT: _l("Secretariat"),
            UserKind.PARTNER: _l("Partner"),
            RoleKind.CHAIR: _l("Chair"),
            RoleKind.REPRESENTATIVE: _l("Representative"),
            RoleKind.DEPUTY: _l("Deputy"),
            RoleKind.MEMBER: _p("role", "Member"),
            RoleKind.OBSERVER: _l("Observer"),
            RoleKind.PARTNER: _l("Partner"),
            StepRule.ALL: _l("All must approve"),
            StepRule.ANY: _l("Any one may approve"),
        },
        {MembershipKind.MEMBER: "info", RoleKind.CHAIR: "info", RoleKind.REPRESENTATIVE: "info"},
    )
    reasons(
        {
            "secretariat_only": _l("Only the secretariat can do this."),
            "chair_or_secretariat_only": _l("Only the chair of the group and the secretariat can do this."),
            "group_people_only": _l("Only people of this working group can do this."),
            "city_people_only": _l("Only people of the city can do this."),
            "not_of_this_group": _l("You have no role in this working group."),
            "not_at_this_stage": _l("This is not possible while the difference is at the stage “%(stage)s”."),
            "held": _l("The difference is on hold. It can be resumed by the chair or the secretariat."),
        }
    )
