import type { ButtonData } from '../../line/button-data.ts';
import { answeringNowMessages } from '../../line/messages/answering-now.ts';
import { cancelledMessages, nothingRunningMessages, tooLateToCancelMessages } from '../../line/messages/notices.ts';
import { type DescribedRun, placesOf } from '../../temporal/run-description.ts';
import { askAnswerNow, cancelForUser, describeRun, readProgress } from '../../temporal/running-analyses.ts';
import { analysisWorkflowId } from '../../workflows/contract.ts';
import type { ApiContext } from '../context.ts';
import { chatOf } from './chat-of.ts';
import { giveHeld } from './give-held.ts';
import { type ActiveEvent, type EventOutcome, say } from './handle-event.ts';
import { sayStillRunning } from './still-running.ts';

/** Does what a button on a running analysis says, for exactly the run that the button was made for. */
export async function onRunButton(
  api: ApiContext,
  event: ActiveEvent,
  button: ButtonData & { action: 'status' | 'now' | 'cancel' },
): Promise<EventOutcome> {
  const workflowId = analysisWorkflowId(chatOf(api, event).key, button.placeKey);
  const run = await describeRun(api.temporal, api.budgets.readMs, workflowId);
  const isThisRun = !button.runPrefix || run?.runId.startsWith(button.runPrefix);
  if (run?.status !== 'RUNNING' || !isThisRun)
    return say(api, event, (language) => nothingRunningMessages({ language }));
  if (run.stage === 'held') return giveHeld(api, event, run);
  switch (button.action) {
    case 'cancel':
      return cancel(api, event, run);
    case 'now':
      return answerNow(api, event, run);
    case 'status':
      return sayStillRunning(api, event, run, button);
  }
}

async function cancel(api: ApiContext, event: ActiveEvent, run: DescribedRun): Promise<EventOutcome> {
  const signalled = await cancelForUser(api.temporal, api.budgets.durableMs, run);
  api.replies.send(event.replyToken, async () => {
    const language = await api.languageOf(event.source.userId);
    const cancelled = signalled && (await wasCancelled(api, run));
    return cancelled ? cancelledMessages({ language, places: placesOf(run) }) : tooLateToCancelMessages({ language });
  });
  return 'signalled';
}

async function answerNow(api: ApiContext, event: ActiveEvent, run: DescribedRun): Promise<EventOutcome> {
  const signalled = await askAnswerNow(api.temporal, api.budgets.durableMs, run);
  if (!signalled) return say(api, event, (language) => nothingRunningMessages({ language }));
  say(api, event, (language) => answeringNowMessages({ language, places: placesOf(run) }));
  return 'signalled';
}

/** The run itself says whether a cancel came in time; when no worker answers, the stage that it was last seen in does. */
export async function wasCancelled(api: ApiContext, run: DescribedRun): Promise<boolean> {
  const progress = await readProgress(api.temporal, api.budgets.queryMs, run);
  return progress?.cancelled ?? run.stage !== 'delivering';
}
