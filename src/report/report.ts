/** A page that stands behind a claim: its number is what claims cite, counted from 1 within one place. */
export type Source = {
  number: number;
  /** Link from the grounding metadata, never from model text. */
  uri: string;
  /** What Google calls it; for web pages the domain. */
  title: string;
};

/** One sentence of the grounded prose with the numbers of the sources behind it. */
export type GroundedStatement = { text: string; sources: number[] };

/** What Google Search grounding says about one place. */
export type GroundedReviews = {
  statements: GroundedStatement[];
  sources: Source[];
  /** HTML of Google's Search Suggestions, to be shown unmodified beside the report. */
  searchSuggestionsHtml?: string;
};

/** One claim of a report and the numbers of its sources (at least one, all existing). */
export type Claim = { text: string; sources: number[] };

/** For whom one of several places is right: `text` says why, the sources are numbers of that place's report. */
export type ComparisonClaim = Claim & {
  /** Guests or an occasion, in a few words. */
  forWhom: string;
  /** Position of the place among the places or reports that the comparison goes with. */
  placeIndex: number;
};

/** Which of several places suits whom, after validation. */
export type Comparison = {
  claims: ComparisonClaim[];
  /** Claims that were dropped because no source of their place stands behind them, they say nothing, or are unreadable. */
  droppedClaims: number;
};

/** The report about one place after validation: every claim cites sources that exist. */
export type Report = {
  placeName: string;
  mapsUri: string;
  verdict: Claim | undefined;
  signatureDishes: Claim[];
  praise: Claim[];
  complaints: Claim[];
  price: Claim[];
  queue: Claim[];
  suits: Claim[];
  tips: Claim[];
  disagreements: Claim[];
  sources: Source[];
  searchSuggestionsHtml?: string;
  /** Claims that were dropped because they cited no source that exists, said nothing, or could not be read. */
  droppedClaims: number;
};
