/**
 * Reads the command line of a script by `read`, which throws when it cannot be followed. `--help` shows the usage and ends the
 * process; what was thrown is shown with the usage and without a stack, and ends it with code 2.
 */
export function readCommandLine<Wish>(usage: string, read: (args: string[]) => Wish): Wish {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return read(args);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
    process.exit(2);
  }
}

/** The number that a flag was given. @throws Error that names the flag, unless it is a whole one, `least` or more. */
export function wholeNumber(text: string, flag: string, least = 0): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number;
  throw new Error(`${flag} must be a whole number, ${least} or more, not "${text}"`);
}

/** The names that were asked for, each once; all of them when none was. @throws Error that names those that are not known. */
export function chosenNames<Name extends string>(names: string[] | undefined, known: readonly Name[]): Name[] {
  if (names === undefined) return [...known];
  const unknown = names.filter((name) => !known.some((one) => one === name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.map((name) => `"${name}"`).join(', ')}`);
  return known.filter((name) => names.includes(name));
}
