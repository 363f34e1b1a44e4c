"""Pages in Chinese: public site and desk. Views ask one action and fill one template; they decide nothing."""

from portal.web import (
    admin,
    agency_desk,
    catalogue,
    ckan,
    corrections,
    dataset,
    describe,
    downloads,
    gate,
    home,
    negative_list,
    review,
    static_pages,
    uploads_desk,
    versions,
)
from portal.web.blueprints import pages, workspace

__all__ = [
    "admin",
    "agency_desk",
    "catalogue",
    "ckan",
    "corrections",
    "dataset",
    "describe",
    "downloads",
    "gate",
    "home",
    "negative_list",
    "pages",
    "review",
    "static_pages",
    "uploads_desk",
    "versions",
    "workspace",
]
