"""google-genai against the simulated Gemini: batch jobs."""

import json
import unittest

from google.genai import errors, types
from pydantic import BaseModel

from simulated import GEMINI, control
from simulated_gemini import EMBEDDER, MODEL, GeminiTest, advance, calls, finish_jobs, inject, line_of, raw


class Recipe(BaseModel):
    recipe_name: str
    ingredients: list[str]


class Batches(GeminiTest):
    def finished(self, job):
        finish_jobs()
        return self.client.batches.get(name=job.name)

    def lines_of(self, job):
        content = self.client.files.download(file=self.finished(job).dest.file_name)
        return [json.loads(line) for line in content.decode().splitlines()]

    def test_runs_a_file_and_downloads_its_lines(self):
        file = self.upload([line_of(key) for key in "abc"])
        job = self.client.batches.create(model=MODEL, src=file.name, config={"display_name": "file"})
        self.assertEqual(job.state.name, "JOB_STATE_PENDING")
        self.assertEqual({line["key"] for line in self.lines_of(job)}, set("abc"))
        self.assertEqual(self.client.batches.get(name=job.name).state.name, "JOB_STATE_SUCCEEDED")

    def test_runs_inline_requests(self):
        items = self.finished(self.inline_job()).dest.inlined_responses
        texts = {item.metadata["key"]: item.response.text for item in items}
        self.assertEqual(sorted(texts), ["a", "b"])
        self.assertTrue(all(f"I am {key}" in text for key, text in texts.items()))

    def test_gives_each_item_its_own_configuration(self):
        configs = {
            "instructed": {"system_instruction": {"parts": [{"text": "You are a cat named Neko."}]}},
            "searching": {"tools": [{"google_search": {}}]},
            "structured": {"response_mime_type": "application/json", "response_schema": list[Recipe]},
            "bounded": {"response_mime_type": "application/json", "response_json_schema": Recipe.model_json_schema()},
        }
        src = [
            {"contents": [{"parts": [{"text": "鼎泰豐"}]}], "metadata": {"key": key}, "config": config}
            for key, config in configs.items()
        ]
        job = self.client.batches.create(model=MODEL, src=src, config={"display_name": "configured"})
        responses = {item.metadata["key"]: item.response for item in self.finished(job).dest.inlined_responses}
        self.assertIn("a cat named Neko", responses["instructed"].text)
        self.assertTrue(responses["searching"].candidates[0].grounding_metadata.web_search_queries)
        recipes = json.loads(responses["structured"].text)
        self.assertGreater(len(recipes), 0)
        for recipe in recipes:
            Recipe.model_validate(recipe)
        Recipe.model_validate_json(responses["bounded"].text)

    def test_gets_pictures_from_a_file(self):
        config = {"responseModalities": ["TEXT", "IMAGE"]}
        file = self.upload([line_of("cat", "a cat", generation_config=config), {"key": "nothing"}])
        job = self.client.batches.create(model="gemini-3-pro-image-preview", src=file.name)
        lines = {line["key"]: line for line in self.lines_of(job)}
        _, picture = lines["cat"]["response"]["candidates"][0]["content"]["parts"]
        self.assertEqual(picture["inlineData"]["mimeType"], "image/png")
        self.assertIn("message", lines["nothing"]["error"])

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
        (line,) = self.lines_of(from_file)
        self.assertEqual((len(line["response"]["embedding"]["values"]), line["response"]["tokenCount"]), (4, "1"))
        (item,) = self.client.batches.get(name=inlined.name).dest.inlined_embed_content_responses
        self.assertEqual(len(item.response.embedding.values), 8)

    def test_lists_in_pages(self):
        names = []
        for count in (0, 2, 5):
            while len(names) < count:
                names.append(self.inline_job(f"job {len(names)}").name)
            before = len(calls("listBatches"))
            listed = [job.name for job in self.client.batches.list(config={"page_size": 2})]
            self.assertEqual(listed, names[::-1])
            self.assertEqual(len(calls("listBatches")) - before, max(1, (count + 1) // 2))

    def test_cancels_and_deletes(self):
        job = self.inline_job()
        self.client.batches.cancel(name=job.name)
        self.assertEqual(self.client.batches.get(name=job.name).state.name, "JOB_STATE_CANCELLED")
        self.client.batches.cancel(name=job.name)
        self.client.batches.delete(name=job.name)
        with self.assertRaises(errors.ClientError) as gone:
            self.client.batches.get(name=job.name)
        self.assertEqual(gone.exception.code, 404)

    def test_goes_through_every_state(self):
        for state in ("RUNNING", "FAILED", "EXPIRED", "CANCELLED", "SUCCEEDED"):
            job = self.inline_job()
            control(GEMINI, "POST", f"{job.name}/state", {"state": state})
            self.assertEqual(self.client.batches.get(name=job.name).state.name, f"JOB_STATE_{state}")
            operation = raw(job.name)
            self.assertEqual(operation.get("done"), None if state == "RUNNING" else True)
            self.assertEqual("error" in operation, state in ("FAILED", "EXPIRED", "CANCELLED"))
            self.assertEqual("response" in operation, state == "SUCCEEDED")

    def test_expires_after_48_hours(self):
        inject("batch", kind="behaviour", name="stuck-pending")
        job = self.inline_job()
        advance(48 * 60 * 60)
        expired = self.client.batches.get(name=job.name)
        self.assertEqual((expired.state.name, expired.dest), ("JOB_STATE_EXPIRED", None))

    def test_is_refused_when_the_queue_is_full(self):
        inject("batch", kind="behaviour", name="quota-429")
        with self.assertRaises(errors.ClientError) as refused:
            self.inline_job()
        self.assertEqual((refused.exception.code, refused.exception.status), (429, "RESOURCE_EXHAUSTED"))
        with self.assertRaises(errors.ClientError) as unknown:
            self.client.batches.create(model=MODEL, src="files/nothere")
        self.assertEqual(unknown.exception.code, 403)


if __name__ == "__main__":
    unittest.main()
