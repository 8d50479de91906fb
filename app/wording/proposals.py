"""Words of proposals: outcome kinds, flags, answers to customization, and why one cannot be written or tabled now."""

from app.domain.amending import AmendmentState
from app.domain.effects import EffectKind
from app.domain.notices import NoticeKind
from app.domain.texts import CustomizationAnswer, Flag, OutcomeKind, TextPart
from app.i18n import lazy_gettext as _l
from app.i18n import lazy_pgettext as _p
from app.wording.registry import reasons, words


def register() -> None:
    """Enter this area's words."""
    words(
        {
            OutcomeKind.UNIFY: _p("outcome", "Unify"),
            OutcomeKind.PER_CITY: _p("outcome", "Set by each city"),
            OutcomeKind.OUT_OF_SCOPE: _p("outcome", "Out of scope"),
            Flag.ORDINANCE_CHANGE: _l("Ordinance change"),
            Flag.RULE_CHANGE: _l("Rule or guideline change"),
            Flag.CUSTOMIZATION: _l("Customization of the system"),
            Flag.NEW_COST: _l("New cost above the council's limit"),
            Flag.RESIDENT_RIGHTS: _l("Rights or duties of residents"),
            Flag.BASIC_POLICY: _l("Basic policy"),
            CustomizationAnswer.OPERATION: _l("Handle it in daily work"),
            CustomizationAnswer.SETTING: _l("Handle it by a setting"),
            CustomizationAnswer.EXTERNAL_TOOL: _l("Handle it outside the system"),
            CustomizationAnswer.FORM_WORDING: _l("Handle it in the wording of forms"),
            CustomizationAnswer.ADOPT: _l("Adopt the customization"),
            CustomizationAnswer.REQUEST_TO_STATE_OR_VENDOR: _l("Ask the state or the vendor"),
            TextPart.TITLE: _p("proposal", "Title"),
            TextPart.OUTCOME: _p("proposal", "Outcome"),
            TextPart.BODY: _p("proposal", "Text"),
            TextPart.SCOPE: _p("proposal", "Scope"),
            TextPart.EXCEPTIONS: _p("proposal", "Exceptions and transition"),
            TextPart.EFFECTIVE_ON: _p("proposal", "In effect from"),
            TextPart.FLAGS: _p("proposal", "What it brings with it"),
            TextPart.CUSTOMIZATION_ANSWER: _p("proposal", "Answer to the customization"),
            TextPart.ATTACHMENTS: _p("proposal", "Attachments"),
            TextPart.YEARLY_SAVING: _p("proposal", "Expected saving a year"),
            EffectKind.UNSURVEYED: _p("effect", "Not surveyed"),
            EffectKind.SAME: _p("effect", "As today"),
            EffectKind.PARTLY: _p("effect", "Partly as today"),
            EffectKind.DIFFERENT: _p("effect", "Different from today"),
            NoticeKind.PROPOSAL_PUT_FORWARD: _l("A proposal was put on the table for discussion"),
            AmendmentState.OPEN: _p("amendment", "Open"),
            AmendmentState.ACCEPTED: _p("amendment", "Accepted"),
            AmendmentState.DECLINED: _p("amendment", "Declined"),
            AmendmentState.OUTDATED: _p("amendment", "Outdated"),
            AmendmentState.WITHDRAWN: _p("amendment", "Withdrawn"),
            NoticeKind.PROPOSAL_REVISED: _l("The proposal on the table has a new version"),
            NoticeKind.AMENDMENT_SUGGESTED: _l("An amendment to your proposal was suggested"),
            NoticeKind.AMENDMENT_ACCEPTED: _l("Your amendment was accepted"),
            NoticeKind.AMENDMENT_DECLINED: _l("Your amendment was declined"),
            NoticeKind.AMENDMENT_OUTDATED: _l(
                "Your amendment is outdated: another one changed the same place"
            ),
        },
        {
            AmendmentState.OPEN: "info",
            AmendmentState.ACCEPTED: "success",
            AmendmentState.DECLINED: "neutral",
            AmendmentState.OUTDATED: "quiet",
            AmendmentState.WITHDRAWN: "quiet",
            EffectKind.UNSURVEYED: "quiet",
            EffectKind.SAME: "success",
            EffectKind.PARTLY: "info",
            EffectKind.DIFFERENT: "warning",
            OutcomeKind.UNIFY: "info",
            OutcomeKind.PER_CITY: "neutral",
            OutcomeKind.OUT_OF_SCOPE: "quiet",
            Flag.ORDINANCE_CHANGE: "warning",
            Flag.RULE_CHANGE: "warning",
            Flag.CUSTOMIZATION: "warning",
            Flag.NEW_COST: "warning",
            Flag.RESIDENT_RIGHTS: "warning",
            Flag.BASIC_POLICY: "warning",
        },
    )
    reasons(
        {
            "associates_write_no_proposals": _l(
                "Associate cities attend and speak. Proposals are written by people of member cities."
            ),
            "partners_write_no_proposals": _l(
                "Partners read and comment. Proposals are written by people of member cities and the secretariat."
            ),
            "author_chair_or_secretariat_only": _l(
                "Only the author, the chair of the group and the secretariat can do this."
            ),
            "on_the_table_is_of_the_group": _l(
                "The group discusses this proposal now. Only the chair and the secretariat can withdraw it."
            ),
            "already_on_the_table": _l("This proposal is on the table already."),
            "proposal_withdrawn": _l(
                "This proposal was withdrawn. It stays readable, but nothing changes it."
            ),
            "amended_on_the_table_only": _l("Amendments are suggested to the proposal on the table."),
            "amendment_author_only": _l("Only the person who suggested the amendment can withdraw it."),
            "amendment_has_ended": _l("Nothing more can be done with this amendment: %(state)s."),
            "amendment_changes_nothing": _l("The text is the same as that of the version. Please change it."),
            "amendment_does_not_fit": _l(
                "The same or neighbouring lines were changed meanwhile. Nothing was applied."
            ),
            "amendment_is_in_the_text": _l(
                "The present text says this already. Please decline the amendment with this reason."
            ),
            "edited_meanwhile": _l("Somebody saved a newer version after you opened the page."),
            "proposal_title_too_long": _l("The title has more than %(limit)s characters."),
            "note_too_long": _l("The note has more than %(limit)s characters."),
            "customization_answer_needed": _l("Say how the wish to customize the system is answered."),
            "customization_answer_without_flag": _l(
                "An answer to a customization is given only where “Customization of the system” is marked above."
            ),
            "amount_too_large": _l("The amount is larger than this register holds."),
            "markdown_too_long": _l(
                "The text is too long: at most %(limit)s bytes. Attach long papers as files."
            ),
            "markdown_too_many_cells": _l(
                "The tables of the text have more than %(limit)s cells. Attach them as a file."
            ),
            "markdown_too_many_marks": _l(
                "One paragraph of the text has more than %(limit)s formatting marks."
            ),
        }
    )
