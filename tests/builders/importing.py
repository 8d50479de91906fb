"""An import, as a test needs it: read from a spreadsheet and not yet confirmed."""

from app.actions.importing import prepare_import
from app.domain.attachments import Upload
from app.exports.spreadsheet import to_csv
from app.models import Group, Import, User
from app.transaction import transaction

COLUMNS = ("グループ", "件名", "種別", "問題となる理由")
WORD = "11月20日付けの回答表"


def a_sheet(group: Group, *titles: str) -> Upload:
    """A CSV file with a difference for each title; the first city of the group says what it does."""
    city = group.cities[0].city.name_ja
    rows = [(group.code, title, "運用", "市ごとに違う。", f"{title}を行う。") for title in titles]
    return Upload("差異.csv", to_csv([(*COLUMNS, city), *rows]))


def an_import(secretary: User, upload: Upload, **fields: str) -> Import:
    """A file that was read."""
    with transaction():
        return prepare_import(secretary, upload, **{"instruction": WORD, **fields})
