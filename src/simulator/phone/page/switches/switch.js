/** @import { SwitchView } from '../../switches/switch.ts' */
import { el } from '../dom.js';

/**
 * One switch: a choice between how things should be and what can go wrong, with a sentence about the position chosen.
 *
 * @param {SwitchView} first
 * @param {object} on
 * @param {(id: string, position: string) => void} on.choose
 * @param {(sentence: string | undefined) => void} on.point told what is pointed at, or that nothing is
 */
export function createSwitch({ id, label, positions }, { choose, point }) {
  const explanation = el('p', { class: 'switch-explanation', attributes: { id: `explain-${id}` } });
  const remaining = el('span', { class: 'switch-remaining', attributes: { hidden: '' } });
  const options = positions.map((position) => {
    const attributes = { type: 'radio', name: id, value: position.id, 'aria-describedby': `explain-${id}` };
    const radio = el('input', { class: 'spoken', attributes, on: { change: () => choose(id, position.id) } });
    const option = el('label', { class: 'option', attributes: { title: position.explanation } }, radio, position.label);
    for (const event of ['focusin', 'pointerenter']) option.addEventListener(event, () => point(position.explanation));
    for (const event of ['focusout', 'pointerleave']) option.addEventListener(event, () => point(undefined));
    return { position, radio, option };
  });
  const element = el(
    'fieldset',
    { class: `switch switch-${id}` },
    el('legend', {}, label, remaining),
    el('div', { class: 'options' }, ...options.map(({ option }) => option)),
    explanation,
  );

  return {
    element,
    /** @param {SwitchView} view */
    render(view) {
      for (const { position, radio } of options) radio.checked = position.id === view.position;
      element.classList.toggle('broken', view.position !== positions[0].id);
      remaining.textContent = view.remaining ?? '';
      remaining.hidden = view.remaining === undefined;
      explanation.textContent = positions.find((candidate) => candidate.id === view.position)?.explanation ?? '';
    },
  };
}
