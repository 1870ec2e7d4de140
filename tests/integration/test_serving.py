"""The server that tests put the application on leaves nothing open, whatever a browser does."""

from __future__ import annotations

import socket
import struct
from threading import Event, Thread

from flask import Flask, Response
from werkzeug.serving import make_server

from tests.serving import Handler, kept

RESET = struct.pack("ii", 1, 0)
"""On closing, cut the line rather than say goodbye."""


def test_an_answer_is_closed_although_its_reader_cut_the_line() -> None:
    closed, app = Event(), Flask(__name__)

    @app.get("/")
    def answer() -> Response:
        given = Response("short enough to be under way before the line is cut")
        given.call_on_close(closed.set)
        return given

    with make_server("127.0.0.1", 0, kept(app), threaded=True, request_handler=Handler) as serving:
        thread = Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        for _ in range(20):
            closed.clear()
            with socket.create_connection(("127.0.0.1", serving.port)) as line:
                line.sendall(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
                line.recv(1)
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            assert closed.wait(timeout=10)
        serving.shutdown()
        thread.join()
