/** Monotonic milliseconds that processes of one machine share, unlike `performance.now`. */
export const nowMs = () => Number(process.hrtime.bigint()) / 1e6;
