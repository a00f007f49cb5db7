/**
 * What LINE's documents leave open, and what differs from account to account. Each has the choice as default that a
 * program can rely on most; "What is guessed" of the simulator's page lists them.
 */
export type LineSettings = {
  /** Whether a reply that is refused for its messages uses up its token; default false. */
  refusedReplyUsesToken: boolean;
  /** Whether one `X-Line-Retry-Key` is known to all endpoints or to each on its own; default `channel`. */
  retryKeyScope: 'channel' | 'endpoint';
  /** Status for a content type that an endpoint does not take; default 415. */
  contentTypeStatus: 400 | 415;
  /** Which stickers the bot may send: those of the page "Stickers", or any; default `listed`. */
  stickers: 'listed' | 'any';
  /** The Flex component `spacer`, which is gone from the reference and still in LINE's examples; default `taken`. */
  flexSpacer: 'taken' | 'refused';
  /** Whether an item of quick replies may lack its `type`, as in LINE's examples; default `optional`. */
  quickReplyItemType: 'optional' | 'required';
  /** An unverified account may not read lists of user ids (403); default `verified`. */
  account: 'verified' | 'unverified';
  /** How long a video or audio that a person sent is prepared before the bot can get it, milliseconds; default 0. */
  contentPreparationMs: number;
};

const defaults: LineSettings = {
  refusedReplyUsesToken: false,
  retryKeyScope: 'channel',
  contentTypeStatus: 415,
  stickers: 'listed',
  flexSpacer: 'taken',
  quickReplyItemType: 'optional',
  account: 'verified',
  contentPreparationMs: 0,
};

/** The settings given, the rest by default. */
export function settingsOf(given: Partial<LineSettings>): LineSettings {
  return {
    refusedReplyUsesToken: given.refusedReplyUsesToken ?? defaults.refusedReplyUsesToken,
    retryKeyScope: given.retryKeyScope ?? defaults.retryKeyScope,
    contentTypeStatus: given.contentTypeStatus ?? defaults.contentTypeStatus,
    stickers: given.stickers ?? defaults.stickers,
    flexSpacer: given.flexSpacer ?? defaults.flexSpacer,
    quickReplyItemType: given.quickReplyItemType ?? defaults.quickReplyItemType,
    account: given.account ?? defaults.account,
    contentPreparationMs: given.contentPreparationMs ?? defaults.contentPreparationMs,
  };
}
