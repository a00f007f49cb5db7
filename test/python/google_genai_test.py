"""google-genai against the simulated Gemini."""

import base64
import hashlib
import hmac
import json
import tempfile
import unittest

import google.genai
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from google import genai
from google.genai import errors, types
from pydantic import BaseModel

from simulated import GEMINI, Receiver, control, fetch

MODEL = "gemini-3.5-flash"
EMBEDDER = "gemini-embedding-2"
MAJOR = int(google.genai.__version__.split(".")[0])
VERSION = "v1" if MAJOR >= 3 else "v1beta"


def connect(key=GEMINI["key"], **http_options):
    return genai.Client(api_key=key, http_options=types.HttpOptions(base_url=GEMINI["url"], **http_options))


def journal():
    return control(GEMINI, "GET", "journal")["entries"]


def finish_jobs():
    control(GEMINI, "POST", "clock", {"advanceSeconds": 60})


def line_of(key):
    return {"key": key, "request": {"contents": [{"parts": [{"text": f"I am {key}"}]}]}}


class GeminiTest(unittest.TestCase):
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


class Models(GeminiTest):
    def test_answers_in_the_default_version(self):
        answer = self.client.models.generate_content(model=MODEL, contents="hello")
        self.assertIn("hello", answer.text)
        self.assertEqual(journal()[-1]["path"], f"/{VERSION}/models/{MODEL}:generateContent")

    def test_streams(self):
        pieces = [piece.text for piece in self.client.models.generate_content_stream(model=MODEL, contents="hello")]
        self.assertEqual(len(pieces), 3)
        self.assertIn("hello", "".join(pieces))

    def test_grounds_with_maps(self):
        config = types.GenerateContentConfig(
            tools=[types.Tool(google_maps=types.GoogleMaps())],
            tool_config=types.ToolConfig(
                retrieval_config=types.RetrievalConfig(lat_lng=types.LatLng(latitude=25.033, longitude=121.565))
            ),
        )
        answer = self.client.models.generate_content(model=MODEL, contents="lunch near here", config=config)
        chunks = answer.candidates[0].grounding_metadata.grounding_chunks
        self.assertTrue(all(chunk.maps.place_id.startswith("places/") for chunk in chunks))

    def test_fills_a_schema(self):
        class Dish(BaseModel):
            name: str
            stars: int

        config = {"response_mime_type": "application/json", "response_schema": list[Dish]}
        answer = self.client.models.generate_content(model=MODEL, contents="dishes", config=config)
        self.assertIsInstance(answer.parsed, list)
        self.assertTrue(all(isinstance(dish, Dish) for dish in answer.parsed))

    def test_counts_embeds_and_lists(self):
        self.assertEqual(self.client.models.count_tokens(model=MODEL, contents="12345678").total_tokens, 2)
        self.assertTrue(self.client.models.embed_content(model=EMBEDDER, contents="a").embeddings[0].values)
        self.assertIn(f"models/{MODEL}", [model.name for model in self.client.models.list()])

    def test_errors(self):
        stranger = connect("nobody")
        with self.assertRaises(errors.ClientError) as wrong_key:
            stranger.models.generate_content(model=MODEL, contents="x")
        self.assertEqual((wrong_key.exception.code, wrong_key.exception.status), (400, "INVALID_ARGUMENT"))
        with self.assertRaises(errors.ClientError) as unknown:
            self.client.models.generate_content(model="gemini-9", contents="x")
        self.assertEqual(unknown.exception.code, 404)
        busy = {"kind": "status", "status": 503, "body": {"error": {"code": 503, "status": "UNAVAILABLE", "message": "busy"}}}
        control(GEMINI, "POST", "faults", {"route": "generateContent", "effect": busy})
        with self.assertRaises(errors.ServerError) as overloaded:
            self.client.models.generate_content(model=MODEL, contents="x")
        self.assertEqual(overloaded.exception.code, 503)

    def test_tells_its_patience(self):
        patient = connect(timeout=9_500)
        patient.models.generate_content(model=MODEL, contents="x")
        self.assertEqual(journal()[-1]["requestHeaders"]["x-server-timeout"], "10")


class Files(GeminiTest):
    def test_uploads_gets_lists_and_deletes(self):
        file = self.upload([line_of("a")])
        self.assertEqual((file.mime_type, file.display_name, file.state.value), ("jsonl", "lines", "ACTIVE"))
        self.assertEqual(self.client.files.get(name=file.name).name, file.name)
        self.assertEqual([listed.name for listed in self.client.files.list()], [file.name])
        self.client.files.delete(name=file.name)
        with self.assertRaises(errors.ClientError) as gone:
            self.client.files.get(name=file.name)
        self.assertEqual(gone.exception.code, 403)

    def test_uploads_nine_mebibytes_in_two_pieces(self):
        with tempfile.NamedTemporaryFile("wb", suffix=".txt") as file:
            file.write(b"x" * 9 * 1024 * 1024)
            file.flush()
            uploaded = self.client.files.upload(file=file.name)
        self.assertEqual(uploaded.size_bytes, 9 * 1024 * 1024)
        self.assertEqual(len([entry for entry in journal() if entry["route"] == "uploadBytes"]), 2)


