"""The areas of the web: one blueprint each."""

from flask import Flask

from app.web.accounts import views as accounts
from app.web.admin import views as admin
from app.web.audit import views as audit
from app.web.ballots import views as ballots
from app.web.decisions import views as decisions
from app.web.differences import views as differences
from app.web.discussion import views as discussion
from app.web.downloads import views as downloads
from app.web.groups import views as groups
from app.web.home import views as home
from app.web.inquiries import views as inquiries
from app.web.joining import views as joining
from app.web.manual import views as manual
from app.web.meetings import views as meetings
from app.web.proposals import views as proposals
from app.web.savings import views as savings
from app.web.search import views as search
from app.web.signoff import views as signoff

AREAS = (
    home, accounts, groups, differences, proposals, discussion, ballots, signoff, decisions, savings, manual,
    inquiries, meetings, downloads, joining, search, admin, audit,
)  # fmt: skip


def register(app: Flask) -> None:
    """Hang every area's blueprint on the application."""
    for area in AREAS:
        app.register_blueprint(area.blueprint)
