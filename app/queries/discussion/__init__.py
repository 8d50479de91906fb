"""The open discussion: one comment, threads of a difference as pages show them, and the panel of a difference."""

from app.queries.discussion.panel import DiscussionPanel, discussion_panel
from app.queries.discussion.threads import ThreadFilter, ThreadView, discussion_page, thread_page

__all__ = [
    "DiscussionPanel",
    "ThreadFilter",
    "ThreadView",
    "discussion_page",
    "discussion_panel",
    "thread_page",
]
