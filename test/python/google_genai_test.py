"""google-genai against the simulated Gemini: models, files and webhooks."""

import base64
import hashlib
import hmac
import io
import json
import tempfile
import unittest

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256
from google.genai import errors, types
from pydantic import BaseModel

from simulated import GEMINI, Receiver, fetch
from simulated_gemini import EMBEDDER, MODEL, VERSION, GeminiTest, advance, calls, connect, finish_jobs, inject, journal

BUSY = {"error": {"code": 503, "status": "UNAVAILABLE", "message": "busy"}}
RETRY_INFO = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "58s"}
QUOTA = {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "slow down", "details": [RETRY_INFO]}}


class Models(GeminiTest):
    def ask(self, client=None, contents="hello", **config):
        return (client or self.client).models.generate_content(model=MODEL, contents=contents, config=config)

    def refusal(self, **asked):
        with self.assertRaises(errors.APIError) as refused:
            self.ask(**asked)
        return refused.exception

    def test_answers_in_the_default_version(self):
        self.assertIn("hello", self.ask().text)
        self.assertEqual(journal()[-1]["path"], f"/{VERSION}/models/{MODEL}:generateContent")

    def test_streams(self):
        pieces = [piece.text for piece in self.client.models.generate_content_stream(model=MODEL, contents="hello")]
        self.assertEqual(len(pieces), 3)
        self.assertIn("hello", "".join(pieces))

    def test_grounds_with_maps(self):
        lat_lng = types.LatLng(latitude=25.033, longitude=121.565)
        answer = self.ask(
            contents="lunch near here",
            tools=[types.Tool(google_maps=types.GoogleMaps())],
            tool_config=types.ToolConfig(retrieval_config=types.RetrievalConfig(lat_lng=lat_lng, language_code="zh-TW")),
        )
        metadata = answer.candidates[0].grounding_metadata
        self.assertGreaterEqual(len(metadata.grounding_chunks), 3)
        self.assertTrue(all(chunk.maps.place_id.startswith("places/") for chunk in metadata.grounding_chunks))
        for support in metadata.grounding_supports:
            start = support.segment.start_index or 0
            said = answer.text.encode()[start : support.segment.end_index]
            self.assertEqual(said.decode(), support.segment.text)

    def test_grounds_with_search_and_refuses_maps_with_json(self):
        answer = self.ask(contents="Restaurant: 鼎泰豐", tools=[types.Tool(google_search=types.GoogleSearch())])
        metadata = answer.candidates[0].grounding_metadata
        self.assertIn("chip", metadata.search_entry_point.rendered_content)
        maps = types.Tool(google_maps=types.GoogleMaps())
        refused = self.refusal(tools=[maps], response_mime_type="application/json")
        self.assertIn("Google Maps tool with a response mime type", refused.message)

    def test_fills_a_schema_in_either_form(self):
        class Dish(BaseModel):
            name: str
            stars: int

        config = {"response_mime_type": "application/json", "response_schema": list[Dish]}
        dishes = self.ask(contents="dishes", **config).parsed
        self.assertGreater(len(dishes), 0)
        self.assertTrue(all(isinstance(dish, Dish) for dish in dishes))
        config = {"response_mime_type": "application/json", "response_json_schema": Dish.model_json_schema()}
        Dish.model_validate_json(self.ask(contents="a dish", **config).text)

    def test_understands_fields_of_a_schema_in_snake_case(self):
        schema = types.Schema(type="ARRAY", min_items=5, items=types.Schema(type="STRING", max_length=3))
        answer = self.ask(response_mime_type="application/json", response_schema=schema)
        values = json.loads(answer.text)
        self.assertEqual([len(value) for value in values], [3] * 5)

    def test_counts_embeds_lists_and_gets(self):
        self.assertEqual(self.client.models.count_tokens(model=MODEL, contents="12345678").total_tokens, 2)
        embedded = self.client.models.embed_content(model=EMBEDDER, contents="a", config={"output_dimensionality": 8})
        self.assertEqual([len(embedding.values) for embedding in embedded.embeddings], [8])
        names = [model.name for model in self.client.models.list(config={"page_size": 5})]
        self.assertIn(f"models/{MODEL}", names)
        self.assertEqual(len(names), len(set(names)))
        self.assertIn("batchGenerateContent", self.client.models.get(model=MODEL).supported_actions)

    def test_keeps_thoughts_out_of_the_text(self):
        answer = self.ask(thinking_config=types.ThinkingConfig(include_thoughts=True))
        self.assertEqual([part.thought for part in answer.candidates[0].content.parts], [True, None])
        self.assertEqual(answer.text, "You wrote: hello")

    def test_rates_what_safety_settings_name(self):
        setting = types.SafetySetting(category="HARM_CATEGORY_HARASSMENT", threshold="BLOCK_ONLY_HIGH")
        ratings = self.ask(safety_settings=[setting]).candidates[0].safety_ratings
        self.assertEqual([rating.probability.name for rating in ratings], ["NEGLIGIBLE"])

    def test_errors(self):
        with self.assertRaises(errors.ClientError) as wrong_key:
            self.ask(client=connect("nobody"))
        self.assertEqual((wrong_key.exception.code, wrong_key.exception.status), (400, "INVALID_ARGUMENT"))
        with self.assertRaises(errors.ClientError) as unknown:
            self.client.models.generate_content(model="gemini-9", contents="x")
        self.assertEqual(unknown.exception.code, 404)
        inject("generateContent", kind="status", status=503, body=BUSY)
        with self.assertRaises(errors.ServerError) as overloaded:
            self.ask()
        self.assertEqual(overloaded.exception.code, 503)

    def test_shows_the_details_of_errors(self):
        inject("generateContent", kind="status", status=429, body=QUOTA)
        self.assertIn(RETRY_INFO, self.refusal().details["error"]["details"])
        unknown = self.refusal(http_options=types.HttpOptions(extra_body={"nonsense": 1}))
        (detail,) = unknown.details["error"]["details"]
        self.assertIn('Unknown name "nonsense"', detail["fieldViolations"][0]["description"])

    def test_makes_one_attempt_or_as_many_as_told(self):
        inject("generateContent", kind="status", status=429, body=QUOTA, times=3)
        self.assertEqual(self.refusal().code, 429)
        self.assertEqual(len(calls("generateContent")), 1)
        patient = connect(retry_options=types.HttpRetryOptions(attempts=3, initial_delay=0.01, max_delay=0.01))
        self.assertIn("hello", self.ask(client=patient).text)
        self.assertEqual([entry["status"] for entry in calls("generateContent")], [429, 429, 429, 200])

    def test_tells_its_patience(self):
        self.ask(client=connect(timeout=9_500))
        self.assertEqual(journal()[-1]["requestHeaders"]["x-server-timeout"], "10")


