import { z } from 'zod';
import { usableHintMs } from '../retry-pause.ts';

const errorBody = z.object({
  error: z.object({
    message: z.string().catch(''),
    status: z.string().catch(''),
    details: z.array(z.looseObject({ '@type': z.string().catch('') })).catch([]),
  }),
});

const quotaFailure = z.object({ violations: z.array(z.object({ quotaId: z.string().catch('') })).catch([]) });
const retryInfo = z.object({ retryDelay: z.string() });
const errorInfo = z.object({ reason: z.string() });

/** What Gemini says in the body of an error ("Troubleshooting guide"; details follow google.rpc). */
export type ErrorBody = {
  message: string;
  /** Canonical code, e.g. `RESOURCE_EXHAUSTED`. */
  status: string;
  /** `reason` of an ErrorInfo, e.g. `API_KEY_INVALID`. */
  reason: string | undefined;
  /** Names of the quotas that are used up. */
  quotaIds: string[];
  /** What RetryInfo asks for, or else the message; undefined for zero and for more than a day. */
  retryAfterMs: number | undefined;
};

/** Reads an error body; of a text that is no Google error the text itself is the message. Never throws. */
export function readErrorBody(text: string): ErrorBody {
  const parsed = errorBody.safeParse(parseJson(text));
  if (!parsed.success) {
    return { message: text, status: '', reason: undefined, quotaIds: [], retryAfterMs: undefined };
  }
  const { message, status, details } = parsed.data.error;
  const detail = (type: string) => details.find((d) => d['@type'].endsWith(`google.rpc.${type}`));
  const delay = retryInfo.safeParse(detail('RetryInfo')).data?.retryDelay;
  const quota = quotaFailure.safeParse(detail('QuotaFailure')).data?.violations ?? [];
  return {
    message,
    status,
    reason: errorInfo.safeParse(detail('ErrorInfo')).data?.reason,
    quotaIds: quota.map((violation) => violation.quotaId),
    retryAfterMs: durationMs(delay) ?? durationMs(/retry in ([\d.]+s)/i.exec(message)?.[1]),
  };
}

/** A protobuf duration in JSON, e.g. `58s` or `0.5s`; only one that can be waited for. */
function durationMs(text: string | undefined): number | undefined {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(text ?? '')?.[1];
  return seconds === undefined ? undefined : usableHintMs(Number(seconds) * 1000);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
