import { fileURLToPath } from 'node:url';

type Environment = Record<string, string | undefined>;

/** Variables of ours that begin like those of the Temporal SDK and command. */
const ownTemporalNames = ['TEMPORAL_CLI', 'TEMPORAL_TEST_SERVER', 'TEMPORAL_TASK_QUEUE'];

/** Credentials, projects and addresses that Google's SDKs read by themselves. */
const googleNames = /^GOOGLE_(API_KEY|APPLICATION_CREDENTIALS|GENAI_|GEMINI_|VERTEX_|CLOUD_)/;

/** There is no such file, which the SDK takes for no profile; it fails at an empty one. */
export const noProfile = fileURLToPath(new URL('./no-temporal-profile.toml', import.meta.url));

const loopback = ['127.0.0.1', 'localhost', '::1'];

/**
 * Takes out of an environment what is meant for other servers than those that the local mode starts: address, namespace,
 * credentials and profiles of another Temporal, unless `TEMPORAL_ADDRESS` asks for that one, and what Google's SDKs read
 * beside our settings. Child processes inherit the result.
 */
export function keepOutForeignSettings(env: Environment): void {
  for (const name of Object.keys(env).filter((one) => googleNames.test(one))) delete env[name];
  reachLoopbackDirectly(env);
  // A debugger of this process is none of the child's.
  if (env.NODE_OPTIONS) env.NODE_OPTIONS = env.NODE_OPTIONS.replace(/--inspect(-\w+)?(=\S+)?/g, '').trim();
  if (!env.TEMPORAL_ADDRESS) keepOutForeignTemporal(env);
}

/** Takes out whatever leads to a Temporal server of somebody else. */
export function keepOutForeignTemporal(env: Environment): void {
  for (const name of Object.keys(env)) {
    if (name.startsWith('TEMPORAL_') && !ownTemporalNames.includes(name)) delete env[name];
  }
  // Otherwise the SDK takes the profile in the home directory.
  env.TEMPORAL_CONFIG_FILE = noProfile;
}

/** Node asks a proxy for addresses of this machine too, when it is told to use one. */
export function reachLoopbackDirectly(env: Environment): void {
  const given = (env.no_proxy ?? env.NO_PROXY ?? '').split(',').map((host) => host.trim());
  const hosts = [...new Set([...given.filter(Boolean), ...loopback])].join(',');
  env.no_proxy = hosts;
  env.NO_PROXY = hosts;
}
