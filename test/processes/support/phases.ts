import type { Phase } from './held-phase.ts';

const slow = (delayMs: number, times = 1) => ({ effect: { kind: 'delay' as const, delayMs }, times });
const heldMs = 4000;
const stuck = {
  side: 'gemini',
  route: 'batchGenerateContent',
  effect: { kind: 'behaviour', name: 'stuck-pending' },
} as const;

/** Every phase in which a request can be when a deploy comes. */
export const phases: readonly Phase[] = [
  {
    name: 'a search asks Google Maps',
    type: 'nearby',
    faults: [{ side: 'gemini', route: 'generateContent', ...slow(heldMs) }],
    at: { activity: 'searchPlaces' },
  },
  {
    name: 'the restaurants are being replied',
    type: 'nearby',
    faults: [{ side: 'line', route: 'reply', ...slow(heldMs) }],
    at: { activity: 'replyChoices' },
  },
  {
    name: 'collecting',
    type: 'analysis',
    faults: [{ side: 'gemini', route: 'generateContent', ...slow(heldMs) }],
    at: { activity: 'collectReviews' },
  },
  {
    name: 'submitting (upload)',
    type: 'analysis',
    faults: [{ side: 'gemini', route: 'uploadStart', ...slow(heldMs) }],
    at: { activity: 'uploadJsonl' },
  },
  {
    name: 'submitting (create)',
    type: 'analysis',
    faults: [{ side: 'gemini', route: 'batchGenerateContent', ...slow(heldMs) }],
    at: { activity: 'createBatch' },
  },
  {
    name: 'queued',
    type: 'analysis',
    faults: [{ side: 'gemini', route: 'batchGenerateContent', effect: { kind: 'behaviour', name: 'quota-429' } }],
    at: { stage: 'queued' },
  },
  {
    name: 'waiting; the batch ends while everything is down',
    type: 'analysis',
    faults: [stuck],
    at: { stage: 'waiting' },
    async meanwhile({ vendors }) {
      const batch = vendors.gemini.batches().at(-1);
      if (batch) await vendors.gemini.setBatchState(batch.name, 'SUCCEEDED');
    },
  },
  {
    name: 'answering now',
    type: 'analysis',
    faults: [stuck],
    press: {
      atStage: 'waiting',
      buttons: ['status', 'now'],
      faults: [{ side: 'gemini', route: 'generateContent', ...slow(heldMs) }],
    },
    at: { activity: 'answerNow' },
  },
  {
    name: 'delivering',
    type: 'analysis',
    faults: [{ side: 'line', route: 'push', ...slow(heldMs) }],
    at: { activity: 'pushReport' },
  },
];
