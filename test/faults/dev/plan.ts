import { type Plan, planOf } from '../plan.ts';
import { dice } from '../random.ts';
import { noSkew } from '../skew.ts';
import type { DevChat, DevStory } from './story.ts';

const minuteMs = 60_000;

/** The plan of a story with durations that fit real time: no outages of hours, jobs of seconds, webhooks a second late. */
export function devPlanOf({ seed, parts }: DevStory): Plan {
  const plan = planOf(seed);
  return {
    ...plan,
    outages: [],
    pointOutage: undefined,
    skew: noSkew,
    behaviour(side, route, name, key) {
      const found = plan.behaviour(side, route, name, key);
      return found && name === 'late' ? { value: dice(seed, `late:${key}`).pick([1, 2]) } : found;
    },
    batchCourse(key) {
      const { end = 'SUCCEEDED' } = plan.batchCourse(key) ?? {};
      // What a terminated run leaves behind has to be there when it is swept.
      if (parts.some((part, chat) => leavesJob(part) && key.startsWith(`chat${chat}/`)))
        return { afterMs: 20 * minuteMs, end };
      return { afterMs: dice(seed, `dev-batch:${key}`).between(500, 2500), end };
    },
  };
}

/** Whether the one analysis of a chat is terminated and nothing follows. */
function leavesJob({ steps }: DevChat): boolean {
  const kinds = steps.map(({ action }) => action.kind);
  const last = kinds.findLast((kind) => kind !== 'sweep');
  return last === 'terminate' && kinds.filter((kind) => kind === 'tap').length === 1 && !kinds.includes('reset');
}
