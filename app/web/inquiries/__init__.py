"""The area inquiries: what readers ask about the manual, and what its groups answer."""

from flask import Blueprint

blueprint = Blueprint("inquiries", __name__)
