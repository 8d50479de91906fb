"""The pages of the area accounts."""

from app.web.accounts import blueprint, link_views, own_views, sign_in_views

__all__ = ["blueprint", "link_views", "own_views", "sign_in_views"]
