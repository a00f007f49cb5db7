import { defineSearchAttributeKey } from '@temporalio/common';

/** What operators and chat-wide commands find workflows by. Never encrypted: digests, stages and job names only. */
export const searchAttributes = {
  /** Digest of the chat. */
  chat: defineSearchAttributeKey('HyobanChat', 'KEYWORD'),
  /** Where an analysis stands. */
  stage: defineSearchAttributeKey('HyobanStage', 'KEYWORD'),
  /** `batches/…` at Google. */
  batch: defineSearchAttributeKey('HyobanBatch', 'KEYWORD'),
};
