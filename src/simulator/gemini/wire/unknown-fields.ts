import type { Answer } from '../../core/server.ts';
import type { GeminiSettings } from '../settings.ts';
import { badRequest } from './errors.ts';
import type { Message } from './fields.ts';
import { violationsIn } from './proto.ts';

/** The 400 for a body with members that its message does not have, unless the settings let them pass. */
export function unknownFieldsIn(
  body: unknown,
  message: Message,
  settings: Pick<GeminiSettings, 'unknownFields'>,
): Answer | undefined {
  if (settings.unknownFields === 'ignore') return undefined;
  const violations = violationsIn(body, message);
  return violations.length > 0 ? badRequest(violations) : undefined;
}
