import type { WorkflowHandle } from '@temporalio/client';
import { parseButtonData } from '../../../src/line/button-data.ts';
import type { Fault } from '../../../src/simulator/core/faults.ts';
import { analysisWorkflowId, nearbyWorkflowId } from '../../../src/workflows/contract.ts';
import { searchAttributes } from '../../../src/workflows/search-attributes.ts';
import { buttonFor } from '../../support/person.ts';
import { createCrowd } from './crowd.ts';
import { type Customer, messagesOf, order, search } from './customers.ts';
import type { Rig } from './rig.ts';
import { eventually } from './settle.ts';

/** A moment in the life of a request at which processes are stopped. */
export type Phase = {
  name: string;
  /** What holds the request there. */
  faults: readonly (Fault & { side: 'line' | 'gemini' })[];
  /** Whether the request is a search or an analysis. */
  type: 'nearby' | 'analysis';
  /** The activity that is under way, or the stage in which nothing is. */
  at: { activity: string } | { stage: string };
  /** What the person taps once the analysis is at a stage, and what holds it from then on. */
  press?: { atStage: string; buttons: readonly ('status' | 'now')[]; faults: Phase['faults'] };
  /** What happens while everything is down. */
  meanwhile?: (rig: Rig) => Promise<void>;
};

const withinMs = 60_000;
const activityStarted = 2;

/** A request that stands where the phase wants it. */
export type HeldRequest = { userId: string; handle: WorkflowHandle };

/** Brings a new person's request to a phase. */
export async function holdAt(rig: Rig, phase: Phase): Promise<HeldRequest> {
  const [customer] = createCrowd(rig, { seed: rig.vendors.line.users().length, people: 1, arriveWithinMs: 0 });
  if (!customer) throw new Error('A crowd of one has one person');
  const held =
    phase.type === 'nearby' ? await heldSearch(rig, customer, phase) : await heldAnalysis(rig, customer, phase);
  await untilAt(held.handle, phase.name, phase.at);
  return held;
}

async function heldSearch(rig: Rig, { userId, location }: Customer, phase: Phase): Promise<HeldRequest> {
  addFaults(rig, phase.faults);
  const { client } = rig.installation;
  return eventually('a search that is taken', withinMs, async () => {
    const { webhookEventId } = await rig.vendors.line.act({ userId, type: 'location', ...location });
    const handle = client.workflow.getHandle(nearbyWorkflowId(webhookEventId));
    return handle.describe().then(
      () => ({ userId, handle }),
      () => undefined,
    );
  });
}

async function heldAnalysis(rig: Rig, customer: Customer, phase: Phase): Promise<HeldRequest> {
  const { userId } = customer;
  const choices = await search(rig, customer, []);
  if (!choices) throw new Error('No restaurants came');
  addFaults(rig, phase.faults);
  const data = await order(rig, customer, choices, []);
  if (!data) throw new Error('The tap was not taken');
  const { client, digests } = rig.installation;
  const workflowId = analysisWorkflowId(digests.chatKey(userId), parseButtonData(data)?.placeKey ?? '');
  const handle = client.workflow.getHandle(workflowId);
  if (phase.press) await press(rig, { userId, handle }, phase.press);
  return { userId, handle };
}

async function press(rig: Rig, { userId, handle }: HeldRequest, wanted: NonNullable<Phase['press']>): Promise<void> {
  await untilAt(handle, `the stage ${wanted.atStage}`, { stage: wanted.atStage });
  addFaults(rig, wanted.faults);
  for (const action of wanted.buttons) {
    const look = () =>
      messagesOf(rig, userId).findLast(({ message }) => JSON.stringify(message).includes(`v1.${action}.`));
    const item = await eventually(`a button "${action}"`, withinMs, look);
    await rig.vendors.line.act({ userId, type: 'postback', data: buttonFor(item, action) });
  }
}

/** How often the activity that was under way has been tried in all; 0 when there was none. */
export async function attemptsOf({ handle }: HeldRequest, { at }: Phase): Promise<number> {
  if (!('activity' in at)) return 0;
  const { events } = await handle.fetchHistory();
  const scheduled = (events ?? []).filter(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === at.activity,
  );
  const ids = new Set(scheduled.map(({ eventId }) => Number(eventId)));
  const started = (events ?? []).flatMap(({ activityTaskStartedEventAttributes: attributes }) =>
    attributes && ids.has(Number(attributes.scheduledEventId)) ? [attributes.attempt ?? 1] : [],
  );
  return started.reduce((sum, attempt) => sum + attempt, 0);
}

function addFaults({ vendors }: Rig, faults: Phase['faults']): void {
  for (const { side, ...fault } of faults) vendors[side].faults.add(fault);
}

async function untilAt(handle: WorkflowHandle, name: string, at: Phase['at']): Promise<void> {
  await eventually(`that it is at: ${name}`, withinMs, async () => {
    const described = await handle.describe();
    if ('stage' in at) return described.typedSearchAttributes.get(searchAttributes.stage) === at.stage || undefined;
    const pending = described.raw.pendingActivities ?? [];
    const found = pending.some(
      ({ activityType, state }) => activityType?.name === at.activity && Number(state) === activityStarted,
    );
    return found || undefined;
  });
}
