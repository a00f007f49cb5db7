import { el } from '../dom.js';

const addValue = 'add';

/**
 * A list to choose from, whose last entry adds to it.
 *
 * @param {{ label: string, addLabel: string, onAdd: () => void }} parts
 */
export function createSelect({ label, addLabel, onAdd }) {
  const element = el('select', { class: 'choose', attributes: { 'aria-label': label } });
  let chosen = '';
  let shown = '';
  return {
    element,
    /**
     * @param {readonly { value: string, text: string }[]} options
     * @param {string} value
     */
    render(options, value) {
      chosen = value;
      const state = JSON.stringify(options);
      if (state !== shown) {
        const made = options.map((option) => el('option', { attributes: { value: option.value } }, option.text));
        element.replaceChildren(...made, el('option', { attributes: { value: addValue } }, addLabel));
      }
      shown = state;
      element.value = value;
    },
    /** @param {(value: string) => void} listener */
    onChoose(listener) {
      element.addEventListener('change', () => {
        if (element.value !== addValue) return listener(element.value);
        element.value = chosen;
        onAdd();
      });
    },
  };
}
