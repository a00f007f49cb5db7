"""What the tests of google-genai have in common: a client, uploads and jobs."""

import json
import tempfile
import unittest

import google.genai
from google import genai
from google.genai import types

from simulated import GEMINI, control, fetch

MODEL = "gemini-3.5-flash"
EMBEDDER = "gemini-embedding-2"
MAJOR = int(google.genai.__version__.split(".")[0])
VERSION = "v1" if MAJOR >= 3 else "v1beta"


def connect(key=GEMINI["key"], **http_options):
    """A client of this simulator, in the default version of the SDK."""
    return genai.Client(api_key=key, http_options=types.HttpOptions(base_url=GEMINI["url"], **http_options))


def journal():
    """Every request since the last reset."""
    return control(GEMINI, "GET", "journal")["entries"]


def calls(route):
    """The requests of one route."""
    return [entry for entry in journal() if entry["route"] == route]


def advance(seconds):
    """Moves the clock of the simulator."""
    control(GEMINI, "POST", "clock", {"advanceSeconds": seconds})


def finish_jobs():
    """Brings every job to its end."""
    advance(60)


def inject(route, **effect):
    """Makes the next call of a route go wrong."""
    times = effect.pop("times", 1)
    control(GEMINI, "POST", "faults", {"route": route, "effect": effect, "times": times})


def raw(path):
    """The JSON of a plain GET with the key."""
    return json.loads(fetch(f"{GEMINI['url']}/{VERSION}/{path}", headers={"x-goog-api-key": GEMINI["key"]}))


def line_of(key, text=None, **request):
    """A line of an input file."""
    return {"key": key, "request": {"contents": [{"parts": [{"text": text or f"I am {key}"}]}], **request}}


class GeminiTest(unittest.TestCase):
    """Starts each test with an empty simulator and fails it when a request met no route."""

    def setUp(self):
        control(GEMINI, "POST", "reset")
        self.client = connect()

    def tearDown(self):
        unmatched = [entry["path"] for entry in journal() if not entry["matched"]]
        self.assertEqual(unmatched, [])

    def upload(self, lines, mime_type="jsonl"):
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write("".join(json.dumps(line) + "\n" for line in lines))
            file.flush()
            config = types.UploadFileConfig(display_name="lines", mime_type=mime_type)
            return self.client.files.upload(file=file.name, config=config)

    def inline_job(self, name="inline", **config):
        src = [{"contents": [{"parts": [{"text": f"I am {key}"}], "role": "user"}], "metadata": {"key": key}} for key in "ab"]
        return self.client.batches.create(model=MODEL, src=src, config={"display_name": name, **config})
