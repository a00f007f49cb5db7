/** @import { Place } from './places.js' */
import { el } from '../dom.js';
import { createSheet } from '../sheet.js';
import { createMap } from './map.js';
import { places } from './places.js';

/**
 * Asks for a place: a list of known ones, a map, or coordinates typed in.
 *
 * @param {(place: Place) => void} onSend
 */
export function createLocationSheet(onSend) {
  /** @type {Place} */
  let chosen = { latitude: 0, longitude: 0 };
  const latitude = coordinateInput(90);
  const longitude = coordinateInput(180);
  const name = el('output', { class: 'chosen-place' });
  const map = createMap(choose);
  const choices = places.map(({ name: label, ...place }) => ({ label, place, button: placeButton(label, place) }));
  const form = el(
    'form',
    { class: 'coordinates-form' },
    el('label', {}, 'Latitude', latitude),
    el('label', {}, 'Longitude', longitude),
    name,
    el('button', { class: 'primary', attributes: { type: 'submit' } }, 'Send'),
  );
  const sheet = createSheet(
    'Send a location',
    el(
      'div',
      { class: 'places', attributes: { role: 'group', 'aria-label': 'Known places' } },
      ...choices.map((choice) => choice.button),
    ),
    map.element,
    form,
  );

  /** @param {Place} place */
  function choose(place) {
    latitude.value = String(place.latitude);
    longitude.value = String(place.longitude);
    mark(place);
  }

  /** @param {Place} place */
  function mark(place) {
    chosen = place;
    name.textContent = [place.title, place.address].filter(Boolean).join(', ') || 'A point on the map';
    for (const { button, place: known } of choices) button.setAttribute('aria-pressed', String(known === place));
    map.show(place);
  }

  /**
   * @param {string} label
   * @param {Place} place
   */
  function placeButton(label, place) {
    const attributes = { type: 'button', 'aria-pressed': 'false' };
    return el('button', { class: 'place', attributes, on: { click: () => choose(place) } }, label);
  }

  for (const input of [latitude, longitude]) {
    input.addEventListener('input', () => {
      if (form.checkValidity()) mark({ latitude: latitude.valueAsNumber, longitude: longitude.valueAsNumber });
    });
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sheet.close();
    onSend(chosen);
  });

  const [first] = choices;
  choose(first ? first.place : chosen);
  return sheet;
}

/** @param {number} limit */
function coordinateInput(limit) {
  const attributes = { type: 'number', step: 'any', min: String(-limit), max: String(limit), required: '' };
  return el('input', { attributes: { ...attributes, inputmode: 'decimal' } });
}
