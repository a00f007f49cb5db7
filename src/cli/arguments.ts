import { type ArgsDef, type CommandDef, parseArgs, showUsage } from 'citty';
import { FlagError } from './flag-error.ts';

/**
 * Shows how a command is used when that is asked for, or when it is one of commands and none of them is named; otherwise
 * refuses what the command does not take, which citty lets through.
 *
 * @throws FlagError that names the unknown command, every unknown flag, or else every word that belongs to no flag.
 */
export async function helpIsShown(command: CommandDef, rawArgs: string[], parent?: CommandDef): Promise<boolean> {
  const [name, ...rest] = rawArgs;
  const commands = await resolved(command.subCommands);
  const named = commands && name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (named !== undefined) return helpIsShown(await resolved(named), rest, command);
  if (commands ? name === undefined || isHelp(name) : rawArgs.some(isHelp)) {
    await showUsage(command, parent);
    return true;
  }
  if (commands) throw new FlagError(`There is no command "${name}"`);
  refuseUnknown(rawArgs, (await resolved(command.args)) ?? {});
  return false;
}

const isHelp = (word: string) => word === '--help' || word === '-h';

type Lazy<T> = T | Promise<T> | (() => T | Promise<T>);

const isMaker = <T>(value: Lazy<T>): value is () => T | Promise<T> => typeof value === 'function';

const resolved = async <T>(value: Lazy<T>): Promise<T> => (isMaker(value) ? value() : value);

function refuseUnknown(rawArgs: string[], definitions: ArgsDef): void {
  const args = parseArgs(rawArgs, definitions);
  // citty gives each flag in camelCase too.
  const known = new Set(Object.keys(definitions).flatMap((name) => [name, camelCase(name)]));
  const flags = Object.keys(args).filter((name) => name !== '_' && !known.has(name));
  if (flags.length > 0) throw new FlagError(flags.map((name) => `There is no --${name}`).join('\n'));
  const takesWords = Object.values(definitions).some(({ type }) => type === 'positional');
  if (!takesWords && args._.length > 0) {
    throw new FlagError(args._.map((word) => `"${word}" belongs to no flag`).join('\n'));
  }
}

const camelCase = (name: string) => name.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
