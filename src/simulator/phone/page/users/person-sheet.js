import { el } from '../dom.js';
import { createSheet } from '../sheet.js';

/** Offered by name; any other BCP 47 tag may be typed. */
const languages = ['zh-TW', 'ja', 'en', 'ko', 'th', 'fr'];

/**
 * Asks for a new person's language and name.
 *
 * @param {(person: { displayName?: string, language?: string }) => Promise<void>} onAdd
 * @param {(error: unknown) => void} onError
 */
export function createPersonSheet(onAdd, onError) {
  const listId = `languages-${crypto.randomUUID()}`;
  const text = { type: 'text', autocomplete: 'off' };
  const name = el('input', { attributes: { ...text, maxlength: '20', placeholder: 'e.g. 美玲' } });
  const language = el('input', { attributes: { ...text, list: listId, value: 'zh-TW', autofocus: '' } });
  const form = el(
    'form',
    { class: 'form' },
    el('label', {}, 'Language (BCP 47; empty: the person has not told LINE)', language),
    el(
      'datalist',
      { attributes: { id: listId } },
      ...languages.map((tag) => el('option', { attributes: { value: tag } })),
    ),
    el('label', {}, 'Name', name),
    el('button', { class: 'primary', attributes: { type: 'submit' } }, 'Add'),
  );
  const sheet = createSheet('Add a person', form);

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onAdd({ displayName: name.value.trim() || undefined, language: language.value.trim() || undefined })
      .then(sheet.close)
      .catch(onError);
  });
  return sheet;
}
