"""The paragraphs of stored editions, as the values the rules compare."""

from collections.abc import Iterable

from sqlalchemy import select

from app.domain.manual import Paragraph, with_introductions
from app.extensions import db
from app.models import Edition, EditionParagraph, Group


def paragraphs_of(edition: Edition | None, groups: Iterable[int] | None = None) -> list[Paragraph]:
    """The paragraphs of an edition in order, of all chapters or of some groups (by id); none of no edition."""
    if edition is None:
        return []
    statement = (
        select(EditionParagraph, Group.code)
        .join(Group, Group.id == EditionParagraph.group_id)
        .where(EditionParagraph.edition_id == edition.id)
        .order_by(EditionParagraph.position)
    )
    if groups is not None:
        statement = statement.where(EditionParagraph.group_id.in_(groups))
    return [_value(row, code) for row, code in db.session.execute(statement)]


def texts_of(edition: Edition | None, groups: Iterable[int] | None = None) -> list[Paragraph]:
    """The paragraphs, and before them the introductions of the domains to which they belong."""
    return with_introductions(edition.frame, paragraphs_of(edition, groups)) if edition else []


def _value(row: EditionParagraph, code: str) -> Paragraph:
    return Paragraph(
        group=code,
        section=row.section_anchor,
        section_title=row.section_title,
        anchor=row.anchor,
        title=row.title,
        body=row.body,
        normative=row.normative,
        decision_id=row.decision_id,
        provenance=row.provenance,
    )
