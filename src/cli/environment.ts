import { type Config, configSchema } from '../config.ts';
import { envNameOf } from '../config-loading.ts';

/** The environment from which a process reads exactly these settings; what is not set is empty, whatever is set here. */
export function environmentOf(config: Config): Record<string, string> {
  return Object.fromEntries(configSchema.keyof().options.map((key) => [envNameOf(key), textOf(config[key])]));
}

function textOf(value: string | number | boolean | string[] | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : value.toString();
}