class Files(GeminiTest):
    def test_uploads_gets_lists_and_deletes(self):
        file = self.upload([{"key": "a"}])
        self.assertEqual((file.mime_type, file.display_name, file.state.value), ("jsonl", "lines", "ACTIVE"))
        self.assertEqual(self.client.files.get(name=file.name).name, file.name)
        self.assertEqual([listed.name for listed in self.client.files.list()], [file.name])
        self.client.files.delete(name=file.name)
        with self.assertRaises(errors.ClientError) as gone:
            self.client.files.get(name=file.name)
        self.assertEqual(gone.exception.code, 403)

    def test_uploads_every_size_from_memory_and_from_a_path(self):
        pieces = {1: 1, 70: 1, 9 * 1024 * 1024: 2}
        for size, expected in pieces.items():
            with self.subTest(size=size), tempfile.NamedTemporaryFile("wb", suffix=".txt") as file:
                file.write(b"x" * size)
                file.flush()
                before = len(calls("uploadBytes"))
                from_path = self.client.files.upload(file=file.name)
                from_memory = self.client.files.upload(file=io.BytesIO(b"x" * size), config={"mime_type": "text/plain"})
                self.assertEqual([from_path.size_bytes, from_memory.size_bytes], [size, size])
                self.assertEqual(from_path.sha256_hash, from_memory.sha256_hash)
                self.assertEqual(len(calls("uploadBytes")) - before, 2 * expected)

    def test_uploads_nothing(self):
        uploaded = self.client.files.upload(file=io.BytesIO(b""), config={"mime_type": "text/plain"})
        self.assertEqual((uploaded.size_bytes, uploaded.state.value), (None, "ACTIVE"))

    def test_lists_in_pages(self):
        for count in (0, 2, 5):
            while len(list(self.client.files.list())) < count:
                self.client.files.upload(file=io.BytesIO(b"x"), config={"mime_type": "text/plain"})
            before = len(calls("listFiles"))
            names = {file.name for file in self.client.files.list(config={"page_size": 2})}
            self.assertEqual((len(names), len(calls("listFiles")) - before), (count, max(1, (count + 1) // 2)))

    def test_are_gone_after_48_hours_and_were_never_to_be_downloaded(self):
        file = self.upload([{"key": "a"}])
        with self.assertRaises(errors.ClientError) as refused:
            self.client.files.download(file=file.name)
        self.assertEqual(refused.exception.code, 400)
        advance(48 * 60 * 60)
        self.assertEqual(list(self.client.files.list()), [])


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
        claims = verified_claims(headers["webhook-signature"])
        self.assertEqual((claims["iss"], claims["aud"]), (GEMINI["url"], self.receiver.url))
        self.assertGreater(claims["exp"], claims["iat"])


def verified_claims(token):
    """The claims of an RS256 token that a key of the published set has signed."""
    header, payload, signature = (decoded(part) for part in token.split("."))
    keys = json.loads(fetch(f"{GEMINI['url']}/.well-known/jwks.json"))["keys"]
    [key] = [key for key in keys if key["kid"] == json.loads(header)["kid"]]
    n, e = (int.from_bytes(decoded(key[name]), "big") for name in ("n", "e"))
    signed = token.rsplit(".", 1)[0].encode()
    RSAPublicNumbers(e, n).public_key().verify(signature, signed, PKCS1v15(), SHA256())
    return json.loads(payload)


def decoded(part):
    return base64.urlsafe_b64decode(part + "==")


if __name__ == "__main__":
    unittest.main()
