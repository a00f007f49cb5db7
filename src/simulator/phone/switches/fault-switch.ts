import type { Fault, FaultEffect, Faults } from '../../core/faults.ts';
import type { Position, Switch } from './switch.ts';

/** A position that adds a fault; the first position of a switch adds none. */
type FaultPosition = Position & { effect: FaultEffect; times: number };

/** What a switch over faults is made of. */
export type FaultSwitch = {
  id: string;
  label: string;
  faults: Faults;
  /** Route of its faults. */
  route: string;
  /** What one use is called: `call`, `job`. */
  unit: string;
  normal: Position;
  /** Those of one effect in order of their numbers. */
  broken: readonly FaultPosition[];
};

/**
 * A switch that stands for faults: it shows those in force, whoever has added them, and goes back by itself when they are
 * used up.
 */
export function faultSwitch({ id, label, faults, route, unit, normal, broken }: FaultSwitch): Switch {
  const isOurs = (fault: Fault, { effect }: FaultPosition) =>
    fault.route === route && sameKind(fault.effect, effect) && fault.probability === undefined;
  /** Positions may differ in their number alone: the smallest one that has room for what is left. */
  const current = () => {
    for (const fault of faults.list()) {
      const { times = 1 } = fault;
      const fitting = broken.filter((position) => isOurs(fault, position));
      const position = fitting.find((candidate) => candidate.times >= times) ?? fitting.at(-1);
      if (position) return { position, times };
    }
    return undefined;
  };

  function clear() {
    const others = faults.list().filter((fault) => !broken.some((position) => isOurs(fault, position)));
    faults.reset();
    for (const fault of others) faults.add(fault);
  }

  return {
    id,
    label,
    positions: [
      normal,
      ...broken.map(({ id: positionId, label: name, explanation }) => ({ id: positionId, label: name, explanation })),
    ],
    position: () => current()?.position.id ?? normal.id,
    remaining() {
      const times = current()?.times;
      if (times === undefined) return undefined;
      return times === 1 ? `next ${unit}` : `next ${times} ${unit}s`;
    },
    set(position) {
      clear();
      const wanted = broken.find((candidate) => candidate.id === position);
      if (wanted) faults.add({ route, effect: wanted.effect, times: wanted.times });
    },
  };
}

function sameKind(one: FaultEffect, other: FaultEffect): boolean {
  if (one.kind === 'behaviour' && other.kind === 'behaviour') return one.name === other.name;
  if (one.kind === 'status' && other.kind === 'status') return one.status === other.status;
  return one.kind === other.kind;
}
