"""Pages, one blueprint a capability."""

from webapp.views import account, pages, sign_in, today, typed

BLUEPRINTS = (
    today.blueprint,
    pages.blueprint,
    sign_in.blueprint,
    account.blueprint,
    typed.blueprint,
)
"""Every blueprint of the application, in the order of its sections."""
