import { z } from 'zod';
import type { Answer, Call } from '../../core/server.ts';
import type { GeminiSettings } from '../settings.ts';
import { googleError } from '../wire/errors.ts';
import { camelCased, parseBody } from '../wire/json.ts';
import { batchMessage, generateContentMessage } from '../wire/requests.ts';
import { unknownFieldsIn } from '../wire/unknown-fields.ts';

const changes = z.looseObject({
  displayName: z.string().optional(),
  priority: z.union([z.string(), z.number()]).transform(String).optional(),
});

/** What an update changes. */
export type BatchChanges = { displayName?: string; priority?: string };

/** Reads the body and `updateMask` of an update ("Batch API reference"); without a mask every given member counts. Throws BadJson. */
export function parseUpdate(
  call: Call,
  settings: Pick<GeminiSettings, 'unknownFields'>,
): { changes: BatchChanges } | { failure: Answer } {
  const body = parseBody(call.rawBody);
  const unknown = unknownFieldsIn(body, batchMessage(generateContentMessage), settings);
  if (unknown) return { failure: unknown };
  const parsed = changes.safeParse(camelCased(body));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.map(String).join('.') ?? 'batch';
    return { failure: googleError('INVALID_ARGUMENT', `Invalid JSON payload received. Invalid value at '${field}'.`) };
  }
  const mask = (call.query.get('updateMask') ?? call.query.get('update_mask'))?.split(',');
  const masked = (...names: string[]) => !mask || names.some((name) => mask.includes(name));
  const { displayName, priority } = parsed.data;
  return {
    changes: {
      ...(displayName !== undefined && masked('displayName', 'display_name') ? { displayName } : {}),
      ...(priority !== undefined && masked('priority') ? { priority } : {}),
    },
  };
}
