import { z } from 'zod';
import { type Config, configSchema } from './config.ts';
import { type Process, type SettingsOf, settingsReadBy } from './config-readers.ts';

/** What `meta` says of one setting. */
export const settingMetaSchema = z.object({
  env: z.string(),
  group: z.string(),
  description: z.string(),
  secret: z.boolean().optional(),
});

/** Settings that are missing or wrong, all of them, one sentence each. */
export class ConfigurationError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(
      [
        'The settings are not right:',
        ...problems.map((problem) => `  - ${problem}`),
        'docs/configuration.md describes every setting.',
      ].join('\n'),
    );
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/** Name of the environment variable of a setting. */
export function envNameOf(key: keyof Config): string {
  return settingMetaSchema.parse(configSchema.shape[key].meta()).env;
}

/**
 * Reads the settings from the environment; an empty variable counts as unset.
 *
 * @throws ConfigurationError that names every wrong setting at once.
 */
export function loadConfig(env: Record<string, string | undefined>): Config {
  const raw: Record<string, string | undefined> = {};
  for (const key of configSchema.keyof().options) raw[key] = env[envNameOf(key)] || undefined;
  const parsed = configSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    parsed.error.issues.map((issue) => {
      const key = configSchema.keyof().parse(issue.path[0]);
      return `${envNameOf(key)} ${issue.message} (it is ${describeValue(key, raw[key])})`;
    }),
  );
}

function describeValue(key: keyof Config, value: string | undefined): string {
  const { secret } = settingMetaSchema.parse(configSchema.shape[key].meta());
  return secret ? 'a secret, not shown' : `"${value}"`;
}

/**
 * Reads the settings of one process and no others.
 *
 * @throws ConfigurationError as `loadConfig` does, also for settings of other processes.
 */
export function loadConfigOf<P extends Process>(process: P, env: Record<string, string | undefined>): SettingsOf<P> {
  const config = loadConfig(env);
  const names: readonly (keyof Config)[] = settingsReadBy[process];
  for (const name of configSchema.keyof().options) if (!names.includes(name)) delete config[name];
  return config;
}

/** Settings in which the named ones are certainly set. */
export type ConfigWith<K extends keyof C, C extends Partial<Config> = Config> = C & {
  [key in K]-?: NonNullable<C[key]>;
};

/**
 * Says that the named settings are there.
 *
 * @throws ConfigurationError that names all missing ones at once, with what each is for.
 */
export function requireSettings<C extends Partial<Config>, K extends keyof C & keyof Config>(
  config: C,
  ...keys: K[]
): ConfigWith<K, C> {
  if (hasSettings(config, keys)) return config;
  const missing = keys.filter((key) => config[key] === undefined);
  throw new ConfigurationError(
    missing.map((key) => `${envNameOf(key)} is missing: ${configSchema.shape[key].meta()?.description}`),
  );
}

/** Whether the named settings are there. */
export function hasSettings<C extends Partial<Config>, K extends keyof C & keyof Config>(
  config: C,
  keys: K[],
): config is ConfigWith<K, C> {
  return keys.every((key) => config[key] !== undefined);
}
