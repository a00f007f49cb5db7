import type { LineSimulator } from '../../line/simulator.ts';
import { faultSwitch } from './fault-switch.ts';
import type { Say, Switch } from './switch.ts';

const failingCalls = 3;
const usualLimit = 200;

/** What can go wrong at LINE. */
export function lineSwitches(line: LineSimulator, say: Say): Switch[] {
  return [
    faultSwitch({
      id: 'line-api',
      label: 'LINE API',
      faults: line.faults,
      route: '*',
      unit: 'call',
      normal: { id: 'normal', label: 'answers', explanation: 'Every call to LINE is answered.' },
      broken: [
        {
          id: 'unavailable',
          label: `503 × ${failingCalls}`,
          explanation: say(
            'LINE is out of order.',
            'the push is tried again with the same retry key, so it arrives once.',
          ),
          effect: { kind: 'status', status: 503, body: { message: 'The service is temporarily unavailable' } },
          times: failingCalls,
        },
      ],
    }),
    quotaSwitch(line, say),
  ];
}

function quotaSwitch(line: LineSimulator, say: Say): Switch {
  let before = line.quota();
  const isUsedUp = () => {
    const { limit, used } = line.quota();
    return limit !== undefined && used >= limit;
  };
  return {
    id: 'quota',
    label: 'LINE quota',
    positions: [
      {
        id: 'normal',
        label: 'enough',
        explanation: 'Each push counts against the messages of the month; replies are free.',
      },
      {
        id: 'used-up',
        label: 'used up',
        explanation: say(
          'LINE refuses every push with 429.',
          'a finished report is kept, and a tap on its button gets it as a free reply.',
        ),
      },
    ],
    position: () => (isUsedUp() ? 'used-up' : 'normal'),
    remaining: () => undefined,
    set(position) {
      if (position === 'used-up') {
        if (isUsedUp()) return;
        before = line.quota();
        const limit = before.limit ?? usualLimit;
        line.setQuota({ limit, used: limit });
        return;
      }
      const { limit = usualLimit, used } = before;
      line.setQuota({ limit, used: used < limit ? used : 0 });
    },
  };
}
