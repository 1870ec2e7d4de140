"""Makes the application: settings, extensions, blueprints, and the road that every request takes."""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from flask import Flask, request
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

import workflows
from config import Settings
from webapp import access, cli, components, errors, logs, navigation, security, sessions, transaction, typed
from webapp.paths import NumberInAddress
from webapp.reader import Reader, reader_or_none
from webapp.views import BLUEPRINTS
from workflows.clock import today
from workflows.database import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"

csrf = CSRFProtect()


class Alongside(Flask):
    """Flask with one road for every request: who asks, may they, the view, one commit."""

    def dispatch_request(self) -> Response:
        """Raises what the view raises, and what the commit raises, so that the error handlers answer both."""
        try:
            response = self._answer()
            transaction.close(response)
        except BaseException:
            transaction.undo()
            raise
        return response

    def _answer(self) -> Response:
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        endpoint = str(request.endpoint)
        rule = access.rule_of(self, endpoint)
        if endpoint == "static" or rule.is_for_programs:
            return self.make_response(super().dispatch_request())
        reader = self._admit(rule)
        response = self.make_response(super().dispatch_request())
        if reader and transaction.changes_something() and response.status_code < 400:
            typed.clear_sent(reader)
        return response

    def _admit(self, rule: access.Rule) -> Reader | None:
        """Let the reader in, or raise what keeps them out; who they are is known from here on."""
        reader = reader_or_none()
        transaction.open_connection()
        navigation.prepare_frame(reader)
        changes = transaction.changes_something()
        if reader is None and not rule.is_public:
            raise access.SignInNeeded
        if changes and not rule.is_by_link:
            csrf.protect()
        request.view_args = access.admit(rule, reader, request.view_args or {}, changes=changes)
        return reader


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application. Raises config.UnsafeSettings, and access.NoRule for a view without a rule."""
    settings = settings or Settings.from_environment(os.environ)
    _import_workflows()
    logs.configure(settings.log_level, as_json=settings.is_production)
    app = Alongside("webapp", static_folder="static", template_folder="templates")
    app.config.from_mapping(settings.for_flask())
    app.url_map.converters["int"] = NumberInAddress
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # checked in `dispatch_request`, once it is known who asks
    app.config["WTF_CSRF_SSL_STRICT"] = False  # schools' proxies drop the Referer; the token is enough
    _prepare_database(app, settings)
    logs.register(app)
    components.register(app, today=today)
    security.register(app, is_https=settings.is_https)
    csrf.init_app(app)
    sessions.register(app, LoginManager())
    navigation.register(app)
    errors.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    cli.register(app)
    access.check_every_view(app)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def _import_workflows() -> None:
    """Every table and every workflow is known before the first request asks for one."""
    for module in walk_packages(workflows.__path__, "workflows."):
        import_module(module.name)


def _prepare_database(app: Flask, settings: Settings) -> None:
    url = make_url(settings.database_url)
    if url.drivername.startswith("sqlite") and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    Migrate(app, db, directory=str(MIGRATIONS))
