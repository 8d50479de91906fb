"""Redacting (墨消し): on which grounds, and what stands in the place of a text (A5)."""

from enum import StrEnum

BLACKED_OUT = "■■■■■■"
"""What is stored and shown instead of a redacted text, on every surface alike."""


class RedactionGround(StrEnum):
    """Why a text is hidden from its readers."""

    PERSONAL_INFORMATION = "personal_information"
    POSTED_BY_MISTAKE = "posted_by_mistake"
    LAW = "law"
    OTHER = "other"


class Redacted(StrEnum):
    """What can be redacted."""

    COMMENT = "comment"
    PRACTICE = "practice"
    FILE = "file"
