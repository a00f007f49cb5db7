import { z } from 'zod';
import type { Answer, Call, Route } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import { errorAnswer } from '../errors.ts';
import { act } from '../person/act.ts';
import { ActionRefused } from '../person/refused.ts';
import { sendRawEvent } from './raw-event.ts';
import {
  clockSchema,
  faultSchema,
  newGroupSchema,
  newUserSchema,
  quotaSchema,
  rawEventSchema,
  userActionSchema,
} from './schemas.ts';

/** The routes under `/_sim/` with which tests and people steer LINE: no token, JSON in and out, 400 with a sentence for bad input. */
export function controlRoutes(context: LineContext, reset: () => void): Route[] {
  const { journal, clock, faults } = context;
  return [
    get('journal', () => ({ status: 200, body: journal.entries() })),
    get('faults', () => ({ status: 200, body: faults.list() })),
    get('users', () => ({ status: 200, body: context.state.users.list() })),
    get('chats/(?<chatId>[UCR][0-9a-f]{32})', ({ params }) => ({
      status: 200,
      body: context.state.chats.view(params.chatId ?? ''),
    })),
    route('POST', 'reset', () => {
      reset();
      journal.reset();
      return { status: 200, body: {} };
    }),
    post('clock', clockSchema, async (change) => {
      if ('advanceSeconds' in change) await clock.advance(change.advanceSeconds * 1000);
      else clock.freeze(change.freeze);
      return { status: 200, body: { nowMs: clock.nowMs() } };
    }),
    post('users', newUserSchema, (user) => ({ status: 201, body: context.state.users.add(user) })),
    post('groups', newGroupSchema, (newGroup) => {
      const unknown = newGroup.memberIds.find((id) => !context.state.users.get(id));
      if (unknown) return errorAnswer(400, `There is no user ${unknown}.`);
      const { memberIds, ...group } = context.state.groups.add(newGroup);
      return { status: 201, body: { ...group, memberIds: [...memberIds] } };
    }),
    post('events', userActionSchema, async (action) => ({ status: 200, body: await act(context, action) })),
    post('events/raw', rawEventSchema, async (raw) => ({ status: 200, body: await sendRawEvent(context, raw) })),
    post('quota', quotaSchema, ({ limit, used }) => {
      context.state.quota.set({ limit: limit ?? undefined, ...(used === undefined ? {} : { used }) });
      return { status: 200, body: { limit, used: context.state.quota.used() } };
    }),
    post('faults', faultSchema, (fault) => {
      faults.add(fault);
      return { status: 201, body: faults.list() };
    }),
    route('DELETE', 'faults', () => {
      faults.reset();
      return { status: 200, body: [] };
    }),
  ];
}

function route(method: string, path: string, handle: Route['handle']): Route {
  const pattern = new RegExp(`^/_sim/${path}$`);
  const name = `control-${method.toLowerCase()}-${path.replace(/\W.*$/, '')}`;
  return { name, method, pattern, handle: (call) => withSentences(() => handle(call)) };
}

function get(path: string, handle: (call: Call) => Answer): Route {
  return route('GET', path, handle);
}

function post<T>(path: string, schema: z.ZodType<T>, handle: (input: T) => Answer | Promise<Answer>): Route {
  return route('POST', path, (call) => {
    const parsed = schema.safeParse(jsonOf(call.rawBody));
    return parsed.success ? handle(parsed.data) : errorAnswer(400, z.prettifyError(parsed.error));
  });
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function withSentences(handle: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await handle();
  } catch (error) {
    if (error instanceof ActionRefused) return errorAnswer(409, error.message);
    throw error;
  }
}
