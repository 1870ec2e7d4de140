"""Keeps the tests on this machine: whatever looks up or connects to another one fails the test."""

import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import pytest


def stay_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let sockets of Python reach nothing but this machine.

    It fails the test with more than an ordinary exception, which code that expects a broken line would catch.
    """
    for method in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, method, _guarded(getattr(socket.socket, method)))
    look_up = socket.getaddrinfo

    def look_up_here(host: Any, *more: Any, **named: Any) -> Any:
        _refuse_unless_here(host)
        return look_up(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_here)


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_unless_here(address[0])
        return method(self, address)

    return connect


def _refuse_unless_here(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if not _is_here(name or "localhost"):
        pytest.fail(
            f"A test wanted to reach {name}. Tests stay on this machine: use a stand-in on 127.0.0.1."
        )


def _is_here(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
