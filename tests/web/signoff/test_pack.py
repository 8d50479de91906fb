"""決裁資料: what a manager reads before signing, on a page and as the same PDF (T4, T12, S5)."""

from collections.abc import Callable
from io import BytesIO

from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy.orm import Session

from app.clock import now
from app.exports.markdown import to_markdown
from app.exports.signoff import pack_document
from app.i18n import locale_scope
from app.models import User
from app.queries.council import the_council
from app.queries.signoff.pack import pack_of
from tests.builders.council import a_partner, a_person, a_secretary
from tests.builders.signoff import (
    DEPARTMENT,
    Signing,
    an_absence,
    an_escalation,
    an_escalation_by_the_chair,
    sign_step,
)
from tests.conftest import Installation
from tests.support.queries import counted

SignedIn = Callable[[User], FlaskClient]


def test_the_papers_have_everything_a_manager_asks(signed_in: SignedIn, session: Session) -> None:
    signing = _a_matter()
    browser = signed_in(signing.manager(0))
    address = f"/sign-off/{signing.escalation.id}/papers"
    assert address in browser.get(f"/sign-off/{signing.escalation.id}").text
    assert address in browser.get("/sign-off").text
    page = browser.get(address).text
    version = signing.escalation.version
    for words in (
        signing.difference.why,
        version.title,
        signing.escalation.text_hash,
        "付帯意見付き賛成",
        "市の例規と合わないため",
        "条例改正",
    ):
        assert words in page, words


def test_t12_the_file_says_what_the_page_shows(
    signed_in: SignedIn, session: Session, installation: Installation
) -> None:
    signing = _a_matter()
    viewer = signing.manager(0)
    page = signed_in(viewer).get(f"/sign-off/{signing.escalation.id}/papers").text
    with installation.app.app_context(), locale_scope("ja"):
        text = to_markdown(pack_document(pack_of(signing.escalation.id, viewer, now()), the_council()))
    shown = [
        signing.difference.why,
        signing.escalation.text_hash,
        "付帯意見付き賛成",
        "市の例規と合わないため",
    ]
    for words in shown:
        assert words in text, words
        assert words in page, words


def test_s5_the_papers_mark_a_deputy(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    sign_step(signing.step(0), signing.manager(0))
    deputy = a_person(signing.cities[0], post="次長")
    an_absence(signing.manager(0, DEPARTMENT), deputy)
    sign_step(signing.step(0, 2), deputy)
    browser = signed_in(a_secretary())
    principal = signing.manager(0, DEPARTMENT).printed
    assert f"{principal}の代決" in browser.get(f"/sign-off/{signing.escalation.id}/papers").text
    answer = browser.get(f"/sign-off/{signing.escalation.id}/papers.pdf")
    assert answer.mimetype == "application/pdf"
    written = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert "代" in written


def test_the_papers_are_for_those_who_read_the_group(signed_in: SignedIn, session: Session) -> None:
    signing = an_escalation_by_the_chair()
    browser = signed_in(a_partner())
    for ending in ("papers", "papers.pdf"):
        assert browser.get(f"/sign-off/{signing.escalation.id}/{ending}").status_code == 404


def test_the_papers_ask_the_database_a_bounded_number_of_times(
    signed_in: SignedIn, session: Session, installation: Installation
) -> None:
    signing = _a_matter()
    browser = signed_in(signing.manager(0))
    with counted(installation.database) as statements:
        browser.get(f"/sign-off/{signing.escalation.id}/papers")
    assert len(statements) <= 45


def _a_matter() -> Signing:
    return an_escalation(letters="aca")
