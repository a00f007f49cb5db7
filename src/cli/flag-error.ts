/** Flags that are wrong or unknown, one sentence each; shown without a stack, as citty's own errors of this name are. */
export class FlagError extends Error {
  override readonly name = 'CLIError';
}
