"""The area admin: people, cities, groups and settings, kept by the secretariat and administrators."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__)
