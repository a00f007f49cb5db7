import { z } from 'zod';

const actions = ['analyse', 'again', 'status', 'now', 'cancel'] as const;

const eventId = z.string().regex(/^[0-9A-Z]{1,40}$/);
const placeKey = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const runPrefix = z.string().regex(/^[0-9a-f]{8}$/);

const buttonSchema = z.object({
  action: z.enum(actions),
  /** Webhook event id of the nearby search that the button belongs to. */
  nearbyEventId: eventId,
  /** Place of that search, counted from 0, or all of them. */
  index: z.union([z.int().min(0).max(9), z.literal('all')]),
  placeKey,
  /** First eight digits of the run id that the button talks about. */
  runPrefix: runPrefix.optional(),
});

/** What a button of ours says when it is tapped. */
export type ButtonData = z.infer<typeof buttonSchema>;

/**
 * Writes a button as postback data: `v1.{action}.{nearby event id}.{index|all}.{place key}[.{run prefix}]`, at most 132
 * of the 300 UTF-16 units of "Postback action".
 *
 * @throws ZodError when a part would not be read back.
 */
export function formatButtonData(button: ButtonData): string {
  const { action, nearbyEventId, index, placeKey: key, runPrefix: run } = buttonSchema.parse(button);
  return ['v1', action, nearbyEventId, index, key, ...(run ? [run] : [])].join('.');
}

/** Reads postback data; undefined for data that is forged, of another version or of another bot. */
export function parseButtonData(data: string): ButtonData | undefined {
  const [version, action, nearbyEventId, index = '', key, run, ...rest] = data.split('.');
  if (version !== 'v1' || rest.length > 0) return undefined;
  const button = buttonSchema.safeParse({
    action,
    nearbyEventId,
    index: /^\d$/.test(index) ? Number(index) : index,
    placeKey: key,
    runPrefix: run,
  });
  return button.success ? button.data : undefined;
}
