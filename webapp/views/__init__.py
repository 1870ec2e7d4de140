"""Pages, one blueprint a capability."""

from webapp.views import pages, today

BLUEPRINTS = (
    today.blueprint,
    pages.blueprint,
)
"""Every blueprint of the application, in the order of its sections."""
