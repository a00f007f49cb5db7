import { readBody } from '../../core/bad-input.ts';
import { controlPost, controlRoute, Refused } from '../../core/control.ts';
import type { Route } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import { act, actAll } from '../person/act.ts';
import type { BodyDelivery } from '../simulator.ts';
import { assertionPublicKeySchema } from '../state/assertion-keys.ts';
import type { Group, NewGroup } from '../state/groups.ts';
import { userActionSchema } from '../user-action.ts';
import { sendRawEvent } from './raw-event.ts';
import {
  eventsOrOneSchema,
  eventsSchema,
  newGroupSchema,
  newUserSchema,
  quotaSchema,
  rawEventSchema,
} from './schemas.ts';

/** The control routes that LINE alone has: people, groups, chats, what people do, and the month's quota. */
export function lineControls(context: LineContext): Route[] {
  return [
    controlRoute('GET', 'users', () => ({ users: context.state.users.list() })),
    controlPost('users', newUserSchema, (user) => context.state.users.add(user), 201),
    controlPost('groups', newGroupSchema, (group) => addGroup(context, group), 201),
    controlRoute('GET', 'chats/(?<chatId>[UCR][0-9a-f]{32})', ({ params }) =>
      context.state.chats.view(params.chatId ?? ''),
    ),
    controlPost(
      'assertion-keys',
      assertionPublicKeySchema,
      (publicKey) => ({ kid: context.assertionKeys.register(publicKey) }),
      201,
    ),
    controlRoute('POST', 'events', async ({ rawBody }) => {
      if (readBody(eventsOrOneSchema, rawBody).events === undefined) {
        return shown(await act(context, readBody(userActionSchema, rawBody)));
      }
      return shown(await actAll(context, readBody(eventsSchema, rawBody).events));
    }),
    controlPost('events/raw', rawEventSchema, async (raw) => ({
      deliveries: (await sendRawEvent(context, raw)).map(shown),
    })),
    controlPost('quota', quotaSchema, ({ limit, used }) => {
      const { quota } = context.state;
      quota.set({ limit: limit ?? undefined, ...(used === undefined ? {} : { used }) });
      return { limit, used: quota.used() };
    }),
  ];
}

function addGroup({ state }: LineContext, newGroup: NewGroup): Omit<Group, 'memberIds'> & { memberIds: string[] } {
  const unknown = newGroup.memberIds.find((id) => !state.users.get(id));
  if (unknown) throw new Refused(`There is no user ${unknown}.`);
  const { memberIds, ...group } = state.groups.add(newGroup);
  return { ...group, memberIds: [...memberIds] };
}

/** A delivery in JSON, where no answer is null. */
function shown<D extends BodyDelivery>(delivery: D) {
  return { ...delivery, status: delivery.status ?? null };
}
