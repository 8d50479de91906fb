"""The area accounts: signing in and out, the own account, links to set a password."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)
