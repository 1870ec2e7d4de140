"""Pages, one blueprint a capability."""

from webapp.views import (
    account,
    actions,
    administration,
    calendar,
    dates,
    directory,
    files,
    hooks,
    imports,
    mailbox,
    openings,
    pages,
    pairings,
    sign_in,
    support_requests,
    today,
    typed,
)

BLUEPRINTS = (
    today.blueprint,
    files.blueprint,
    dates.blueprint,
    support_requests.blueprint,
    pairings.blueprint,
    actions.blueprint,
    calendar.blueprint,
    directory.blueprint,
    administration.blueprint,
    openings.blueprint,
    imports.blueprint,
    mailbox.blueprint,
    pages.blueprint,
    sign_in.blueprint,
    account.blueprint,
    typed.blueprint,
    hooks.blueprint,
)
"""Every blueprint of the application, in the order of its sections."""
