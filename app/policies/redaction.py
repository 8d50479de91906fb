"""Who may redact what: never a text that is voted on, signed or decided (A5, T1, D2)."""

from app.models import Attachment, Comment, PracticeRevision, User
from app.models.redaction import Redaction
from app.policies.standing import may_administer
from app.policies.verdicts import ALLOWED, Verdict, first_refusal, not_now


def may_redact_comment(actor: User, comment: Comment) -> Verdict:
    """The secretariat and administrators; what came from an objection is on the record of the ballot."""
    on_record = comment.round_id is not None
    return first_refusal(
        may_administer(actor),
        not_now("objection_is_on_record") if on_record else ALLOWED,
        _once(comment.redaction),
    )


def may_redact_practice(actor: User, revision: PracticeRevision) -> Verdict:
    """The secretariat and administrators, any revision."""
    return first_refusal(may_administer(actor), _once(revision.redaction))


def may_redact_file(actor: User, file: Attachment) -> Verdict:
    """The secretariat and administrators; files of a version (T7) and papers of a meeting stay."""
    return first_refusal(
        may_administer(actor),
        not_now("file_of_version_stays") if file.proposal_version_id is not None else ALLOWED,
        not_now("paper_of_meeting_stays") if file.meeting_id is not None else ALLOWED,
        _once(file.redaction),
    )


def _once(redaction: Redaction | None) -> Verdict:
    return not_now("redacted_already") if redaction else ALLOWED
