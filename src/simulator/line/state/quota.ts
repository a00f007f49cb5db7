import type { SimulatorClock } from '../../core/clock.ts';

/** How a message went out, for the counts per day. */
export type SendKind = 'reply' | 'push' | 'multicast' | 'narrowcast' | 'broadcast';

/** The monthly quota and the counts per day. */
export type Quota = {
  /** Undefined is no limit. */
  limit: () => number | undefined;
  used: () => number;
  set: (quota: { limit: number | undefined; used?: number }) => void;
  fits: (recipients: number) => boolean;
  /** Counts what was sent; replies are counted for the day only. */
  count: (kind: SendKind, recipients: number) => void;
  /** Messages of a kind sent on `date` (yyyyMMdd, UTC+9). */
  sentOn: (kind: SendKind, date: string) => number;
  today: () => string;
};

const tokyoOffsetMs = 9 * 60 * 60 * 1000;

/** Makes a quota of 200 messages a month, as on Japan's free plan ("Messaging API pricing"); a new month begins at midnight UTC+9. */
export function createQuota(clock: SimulatorClock): Quota {
  let limit: number | undefined = 200;
  let used = 0;
  let month = '';
  const perDay = new Map<string, number>();

  const today = () => new Date(clock.nowMs() + tokyoOffsetMs).toISOString().slice(0, 10).replaceAll('-', '');

  function usedNow(): number {
    const thisMonth = today().slice(0, 6);
    if (month !== thisMonth) {
      if (month !== '') used = 0;
      month = thisMonth;
    }
    return used;
  }

  return {
    limit: () => limit,
    used: usedNow,
    set(quota) {
      usedNow();
      limit = quota.limit;
      if (quota.used !== undefined) used = quota.used;
    },
    fits: (recipients) => limit === undefined || recipients === 0 || usedNow() + recipients <= limit,
    count(kind, recipients) {
      if (kind !== 'reply') used = usedNow() + recipients;
      const key = `${kind}:${today()}`;
      perDay.set(key, (perDay.get(key) ?? 0) + recipients);
    },
    sentOn: (kind, date) => perDay.get(`${kind}:${date}`) ?? 0,
    today,
  };
}
