/** Names of the faults that the journal notes for a call, e.g. `lost` of `behaviour:lost`. */
export function faultsOf(fault: string | undefined): string[] {
  return (fault ?? '')
    .split(', ')
    .filter(Boolean)
    .map((name) => name.replace(/^behaviour:/, ''));
}
