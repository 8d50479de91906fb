"""The area meetings: planning and preparing them, their record, and minutes from draft to final."""

from flask import Blueprint

blueprint = Blueprint("meetings", __name__)
