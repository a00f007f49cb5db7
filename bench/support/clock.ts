/** Monotonic milliseconds that processes of one machine share, unlike `performance.now`. */
export const nowMs = () => Number(process.hrtime.bigint()) / 1e6;

/** CPU time that this process has used so far, in all its threads. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
