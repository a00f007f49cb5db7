import { Refused } from '../../core/control.ts';

/** Thrown when a person cannot do what they are asked to do, e.g. tap a button that is not on screen. */
export class ActionRefused extends Refused {
  override readonly name = 'ActionRefused';
}
