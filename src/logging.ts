import { type Logger, pino } from 'pino';

/** Anything that could carry a person's data or a secret, wherever it stands in a log line. */
const redactedPaths = [
  'headers.authorization',
  'req.headers.authorization',
  'req.headers["x-line-signature"]',
  'req.headers["webhook-signature"]',
  '*.channelAccessToken',
  '*.apiKey',
  '*.to',
  '*.userId',
  '*.replyToken',
];

/** The log of a process: JSON lines on stderr, so that stdout stays free for what a command answers. */
export function createLogger(level: string, name: string): Logger {
  return pino({ level, name, redact: { paths: redactedPaths, censor: '(redacted)' } }, pino.destination(2));
}

export type { Logger };
