/** When the present day began in a time zone, milliseconds since the epoch. */
export function dayStartMs(nowMs: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium', hourCycle: 'h23' });
  const [hours = 0, minutes = 0, seconds = 0] = format.format(nowMs).split(':').map(Number);
  const wholeSecondMs = nowMs - (nowMs % 1000);
  return wholeSecondMs - ((hours * 60 + minutes) * 60 + seconds) * 1000;
}
