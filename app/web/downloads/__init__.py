"""Downloads: files that are made in the background, ordered by a person and fetched when they are ready."""

from flask import Blueprint

blueprint = Blueprint("downloads", __name__)
