import { analysesOf, ledgerOf } from './checker/analyses.ts';
import { gatherEvidence, type Run } from './evidence.ts';
import type { Plan } from './plan.ts';
import { planOf } from './plan.ts';
import { playStory } from './play.ts';
import { dice } from './random.ts';
import { noSkew } from './skew.ts';
import { createStage } from './stage.ts';
import { type Story, storyOf } from './story.ts';

/**
 * `node test/faults/webhooks.ts 1 2 3`: plays each seed's people, who share a location and tap, three times: Gemini's
 * webhooks come as they should, come in an odd way, or never come. Prints a JSON line for each with what was pushed, and
 * what each analysis has paid for it.
 */
const ways = ['come', 'odd', 'lost'] as const;
const oddWays = ['late', 'doubled', 'reordered', 'wrong-signature', 'too-old'] as const;

/** What was pushed, without the links, which are sealed anew each time. */
export type PlayedWay = {
  seed: number;
  way: (typeof ways)[number];
  struck: string[];
  pushed: string[];
  paid: string[];
};

const stage = await createStage();
for (const seed of process.argv.slice(2).map(Number)) {
  for (const way of ways) {
    const evidence = await gatherEvidence(stage, await playStory(stage, plainStory(seed), planWith(seed, way)));
    const { director } = evidence;
    const pushed = evidence.shown
      .filter(({ activity }) => activity === 'pushReport')
      .map(({ chat, items }) => `${chat} ${JSON.stringify(items.map(({ message }) => message))}`)
      .map((text) => text.replaceAll(/\/r\/[\w.-]+/g, '/r/…'));
    const played: PlayedWay = {
      seed,
      way,
      struck: director.struck().map(({ kind }) => kind),
      pushed: pushed.toSorted(),
      paid: analysesOf(evidence).map(priceOf).toSorted(),
    };
    process.stdout.write(`${JSON.stringify(played)}\n`);
  }
}
await stage.stop().catch(() => undefined);
process.exit(0);

/** What a run has paid, in whatever order. */
function priceOf(run: Run): string {
  const entries = ledgerOf(run) ?? [];
  return entries
    .map(({ call, status, priceMicroUsd }) => `${call} ${status} ${priceMicroUsd}`)
    .toSorted()
    .join(', ');
}

function plainStory(seed: number): Story {
  const story = storyOf(seed);
  const chats = story.chats.map((chat) => ({ ...chat, steps: chat.steps.slice(0, 2) }));
  return { ...story, settings: 'usual', quota: undefined, chats };
}

function planWith(seed: number, way: (typeof ways)[number]): Plan {
  const odd = dice(seed, 'odd webhooks').pick(oddWays);
  const strikes = { come: undefined, odd, lost: 'lost' }[way];
  return {
    ...planOf(seed),
    outages: [],
    pointOutage: undefined,
    skew: noSkew,
    refusedFlexOf: new Set(),
    socketFault: () => undefined,
    crash: () => false,
    temporalFault: () => undefined,
    batchCourse: () => undefined,
    behaviour: (side, route, name) =>
      side === 'gemini' && route === 'webhook' && name === strikes
        ? { value: name === 'late' ? 300 : undefined }
        : undefined,
  };
}
