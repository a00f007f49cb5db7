import type { System } from './system.ts';

/** How many LINE events of a kind started a workflow so far, by the API's own Prometheus metrics. */
export async function startedEvents({ metricsUrl }: System, kind: 'location' | 'postback'): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  const line = text
    .split('\n')
    .find(
      (one) =>
        one.startsWith('hyoban_line_events_total{') &&
        one.includes(`kind="${kind}"`) &&
        one.includes('outcome="started"'),
    );
  return Number(line?.split(' ').at(-1) ?? 0);
}
