import type { GeminiSimulator } from '../../gemini/simulator.ts';
import { faultSwitch } from './fault-switch.ts';
import type { Say, Switch } from './switch.ts';

const lateSeconds = 20;
const slowSeconds = 120;
const fewCalls = 2;
const manyCalls = 10;

const overloaded = { code: 503, message: 'The model is overloaded. Please try again later.', status: 'UNAVAILABLE' };

/** What can go wrong at Gemini. */
export function geminiSwitches({ faults }: GeminiSimulator, say: Say): Switch[] {
  return [
    faultSwitch({
      id: 'gemini-webhook',
      label: 'Gemini webhook',
      faults,
      route: 'webhook',
      unit: 'job',
      normal: { id: 'normal', label: 'comes', explanation: 'Gemini tells the bot once when a batch job has ended.' },
      broken: [
        {
          id: 'lost',
          label: 'lost',
          explanation: say(
            'Gemini never calls.',
            'the timer of the workflow wakes it, and it finds the result by itself.',
          ),
          effect: { kind: 'behaviour', name: 'lost' },
          times: 1,
        },
        {
          id: 'doubled',
          label: 'twice',
          explanation: say('The same webhook comes twice.', 'the second one changes nothing, one report is sent.'),
          effect: { kind: 'behaviour', name: 'doubled' },
          times: 1,
        },
        {
          id: 'late',
          label: 'late',
          explanation: say(
            `It comes ${lateSeconds} seconds late.`,
            'the workflow sleeps on, and nothing runs meanwhile.',
          ),
          effect: { kind: 'behaviour', name: 'late', value: lateSeconds },
          times: 1,
        },
      ],
    }),
    faultSwitch({
      id: 'batch',
      label: 'Batch job',
      faults,
      route: 'batch',
      unit: 'job',
      normal: {
        id: 'normal',
        label: 'works',
        explanation: 'A job takes some seconds here; at Google minutes or hours.',
      },
      broken: [
        {
          id: 'slow',
          label: 'slow',
          explanation: say(
            `It takes ${slowSeconds / 60} minutes.`,
            'the workflow sleeps between its looks. Time to kill the worker!',
          ),
          effect: { kind: 'behaviour', name: 'slow', value: slowSeconds },
          times: 1,
        },
        {
          id: 'failed',
          label: 'fails',
          explanation: say('The job ends as FAILED.', 'the workflow answers by another way, or apologises once.'),
          effect: { kind: 'behaviour', name: 'job-failed' },
          times: 1,
        },
      ],
    }),
    faultSwitch({
      id: 'gemini-api',
      label: 'Gemini API',
      faults,
      route: '*',
      unit: 'call',
      normal: { id: 'normal', label: 'answers', explanation: 'Every call to Gemini is answered.' },
      broken: [
        {
          id: 'unavailable',
          label: `503 × ${fewCalls}`,
          explanation: say(
            'Gemini is overloaded.',
            'Temporal repeats the failed activity after a pause, not the steps before it.',
          ),
          effect: { kind: 'status', status: 503, body: { error: overloaded } },
          times: fewCalls,
        },
        {
          id: 'unavailable-long',
          label: `× ${manyCalls}`,
          explanation: say(
            `Gemini is overloaded for ${manyCalls} calls.`,
            'when the attempts are used up, the person gets an answer all the same, an apology.',
          ),
          effect: { kind: 'status', status: 503, body: { error: overloaded } },
          times: manyCalls,
        },
      ],
    }),
  ];
}
