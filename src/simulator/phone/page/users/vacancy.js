import { el } from '../dom.js';

/** Offered with one tap, each in a language of their own. */
const offered = [
  { displayName: '美玲', language: 'zh-TW' },
  { displayName: 'さくら', language: 'ja' },
];

/**
 * What stands where nobody has this phone yet.
 *
 * @param {(person: { displayName: string, language: string } | undefined) => void} onAdd undefined: somebody else
 */
export function createVacancy(onAdd) {
  const buttons = offered.map((person) =>
    el(
      'button',
      { class: 'primary', attributes: { type: 'button' }, on: { click: () => onAdd(person) } },
      `${person.displayName} (${person.language})`,
    ),
  );
  const other = el(
    'button',
    { class: 'relation', attributes: { type: 'button' }, on: { click: () => onAdd(undefined) } },
    'Somebody else…',
  );
  return el(
    'div',
    { class: 'vacancy', attributes: { hidden: '' } },
    el('p', {}, 'A second person?'),
    ...buttons,
    other,
  );
}
