import { messagesOf } from './support/customers.ts';
import { attemptsOf, type HeldRequest, holdAt, type Phase } from './support/held-phase.ts';
import { phases } from './support/phases.ts';
import { checkPromises } from './support/promises.ts';
import { type Rig, startRig } from './support/rig.ts';
import { type PartOptions, type Row, told, toldRow } from './support/row.ts';
import { eventually, untilQuiet } from './support/settle.ts';
import type { Exit } from './support/supervised.ts';

/** The grace time of `hyoban api` and `hyoban worker`. */
const graceMs = 110_000;
const answerWithinMs = 60_000;
const profileDelayMs = 3000;

/** SIGTERM to API and worker at once in each phase of a request. */
export async function runDrain(options: PartOptions): Promise<Row[]> {
  return drainPhases(phases, options);
}

/** The same for some phases, one after the other on one system. */
export async function drainPhases(chosen: readonly Phase[], options: Omit<PartOptions, 'rounds'>): Promise<Row[]> {
  const { seed, say } = options;
  await using rig = await startRig({ seed, batchSeconds: 1, settings: { HYOBAN_DEFAULT_LANGUAGE: 'en' } });
  const rows: Row[] = [];
  for (const phase of chosen) {
    say(`drain: ${phase.name}`);
    rows.push(await toldRow(options, 'drain', nameOf(phase), async () => drainAt(rig, phase)));
  }
  rows.push(await toldRow(options, 'drain', replyName, async () => drainReply(rig)));
  rows.push(await toldRow(options, 'drain', 'all promises after these', async () => afterAll(rig)));
  return rows;
}

const replyName = 'SIGTERM to the API while it prepares a reply';

/** The webhook has been answered, the reply waits for the person's profile: the API must not end before it is sent. */
async function drainReply(rig: Rig): Promise<Row> {
  const { line } = rig.vendors;
  const { userId } = line.addUser({ displayName: 'Test', language: 'en', friendship: 'friend' });
  line.faults.add({ route: 'profile', effect: { kind: 'delay', delayMs: profileDelayMs }, times: 1 });
  await line.act({ userId, type: 'text', text: 'help' });
  const early = messagesOf(rig, userId).length;
  const exit = await rig.api.terminate();
  const replies = messagesOf(rig, userId).length;
  await rig.api.start();
  return {
    part: 'drain',
    what: replyName,
    measured: `exit ${toldExit(exit)}; ${replies - early} reply sent after the signal`,
    broken: [
      ...(exit.code === 0 && exit.tookMs < graceMs ? [] : [`the API ended ${toldExit(exit)}`]),
      ...(early === 0 && replies === 1 ? [] : [`${early} replies before the signal, ${replies} at the exit`]),
    ],
  };
}

const nameOf = ({ name }: Phase) => `SIGTERM to API and worker while ${name}`;

async function drainAt(rig: Rig, phase: Phase): Promise<Row> {
  const held = await holdAt(rig, phase);
  const [api, ...workers] = await Promise.all([rig.api, ...rig.workers].map(async (process) => process.terminate()));
  const answeredBeforeStart = finalAnswers(rig, held, phase) > 0;
  await phase.meanwhile?.(rig);
  const startedAtMs = performance.now();
  await Promise.all([rig.api, ...rig.workers].map(async (process) => process.start()));
  await eventually('the final answer', answerWithinMs, () => finalAnswers(rig, held, phase) > 0 || undefined);
  const answeredAfterMs = performance.now() - startedAtMs;
  await held.handle.result();
  for (const side of [rig.vendors.line, rig.vendors.gemini]) side.faults.reset();

  const attempts = await attemptsOf(held, phase);
  const answers = finalAnswers(rig, held, phase);
  const exits = [api, ...workers].filter((exit) => exit !== undefined);
  const when = answeredBeforeStart ? 'before the worker ended' : `${seconds(answeredAfterMs)} after the start`;
  return {
    part: 'drain',
    what: nameOf(phase),
    measured: `exits ${exits.map(toldExit).join(', ')} (API, worker); the answer came ${when}, ${answers} time${attempts > 0 ? `; attempts of ${'activity' in phase.at ? phase.at.activity : ''}: ${attempts}` : ''}`,
    broken: [
      ...exits.flatMap((exit) =>
        exit.code === 0 && exit.tookMs < graceMs ? [] : [`a process ended ${toldExit(exit)}`],
      ),
      ...(answers === 1 ? [] : [`${answers} final answers`]),
      ...(attempts > 1 ? ['what was under way was not finished but done again'] : []),
    ],
  };
}

/** Searches are answered by a message with restaurants, analyses by a push. */
function finalAnswers(rig: Rig, { userId }: HeldRequest, { type }: Phase): number {
  const messages = messagesOf(rig, userId);
  return type === 'analysis' ? messages.filter(({ via }) => via === 'push').length : messages.length;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const toldExit = ({ code, signal, tookMs }: Exit) => `${signal ?? code} after ${seconds(tookMs)}`;

async function afterAll(rig: Rig): Promise<Row> {
  const quiet = await untilQuiet(rig, answerWithinMs);
  const { broken, figures } = await checkPromises(rig, []);
  return {
    part: 'drain',
    what: 'all promises after these',
    measured: told(figures),
    broken: [...(quiet ? [] : ['something still ran at the end']), ...broken],
  };
}
