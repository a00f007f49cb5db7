import type { Language } from '../../workflows/contract.ts';
import { textsFor } from './index.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How long somebody has been waiting, in words: `等了 12 分鐘`, `1 hour 5 minutes so far`. */
export function formatWait(language: Language, waitedMs: number): string {
  const texts = textsFor(language);
  return waitedMs < minuteMs ? texts.justStarted : texts.waitedFor(formatDuration(language, waitedMs));
}

/** A duration in words, in whole minutes and one at least: `12 分鐘`, `1 hour 5 minutes`. */
export function formatDuration(language: Language, durationMs: number): string {
  const minutes = Math.max(1, Math.floor(durationMs / minuteMs));
  const hours = Math.floor(minutes / 60);
  const parts = [
    hours > 0 ? unit(language, hours, 'hour') : '',
    minutes % 60 > 0 ? unit(language, minutes % 60, 'minute') : '',
  ];
  return parts.filter(Boolean).join(' ');
}

/** How long ago something was, in words: `2 小時前`; undefined for less than a minute. Relative, because the time zone of a person is not known. */
export function formatAgo(language: Language, ageMs: number): string | undefined {
  if (ageMs < minuteMs) return undefined;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  if (ageMs >= dayMs) return format.format(-Math.floor(ageMs / dayMs), 'day');
  if (ageMs >= hourMs) return format.format(-Math.floor(ageMs / hourMs), 'hour');
  return format.format(-Math.floor(ageMs / minuteMs), 'minute');
}

/** Quoted names as one list: `「甲」、「乙」和「丙」`. */
export function formatNames(language: Language, names: string[]): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(names.map(textsFor(language).quote));
}

function unit(language: Language, value: number, name: 'hour' | 'minute'): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);
}
