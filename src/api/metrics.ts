import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What the API counts. Labels never carry an id of a person or a place. */
export type ApiMetrics = {
  registry: Registry;
  lineEvents: Counter<'kind' | 'outcome'>;
  geminiWebhooks: Counter<'outcome'>;
  geminiWebhooksForOthers: Counter;
  replies: Counter<'outcome'>;
  /** From the request's arrival to its answer. */
  requestSeconds: Histogram<'route' | 'status'>;
};

/** Makes the metrics on a registry of their own. */
export function createApiMetrics(): ApiMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    lineEvents: new Counter({
      name: 'hyoban_line_events_total',
      help: 'LINE events by kind and what became of them',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    geminiWebhooks: new Counter({
      name: 'hyoban_gemini_webhooks_total',
      help: 'Gemini webhooks by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    geminiWebhooksForOthers: new Counter({
      name: 'hyoban_gemini_webhooks_for_others_total',
      help: 'Gemini webhooks under a JWT that names another audience than our address, or none',
      registers,
    }),
    replies: new Counter({
      name: 'hyoban_replies_total',
      help: 'Replies sent by the API: acknowledgements, status, reports shown again',
      labelNames: ['outcome'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'hyoban_http_request_duration_seconds',
      help: 'Time from a request to its answer',
      labelNames: ['route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2, 5],
      registers,
    }),
  };
}
