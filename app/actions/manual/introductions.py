"""The introductions of domains: texts before their chapters that explain and never bind (M2)."""

from app.actions.differences.texts import checked_markdown
from app.actions.events import record
from app.domain.events import EventKind
from app.domain.manual import DomainAct
from app.domain.positions import is_reason
from app.extensions import db
from app.models import Domain, DomainIntroduction, User
from app.policies.manual import may_write_manual
from app.policies.verdicts import Invalid, ensure
from app.queries.manual.domains import introduction_of, introduction_state, lock_domains, locked_domain


def save_introduction(code: str, actor: User, *, body: str, seen: str | None = None) -> None:
    """Write the introduction of a domain for the coming editions; nothing typed takes it away.

    Saving without a change leaves no trace (T3). seen is the state the form was rendered from. Editions that were
    published keep theirs (M1).
    """
    ensure(may_write_manual(actor))
    domain = locked_domain(code, lock_domains())
    introduction = introduction_of(domain)
    before = introduction.body if introduction else ""
    if seen is not None and seen != introduction_state(before):
        raise Invalid("body", "text_changed_meanwhile")
    after = checked_markdown("body", body).strip("\n")
    if not after.strip():
        after = ""
    elif not is_reason(after):
        raise Invalid("body", "required")
    if before != after:
        _keep(domain, introduction, after)
        _note(domain, actor, before, after)


def _keep(domain: Domain, introduction: DomainIntroduction | None, body: str) -> None:
    if introduction is None:
        db.session.add(DomainIntroduction(domain=domain, body=body))
    elif body:
        introduction.body = body
    else:
        db.session.delete(introduction)


def _note(domain: Domain, actor: User, before: str, after: str) -> None:
    act = DomainAct.INTRODUCTION_WRITTEN if after else DomainAct.INTRODUCTION_REMOVED
    record(
        EventKind.DOMAIN_CHANGED,
        actor=actor,
        subject=domain,
        before={"body": before} if before else {},
        after={
            "act": act.value,
            "domain": domain.code,
            "name_ja": domain.name_ja,
            "name_en": domain.name_en,
            "body": after,
        },
    )
