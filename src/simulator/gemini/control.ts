import { z } from 'zod';
import { controlPost, controlRoute } from '../core/control.ts';
import type { Route } from '../core/server.ts';
import type { GeminiSimulator } from './simulator.ts';

const newState = z.strictObject({ state: z.string().min(1) });

const delivery = z.strictObject({
  batchId: z.string().min(1).optional(),
  foreign: z.boolean().optional(),
  type: z.string().min(1).optional(),
  uri: z.url({ protocol: /^https?$/ }).optional(),
  wrongSignature: z.boolean().optional(),
  ageSeconds: z.number().min(0).optional(),
  delaySeconds: z.number().min(0).optional(),
  times: z.int().min(1).max(100).optional(),
});

/** The control routes that Gemini alone has: jobs, the bill, and events that are sent by hand. */
export function geminiControls(
  simulator: Pick<GeminiSimulator, 'batches' | 'setBatchState' | 'bill' | 'webhooks'>,
  later: (seconds: number, send: () => unknown) => void,
): Route[] {
  return [
    controlRoute('GET', 'batches', () => ({ batches: simulator.batches() })),
    controlPost('batches/(?:batches/)?(?<id>[^/]+)/state', newState, async ({ state }, { params }) =>
      simulator.setBatchState(params.id ?? '', state),
    ),
    controlRoute('GET', 'bill', () => ({ entries: simulator.bill() })),
    controlPost('webhooks/deliver', delivery, async ({ delaySeconds, ...wish }) => {
      if (delaySeconds === undefined) return { statuses: await simulator.webhooks.deliver(wish) };
      later(delaySeconds, () => void simulator.webhooks.deliver(wish).catch(() => undefined));
      return { scheduledInSeconds: delaySeconds };
    }),
  ];
}