class Batches(GeminiTest):
    def test_runs_a_file_and_downloads_its_lines(self):
        file = self.upload([line_of(key) for key in "abc"])
        job = self.client.batches.create(model=MODEL, src=file.name, config={"display_name": "file"})
        self.assertEqual(job.state.name, "JOB_STATE_PENDING")
        finish_jobs()
        done = self.client.batches.get(name=job.name)
        self.assertEqual(done.state.name, "JOB_STATE_SUCCEEDED")
        content = self.client.files.download(file=done.dest.file_name)
        lines = [json.loads(line) for line in content.decode().splitlines()]
        self.assertEqual({line["key"] for line in lines}, set("abc"))

    def test_runs_inline_requests(self):
        job = self.inline_job()
        finish_jobs()
        items = self.client.batches.get(name=job.name).dest.inlined_responses
        texts = {item.metadata["key"]: item.response.text for item in items}
        self.assertEqual(sorted(texts), ["a", "b"])
        self.assertTrue(all(f"I am {key}" in text for key, text in texts.items()))

    def test_fills_a_schema_of_inline_requests(self):
        class Dish(BaseModel):
            name: str

        config = {"response_mime_type": "application/json", "response_schema": list[Dish]}
        src = [{"contents": [{"parts": [{"text": "dishes"}]}], "config": config}]
        job = self.client.batches.create(model=MODEL, src=src)
        finish_jobs()
        (item,) = self.client.batches.get(name=job.name).dest.inlined_responses
        self.assertTrue(all("name" in dish for dish in json.loads(item.response.text)))

    def test_runs_embeddings_inline_and_from_a_file(self):
        request = {"content": {"parts": [{"text": "one"}]}, "output_dimensionality": 4}
        file = self.upload([{"key": "x", "request": request}])
        from_file = self.client.batches.create_embeddings(
            model=EMBEDDER, src=types.EmbeddingsBatchJobSource(file_name=file.name)
        )
        inlined = self.client.batches.create_embeddings(
            model=EMBEDDER,
            src={"inlined_requests": {"contents": [{"parts": [{"text": "one"}]}], "config": {"output_dimensionality": 8}}},
        )
        finish_jobs()
        content = self.client.files.download(file=self.client.batches.get(name=from_file.name).dest.file_name)
        self.assertEqual(len(json.loads(content)["response"]["embedding"]["values"]), 4)
        (item,) = self.client.batches.get(name=inlined.name).dest.inlined_embed_content_responses
        self.assertEqual(len(item.response.embedding.values), 8)

    def test_lists_in_pages(self):
        self.assertEqual(list(self.client.batches.list(config={"page_size": 2})), [])
        names = [self.inline_job(f"job {n}").name for n in range(5)]
        listed = [job.name for job in self.client.batches.list(config={"page_size": 2})]
        self.assertEqual(listed, names[::-1])

    def test_cancels_and_deletes(self):
        job = self.inline_job()
        self.client.batches.cancel(name=job.name)
        self.assertEqual(self.client.batches.get(name=job.name).state.name, "JOB_STATE_CANCELLED")
        self.client.batches.delete(name=job.name)
        with self.assertRaises(errors.ClientError) as gone:
            self.client.batches.get(name=job.name)
        self.assertEqual(gone.exception.code, 404)


class Webhooks(GeminiTest):
    def setUp(self):
        super().setUp()
        self.receiver = Receiver()

    def tearDown(self):
        self.receiver.close()
        super().tearDown()

    def test_registers_and_verifies_with_the_secret(self):
        made = self.client.webhooks.create(name="mine", uri=self.receiver.url, subscribed_events=["batch.succeeded"])
        self.inline_job()
        finish_jobs()
        headers, body = self.receiver.next()
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        secret = base64.b64decode(made.new_signing_secret.removeprefix("whsec_"))
        mac = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
        self.assertEqual(headers["webhook-signature"], f"v1,{mac}")

    def test_lists_gets_changes_pings_rotates_and_deletes(self):
        webhooks = self.client.webhooks
        made = webhooks.create(name="old", uri=self.receiver.url, subscribed_events=["batch.failed"])
        self.assertEqual([listed.id for listed in webhooks.list().webhooks], [made.id])
        webhooks.update(made.id, name="new", update_mask="name")
        self.assertEqual(webhooks.get(made.id).name, "new")
        rotated = webhooks.rotate_signing_secret(made.id, revocation_behavior="revoke_previous_secrets_after_h24")
        self.assertTrue(rotated.secret.startswith("whsec_"))
        webhooks.ping(made.id)
        headers, body = self.receiver.next()
        self.assertEqual(json.loads(body)["type"], "ping")
        self.assertEqual(len(headers["webhook-signature"].split(" ")), 2)
        webhooks.delete(made.id)
        self.assertEqual(webhooks.list().webhooks, [])

    def test_signs_the_news_of_one_job_with_a_published_key(self):
        webhook_config = {"uris": [self.receiver.url], "user_metadata": {"survey_id": "s1"}}
        job = self.inline_job(webhook_config=webhook_config)
        finish_jobs()
        headers, body = self.receiver.next()
        data = json.loads(body)["data"]
        self.assertEqual((data["id"], data["user_metadata"]), (job.name, {"survey_id": "s1"}))
        scheme, signature = headers["webhook-signature"].split(",")
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        keys = json.loads(fetch(f"{GEMINI['url']}/.well-known/jwks.json"))["keys"]
        self.assertEqual(scheme, "v1a")
        self.assertTrue(any(is_signed(key, signature, signed) for key in keys if key["kty"] == "OKP"))


def is_signed(key, signature, signed):
    public_key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"] + "=="))
    try:
        public_key.verify(base64.b64decode(signature), signed)
        return True
    except Exception:
        return False


if __name__ == "__main__":
    unittest.main()
