"""The search index: written with the texts, in the same transaction (A6)."""

from app.actions.searching.indexing import index_changes, reindex

__all__ = ["index_changes", "reindex"]
