import { z } from 'zod';
import { configSchema } from '../config.ts';
import { settingMetaSchema } from '../config-loading.ts';

type Setting = z.infer<typeof settingMetaSchema> & { defaultValue: string | undefined };

/** Every setting in the order of the schema. */
function settings(): Setting[] {
  const defaults = configSchema.parse({});
  return configSchema.keyof().options.map((key) => {
    const value = defaults[key];
    return { ...settingMetaSchema.parse(configSchema.shape[key].meta()), defaultValue: textOf(value) };
  });
}

function textOf(value: string | number | boolean | string[] | undefined): string | undefined {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return undefined;
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : value.toString();
}

function byGroup(): [string, Setting[]][] {
  return Object.entries(Object.groupBy(settings(), (setting) => setting.group)).map(([group, list]) => [
    group,
    list ?? [],
  ]);
}

/** The page `docs/configuration.md`. */
export function configurationPage(): string {
  const tables = byGroup().map(([group, list]) => {
    const rows = list.map(({ env, defaultValue, description, secret }) => {
      const shown = defaultValue === undefined ? '' : `\`${defaultValue}\``;
      return `| \`${env}\` | ${shown} | ${secret ? 'Secret. ' : ''}${description.replaceAll('|', '\\|')} |`;
    });
    return [`## ${group}`, '', '| variable | default | meaning |', '| --- | --- | --- |', ...rows, ''].join('\n');
  });
  return [
    '# Configuration',
    '',
    'Every setting is an environment variable; an empty one counts as unset. This page is made from `src/config.ts` by',
    '`npm run docs`, and a test fails when it has drifted.',
    '',
    ...tables,
  ].join('\n');
}

/** The file `.env.example`. */
export function environmentExample(): string {
  const blocks = byGroup().flatMap(([group, list]) => [
    `# --- ${group} ---`,
    ...list.flatMap(({ env, defaultValue, description }) => [`# ${description}`, `# ${env}=${defaultValue ?? ''}`]),
    '',
  ]);
  return [
    '# Copy to .env and take the # away from what you set. Made from src/config.ts by `npm run docs`.',
    '',
    ...blocks,
  ].join('\n');
}
