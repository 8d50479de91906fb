"""The area search: one page for everything that can be found."""

from flask import Blueprint

blueprint = Blueprint("search", __name__)
