// Health check of the containers: `node docker/healthcheck.js URL [PATTERN]` ends with 0 when the address answers with 2xx
// and, given a pattern, when a line of the answer matches it. The image has no curl.
const [url, pattern] = process.argv.slice(2);
try {
  const response = await fetch(url, { signal: AbortSignal.timeout(4000) });
  const body = await response.text();
  const healthy = response.ok && (pattern === undefined || new RegExp(pattern, 'm').test(body));
  process.exitCode = healthy ? 0 : 1;
} catch {
  process.exitCode = 1;
}
