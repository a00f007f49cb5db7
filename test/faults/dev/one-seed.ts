import type { Outcome } from '../messages.ts';
import { countBy } from '../one-seed.ts';
import { checkDev } from './checker/check.ts';
import { gatherDevEvidence } from './evidence.ts';
import { devPlanOf } from './plan.ts';
import { clearAway, playDevStory } from './play.ts';
import type { DevStage } from './stage.ts';
import { devStoryOf } from './story.ts';
import { devTimelineOf } from './timeline.ts';

/** Plays one seed on a real server and checks it. */
export async function playDevSeed(stage: DevStage, seed: number): Promise<Outcome> {
  const beganAt = performance.now();
  stage.takeLog();
  const story = devStoryOf(seed);
  const seen = await playDevStory(stage, story, devPlanOf(story));
  const evidence = await gatherDevEvidence(stage, seen);
  const violations = checkDev(evidence);
  const struck = evidence.director.struck();
  const isBroken = violations.length > 0;
  await clearAway(stage, seen);
  return {
    seed,
    end: isBroken ? 'broken' : 'kept',
    violations,
    timeline: isBroken || process.env.HYOBAN_TIMELINE ? devTimelineOf(evidence) : [],
    faults: countBy(struck.filter(({ kind }) => kind !== 'crash').map(({ where, kind }) => `${where}: ${kind}`)),
    crashes: countBy(struck.filter(({ kind }) => kind === 'crash').map(({ where }) => where)),
    chats: story.chats.length,
    runs: evidence.known.length,
    ends: countBy(evidence.history.map(({ type, status, failureType }) => `${type}: ${failureType ?? status}`)),
    attempts: evidence.attempts.length,
    realMs: Math.round(performance.now() - beganAt),
  };
}
