"""Words of the council: members, roles, kinds of people, refusals of its registers and those every area shares."""

from app.domain.notices import NoticeKind
from app.domain.roles import MembershipKind, RoleKind, StepRule, UserKind
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    # One call an enum: values of two enums that are spelled alike are one key of a dict.
    words(_MEMBERSHIPS, {MembershipKind.MEMBER: "info"})
    words(_KINDS)
    words(_ROLES, {RoleKind.CHAIR: "info", RoleKind.REPRESENTATIVE: "info"})
    words(_STEPS)
    words(_NOTICES)
    reasons(_OF_EVERY_AREA)
    reasons(_OF_PEOPLE)
    reasons(_OF_COUNCIL)


_MEMBERSHIPS = {
    MembershipKind.MEMBER: _p("membership", "Member"),
    MembershipKind.ASSOCIATE: _p("membership", "Associate"),
}
_KINDS = {
    UserKind.CITY: _l("City staff"),
    UserKind.SECRETARIAT: _l("Secretariat"),
    UserKind.PARTNER: _l("Partner"),
}
_ROLES = {
    RoleKind.CHAIR: _l("Chair"),
    RoleKind.REPRESENTATIVE: _l("Representative"),
    RoleKind.DEPUTY: _l("Deputy"),
    RoleKind.MEMBER: _p("role", "Member"),
    RoleKind.OBSERVER: _l("Observer"),
    RoleKind.PARTNER: _l("Partner"),
}
_STEPS = {
    StepRule.ALL: _l("All must approve"),
    StepRule.ANY: _l("Any one may approve"),
}
_NOTICES = {
    NoticeKind.DEPUTY_APPOINTED: _l("You were appointed as a deputy of your city in a working group"),
    NoticeKind.DEPUTY_ENDED: _l("The end of your role as a deputy in a working group was recorded"),
}
_OF_EVERY_AREA = {
    "secretariat_only": _l("Only the secretariat can do this."),
    "chair_or_secretariat_only": _l("Only the chair of the group and the secretariat can do this."),
    "group_people_only": _l("Only people of this working group can do this."),
    "city_people_only": _l("Only people of the city can do this."),
    "not_of_this_group": _l("You have no role in this working group."),
    "not_at_this_stage": _l("This is not possible while the difference is at the stage “%(stage)s”."),
    "held": _l("The difference is on hold. It can be resumed by the chair or the secretariat."),
}
_OF_PEOPLE = {
    "ends_before_start": _l("The last day lies before the first day."),
    "over_already": _l("This has ended already."),
    "own_account": _l("You cannot close your own account. Please ask a colleague of the secretariat."),
    "own_anonymity": _l("You cannot anonymise yourself. Please ask a colleague of the secretariat."),
    "anonymised_already": _l("This person was anonymised. There is nothing left to change."),
    "still_holds": _l(
        "The person still holds roles or posts: %(held)s. Please end them first, and name others where needed."
    ),
    "own_rights": _l("You cannot take the administrator's rights from your own account."),
    "account_closed_already": _l("This account is closed. Please open it again first."),
    "email_malformed": _l("This is not a mail address. Example: gakumu@city.example.lg.jp"),
    "email_taken": _l("This mail address belongs to another account: %(person)s"),
    "organisation_due": _l("Please enter the organisation, such as 事務局 or the company's name."),
    "city_of_city_people": _l("Please choose the city this person works for."),
    "choose_groups": _l("Please choose at least one group."),
    "rank_due": _l("Please enter the deputy's rank: 1 for the first deputy, 2 for the second."),
    "chair_of_city_or_secretariat": _l(
        "Only people of a member city or of the secretariat can chair a group."
    ),
    "chair_of_member_city": _l("%(city)s is no member city on that day, so its people cannot chair a group."),
    "partner_role_for_partners": _l("Only partners can hold this role."),
    "partners_hold_partner_role": _l("Partners join a group with the role “Partner”."),
    "city_role_for_city_people": _l("Only people of a city can hold this role."),
    "role_city_not_in_group": _l(
        "%(city)s does not take part in %(group)s on that day. Please add the city to the group first."
    ),
    "role_held_already": _l("This person already holds the role “%(role)s” in %(group)s at that time."),
    "chair_taken": _l("%(group)s already has a chair at that time: %(person)s. Please end that role first."),
    "representative_taken": _l(
        "The city already has a representative in %(group)s at that time: %(person)s. Please end that role first."
    ),
    "rank_taken": _l("%(person)s already is the deputy of this rank in %(group)s at that time."),
    "representative_appoints_deputies": _l(
        "Only the representative of a city in a working group appoints and releases its deputies there."
    ),
    "deputy_of_own_city": _l("You appoint and release deputies of your own city only."),
    "not_the_own_deputy": _l("Nobody appoints themselves as a deputy."),
    "deputy_from_today": _l(
        "A deputy acts from today on at the earliest. Please choose today or a later day."
    ),
    "post_of_own_city": _l("The post must be one of the person's own city."),
    "post_held_already": _l("This person already holds the post at that time."),
    "post_exists": _l("The city already has a post with this name: %(post)s"),
    "route_needs_step": _l("Please choose at least one post for the first step."),
    "post_in_two_steps": _l("A post can stand in one step only."),
}
_OF_COUNCIL = {
    "founded_already": _l("This installation already has its council."),
    "membership_same": _l("The city already belongs to the council as “%(kind)s”."),
    "not_a_city_of_council": _l("The city does not belong to the council at present."),
    "membership_too_early": _l("The day must lie after the day on which the present membership began."),
    "city_code_wrong": _l(
        "This is not a municipality code. It has six digits, of which the last one checks the others. Example: 132021"
    ),
    "city_exists": _l("This code belongs to a city that is already here: %(city)s"),
    "population_with_date": _l("A population stands with its date: please fill in both or neither."),
    "domain_code_wrong": _l("A domain's code is two to eight capital letters. Example: EDU"),
    "group_code_wrong": _l(
        "A group's code is the code of its domain, a hyphen and two digits. Example: %(domain)s-01"
    ),
    "group_code_of_domain": _l("The code must begin with the code of the domain: %(domain)s"),
    "code_exists": _l("This code is already in use: %(code)s"),
    "group_in_work": _l(
        "%(count)s differences of this group are still in work. Please finish or withdraw them before closing it."
    ),
    "city_not_of_council_then": _l("%(city)s does not belong to the council on that day."),
    "takes_part_until_then": _l(
        "%(city)s still takes part in %(group)s on that day; it can join after its last day."
    ),
    "takes_part_only_from": _l("%(city)s takes part in %(group)s only from that day on or later."),
    "at_least_one": _l("Please enter 1 or more."),
    "not_negative": _l("Please enter 0 or more."),
    "too_many_days": _l("Please enter at most %(most)s."),
    "no_such_month": _l("Please enter a month from 1 to 12."),
    "quorum_due": _l("This rule needs a quorum: the least number of cities that must take a position."),
    "casting_vote_under_majority": _l("A casting vote exists only under the rule of the majority."),
    "ballot_shorter_than_minimum": _l("The usual length of a ballot must not be shorter than the shortest."),
}
