"""The simulated vendors of this run, and their controls."""

import http.server
import json
import os
import threading
import urllib.request

_vendors = json.loads(os.environ["HYOBAN_SIMULATOR"])
GEMINI = _vendors["gemini"]
LINE = _vendors["line"]


def fetch(url, method="GET", body=None, headers=None):
    """Calls a URL with plain HTTP; returns the bytes of the answer."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers or {}, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


def control(vendor, method, path, body=None):
    """Calls a control route of the simulator."""
    headers = {"content-type": "application/json"}
    return json.loads(fetch(f"{vendor['url']}/_sim/{path}", method, body, headers))


class Receiver:
    """A receiver of webhooks; `next()` waits for a delivery and returns its headers and body."""

    def __init__(self):
        self._deliveries = []
        self._arrived = threading.Condition()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()
                with receiver._arrived:
                    receiver._deliveries.append((self.headers, body))
                    receiver._arrived.notify_all()

            def log_message(self, *args):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def next(self):
        with self._arrived:
            if not self._arrived.wait_for(lambda: self._deliveries, timeout=10):
                raise AssertionError("no webhook came")
            return self._deliveries.pop(0)

    def close(self):
        self._server.shutdown()
        self._server.server_close()
