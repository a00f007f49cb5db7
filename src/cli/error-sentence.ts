import { z } from 'zod';
import { configSchema } from '../config.ts';
import { ConfigurationError, envNameOf, loadConfig } from '../config-loading.ts';

/** Names of errors whose message is meant for the user: citty's own, flags, a server that is away or refuses, a second start. */
const plainNames = ['CLIError', 'TemporalUnavailable', 'AlreadyRunning', 'SetupRefused'];

/** Node's error of a server whose port another process has. */
export const portTaken = z.looseObject({ code: z.literal('EADDRINUSE'), port: z.number() });

/** What went wrong, when it is something that the user can mend; undefined for a bug, whose stack matters. */
export function sentenceOf(error: unknown, env: Record<string, string | undefined>): string | undefined {
  if (error instanceof ConfigurationError) return error.message;
  if (error instanceof Error && plainNames.includes(error.name)) return error.message;
  const taken = portTaken.safeParse(error).data;
  return taken && portSentence(taken.port, env);
}

function portSentence(port: number, env: Record<string, string | undefined>): string {
  const config = loadConfig(env);
  const settings = configSchema
    .keyof()
    .options.filter((key) => key.endsWith('Port') && config[key] === port)
    .map(envNameOf);
  const way = settings.length > 0 ? `End what uses it, or set ${settings.join(' or ')}.` : 'End what uses it.';
  return `Port ${port} is taken. ${way}`;
}
