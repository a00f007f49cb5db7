import { check, type Violation } from '../../checker/check.ts';
import { checkPrivacy } from '../../checker/privacy.ts';
import type { DevEvidence } from '../evidence.ts';
import type { DevStory } from '../story.ts';
import { type Chain, chainsOf, isTouched } from './chains.ts';
import { checkForgotten } from './forgotten.ts';
import { checkGroups } from './groups.ts';
import { checkOperated, jobsOf } from './operated.ts';
import { checkSweeps } from './sweeps.ts';

/** Every promise that the story broke: the usual ones for what took its course, others for what did not. */
export function checkDev(evidence: DevEvidence): Violation[] {
  return [
    ...checkUsual(evidence),
    ...checkHeld(evidence),
    ...checkOperated(evidence),
    ...checkForgotten(evidence),
    ...checkSweeps(evidence),
    ...checkGroups(evidence),
  ];
}

/** An answer is only held when LINE's quota is used up: nothing here takes so long that a retry key would be forgotten. */
function checkHeld({ held, story }: DevEvidence): Violation[] {
  if (story.quota) return [];
  return [...held].map((runId) => ({ promise: 'one final answer', what: `run ${runId} holds its answer` }));
}

const isGone = ({ refs, runs }: Chain) => refs.length > runs.length;

/** The checks of the other set, without the runs whose course somebody changed or that are not there any more. */
function checkUsual(evidence: DevEvidence): Violation[] {
  const chains = chainsOf(evidence);
  const isHeld = ({ refs }: Chain) => refs.some(({ runId }) => evidence.held.has(runId));
  const others = chains.filter((chain) => isTouched(chain) || isGone(chain) || isHeld(chain));
  const ids = new Set(others.flatMap(({ refs }) => refs.map(({ runId }) => runId)));
  const jobs = new Set(others.flatMap(({ refs }) => refs.flatMap(({ runId }) => jobsOf(evidence, runId))));
  const chats = new Set(others.map(({ chat }) => chat));
  const isPlain = ({ runId }: { runId: string }) => !ids.has(runId);
  return [
    ...check({
      ...evidence,
      history: evidence.history.filter(isPlain),
      batches: evidence.batches.filter((job) => !jobs.has(job)),
      // What the API says of a run can only be judged by that run.
      shown: evidence.shown.filter(({ chat, activity }) => activity !== undefined || !chats.has(chat)),
    }),
    ...checkPrivacy({ ...evidence, story: withMembers(evidence.story) }),
  ];
}

/** Members of groups are people as well. */
function withMembers(story: DevStory): DevStory {
  const members = story.chats.flatMap((chat, index) =>
    (story.parts[index]?.members ?? []).map((userId) => ({ ...chat, userId })),
  );
  return { ...story, chats: [...story.chats, ...members] };
}
