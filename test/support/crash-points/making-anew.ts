import { analysisOf, findRestaurants } from '../analyses.ts';
import { createPerson } from '../person.ts';
import { resetToStart } from '../reset.ts';
import { earlierRows } from './list-rows.ts';
import type { MortalStack } from './mortal-stack.ts';
import type { Attempt } from './mortal-worker.ts';

/** A delivered analysis that was made anew in vain, while a worker died. */
export type MadeAnew = {
  moment: 'before' | 'after';
  /** How the new run ended. */
  status: string;
  /** Pushes that the person has got from both runs. */
  pushes: number;
  attempts: Attempt[];
};

/** One for each moment: the report is delivered, an operator resets the run, and Google finds nothing any more. */
export async function makeAllAnew(stack: MortalStack): Promise<MadeAnew[]> {
  return [await makeAnew(stack, 'before'), await makeAnew(stack, 'after')];
}

async function makeAnew(stack: MortalStack, moment: MadeAnew['moment']): Promise<MadeAnew> {
  const { mortal, gemini, line, temporal } = stack;
  const person = createPerson(line, 'en');
  const data = await findRestaurants(person);
  await person.tap(data);
  const delivered = analysisOf(stack, person, data);
  await delivered.result();
  const effect = { kind: 'behaviour', name: 'nothing-found' } as const;
  gemini.faults.add({ route: 'generateContent:search', effect, times: 1 });
  mortal.dieAt({ activity: 'readEarlierAnswer', call: earlierRows.history.point, moment });
  const attemptsBefore = mortal.attempts().length;
  const { client } = temporal.installation;
  const { workflowId, runId } = await resetToStart(client, await delivered.describe());
  const made = client.workflow.getHandle(workflowId, runId);
  await made.result().catch(() => undefined);
  return {
    moment,
    status: (await made.describe()).status.name,
    pushes: person.received().filter(({ via }) => via === 'push').length,
    attempts: mortal.attempts().slice(attemptsBefore),
  };
}
