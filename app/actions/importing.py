"""Importing differences from a spreadsheet: read and kept first, entered when somebody confirms what was read (A7)."""

import hashlib
from dataclasses import asdict
from typing import Any

from app.actions.attachments import accepted
from app.actions.differences import raise_difference, state_practice
from app.actions.events import record
from app.actions.keys import claim_key
from app.clock import now
from app.domain.attachments import AcceptedFile, Upload
from app.domain.events import EventKind
from app.domain.importing import Row, read_differences
from app.domain.positions import is_reason
from app.domain.sheets import SheetsRefused, read_sheets
from app.domain.texts import normalise_line
from app.extensions import db
from app.models import Import, User
from app.policies.importing import may_confirm_import, may_import
from app.policies.verdicts import Invalid, ensure
from app.queries.council import cities
from app.queries.groups import group_of_code
from app.queries.importing import known_for_import, latest_import_of, lock_import

MAX_INSTRUCTION = 200


def prepare_import(actor: User, upload: Upload, *, instruction: str, key: str = "") -> Import:
    """Read a spreadsheet and keep what it says, with every fault by sheet, row and column; nothing else changes (A7).

    instruction says on whose word the cities' practices are entered.
    """
    ensure(may_import(actor))
    instruction = normalise_line(instruction)
    if not is_reason(instruction):
        raise Invalid("instruction", "required")
    if len(instruction) > MAX_INSTRUCTION:
        raise Invalid("instruction", "line_too_long", limit=MAX_INSTRUCTION)
    (file,) = accepted([upload], "file")
    sheets = _sheets(file)
    at = now()
    reading = read_differences(sheets, known_for_import(at))
    if not claim_key(key, actor):
        return latest_import_of(actor)
    found = Import(
        filename=file.filename,
        sha256=hashlib.sha256(file.content).hexdigest(),
        instruction=instruction,
        rows=[row.to_json() for row in reading.rows],
        faults=[asdict(fault) for fault in reading.faults],
        fault_count=len(reading.faults),
        prepared_by_id=actor.id,
        prepared_by_printed=actor.printed,
        prepared_at=at,
        made=[],
    )
    db.session.add(found)
    db.session.flush()
    return found


def confirm_import(import_id: int, actor: User) -> Import:
    """Raise every difference that was read and state the practices, all or none; a second time changes nothing (A7).

    What has changed since the file was read is asked again: Invalid names the sheet and row that no longer fits.
    """
    found = lock_import(import_id)
    ensure(may_confirm_import(actor, found))
    if found.confirmed_at is not None:
        return found
    ids = {city.code: city.id for city in cities()}
    found.made = [_enter(row, found, actor, ids) for row in _still_fitting(found)]
    found.confirmed_at, found.confirmed_by_id = now(), actor.id
    found.confirmed_by_printed = actor.printed
    record(
        EventKind.DIFFERENCES_IMPORTED,
        actor=actor,
        subject=found,
        after={
            "filename": found.filename,
            "sha256": found.sha256,
            "instruction": found.instruction,
            "numbers": list(found.made),
        },
    )
    return found


def _sheets(file: AcceptedFile) -> list[Any]:
    try:
        return read_sheets(file.filename, file.content)
    except SheetsRefused as refused:
        raise Invalid("file", refused.code, limit=refused.limit) from None


def _still_fitting(found: Import) -> list[Row]:
    known = known_for_import(now())
    rows = [Row.from_json(kept) for kept in found.rows]
    for row in rows:
        here = known.cities_of_group.get(row.group)
        if here is None or not set(row.practices) <= here:
            raise Invalid("file", "import_row_refused", sheet=row.sheet, row=row.row)
    return rows


def _enter(row: Row, found: Import, actor: User, city_ids: dict[str, int]) -> str:
    group = group_of_code(row.group)
    assert group is not None  # noqa: S101 - just looked up by _still_fitting
    try:
        difference = raise_difference(group.id, actor, title=row.title, kind=row.kind, why=row.why)
        for city, body in row.practices.items():
            state_practice(difference.number, city_ids[city], actor, body=body, instruction=found.instruction)
    except Invalid:
        raise Invalid("file", "import_row_refused", sheet=row.sheet, row=row.row) from None
    return difference.number
