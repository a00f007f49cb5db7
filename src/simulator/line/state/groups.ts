import type { Ids } from './ids.ts';
import type { Users } from './users.ts';

/** A group chat or a multi-person chat (room). */
export type Group = { groupId: string; kind: 'group' | 'room'; name: string; memberIds: Set<string>; botIsIn: boolean };

/** What a new group is made of; `botIsIn` defaults to true. */
export type NewGroup = {
  groupId?: string;
  kind?: 'group' | 'room';
  name?: string;
  memberIds: string[];
  botIsIn?: boolean;
};

/** The groups and rooms of this LINE. */
export type Groups = {
  add: (group: NewGroup) => Group;
  get: (groupId: string) => Group | undefined;
  list: () => Group[];
};

/** Makes an empty set of groups. */
export function createGroups(ids: Ids): Groups {
  const groups = new Map<string, Group>();
  return {
    add(options) {
      const kind = options.kind ?? (options.groupId?.startsWith('R') ? 'room' : 'group');
      const groupId = options.groupId ?? (kind === 'room' ? ids.roomId() : ids.groupId());
      const group: Group = {
        groupId,
        kind,
        name: options.name ?? `Group ${groups.size + 1}`,
        memberIds: new Set(options.memberIds),
        botIsIn: options.botIsIn ?? true,
      };
      groups.set(groupId, group);
      return group;
    },
    get: (groupId) => groups.get(groupId),
    list: () => [...groups.values()],
  };
}

/** The members of a group without those who have deleted their accounts. */
export function presentMembers(group: Group, users: Users): string[] {
  return [...group.memberIds].filter((userId) => users.get(userId)?.friendship !== 'deleted');
}
