"""Imports: the list, one of them, and everything that the cells of a spreadsheet can name."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domain.differences import DifferenceKind
from app.domain.importing import Column, Known, fold
from app.extensions import db
from app.i18n import LOCALES, locale_scope
from app.models import Difference, Group, Import, User
from app.policies.importing import may_import
from app.policies.verdicts import NotFound, ensure
from app.queries.council import cities
from app.queries.paging import Page, page_of
from app.wording import label


def imports_page(viewer: User, page: int) -> Page[Import]:
    """The imports, the latest first."""
    ensure(may_import(viewer))
    return page_of(select(Import).order_by(Import.id.desc()), page)


def import_of(import_id: int, viewer: User) -> Import:
    """One import; NotFound where there is none."""
    ensure(may_import(viewer))
    found = db.session.get(Import, import_id)
    if found is None:
        raise NotFound
    return found


def latest_import_of(actor: User) -> Import:
    """What a form that is sent twice prepared the first time (B15)."""
    own = select(Import).where(Import.prepared_by_id == actor.id).order_by(Import.id.desc())
    return db.session.scalars(own.limit(1)).one()


def lock_import(import_id: int) -> Import:
    """One import, locked until the end of the act; NotFound where there is none."""
    found = db.session.get(Import, import_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def headers(locale: str) -> dict[Column, str]:
    """The words over the columns of an import, in a language."""
    with locale_scope(locale):
        return {column: label(column) for column in Column}


def known_for_import(at: datetime) -> Known:
    """What cells can name at an instant, in either language."""
    open_groups = select(Group).where(Group.active).options(selectinload(Group.cities))
    groups = db.session.scalars(open_groups).unique().all()
    titles = select(Group.code, Difference.title).join(Difference.group)
    return Known(
        headers={fold(word): column for locale in LOCALES for column, word in headers(locale).items()},
        groups={fold(group.code): group.code for group in groups},
        kinds=_kinds(),
        cities={fold(city.name(locale)): city.code for city in cities() for locale in LOCALES},
        cities_of_group={
            group.code: frozenset(city.code for city in group.cities_at(at)) for group in groups
        },
        titles=frozenset((code, fold(title)) for code, title in db.session.execute(titles)),
    )


def _kinds() -> dict[str, DifferenceKind]:
    kinds: dict[str, DifferenceKind] = {}
    for locale in LOCALES:
        with locale_scope(locale):
            kinds |= {fold(label(kind)): kind for kind in DifferenceKind}
    return kinds
