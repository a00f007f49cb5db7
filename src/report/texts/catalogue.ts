import type { ClaimCounts, ClaimSection } from '../claims.ts';

/** Kinds of page that take the place of a report. */
export type NoticeKind = 'not-found' | 'not-ready' | 'expired' | 'away' | 'too-many' | 'went-wrong';

/** Everything that the report bubble and the report page say themselves in one language. */
export type ReportTexts = {
  sections: Record<ClaimSection, string>;
  verdict: string;
  /** A restaurant and what is said of it, in one line. */
  named: (name: string, sentence: string) => string;
  sources: string;
  sourceCount: (count: number) => string;
  /** Below a list of sources that has no room for the others. */
  moreSources: (count: number) => string;
  /** In place of a list of sources for which there is no room. */
  sourcesNotListed: (count: number) => string;
  counts: (counts: ClaimCounts) => string;
  /** In the list of sources: how many claims rest on one. */
  citedBy: (claims: number) => string;
  /** Read aloud in place of the bare number of a source. */
  sourceNumber: (number: number) => string;
  fullReport: string;
  moreInFullReport: string;
  /** In place of a verdict when none could be kept. */
  noVerdict: string;
  alsoSearched: string;
  reportsTitle: (count: number) => string;
  /** Which of several restaurants suits whom. */
  comparison: {
    title: string;
    compared: (restaurants: number) => string;
    /** Guests or an occasion, and the restaurant for them, in one line. */
    suits: (forWhom: string, name: string) => string;
    /** Several of these in one line. */
    list: (items: string[]) => string;
  };
  contents: string;
  madeAt: (time: string) => string;
  howMade: string;
  /** IANA time zone in which times are shown: the server does not know the reader's. */
  timeZone: string;
  notices: Record<NoticeKind, { title: string; text: string }>;
};
