"""Pages, one blueprint a capability."""

from webapp.views import account, administration, mailbox, pages, sign_in, today, typed

BLUEPRINTS = (
    today.blueprint,
    files.blueprint,
    support_requests.blueprint,
    actions.blueprint,
    pages.blueprint,
    sign_in.blueprint,
    account.blueprint,
    typed.blueprint,
    administration.blueprint,
    mailbox.blueprint,
)
"""Every blueprint of the application, in the order of its sections."""
