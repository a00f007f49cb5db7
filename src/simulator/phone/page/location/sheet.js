/** @import { Place } from './places.js' */
import { el } from '../dom.js';
import { createSheet } from '../sheet.js';
import { createMap } from './map.js';
import { findPlaces, places } from './places.js';

/**
 * Asks for a place: by name, on a map, or by coordinates.
 *
 * @param {object} parts
 * @param {(place: Place) => void} parts.onSend
 * @param {(text: string) => void} parts.onWrite sends what was typed as a message, when no place has that name
 */
export function createLocationSheet({ onSend, onWrite }) {
  /** @type {Place} */
  let chosen = { latitude: 0, longitude: 0 };
  const latitude = coordinateInput(90);
  const longitude = coordinateInput(180);
  const title = el('strong', {});
  const address = el('span', {});
  const map = createMap((point) => {
    fillIn(point);
    mark(point);
  });
  const search = el('input', {
    attributes: {
      type: 'search',
      placeholder: 'Search: Namba, 西門町, London …',
      'aria-label': 'Search a place',
      autocomplete: 'off',
    },
  });
  const found = el('div', { class: 'places', attributes: { role: 'group', 'aria-label': 'Places' } });
  const form = el(
    'form',
    { class: 'location-form' },
    el('output', { class: 'chosen-place' }, title, address),
    el(
      'details',
      { class: 'coordinates-details' },
      el('summary', {}, 'Coordinates'),
      el(
        'div',
        { class: 'form coordinates-form' },
        el('label', {}, 'Latitude', latitude),
        el('label', {}, 'Longitude', longitude),
      ),
    ),
    el('button', { class: 'primary', attributes: { type: 'submit' } }, 'Share this location'),
  );
  const sheet = createSheet('Send a location', search, found, map.element, form);

  /** @param {Place} place */
  function choose(place) {
    fillIn(place);
    mark(place);
    map.show(place);
  }

  /** @param {Place} place */
  function fillIn(place) {
    latitude.value = String(place.latitude);
    longitude.value = String(place.longitude);
  }

  /** @param {Place} place */
  function mark(place) {
    chosen = place;
    title.textContent = place.title ?? 'A point on the map';
    address.textContent = place.address ?? `${place.latitude.toFixed(4)}, ${place.longitude.toFixed(4)}`;
    showFound();
  }

  function showFound() {
    const matches = findPlaces(search.value);
    const buttons = matches.map(({ name, words: _words, ...place }) => {
      const isChosen = place.latitude === chosen.latitude && place.longitude === chosen.longitude;
      const attributes = { type: 'button', 'aria-pressed': String(isChosen) };
      return el('button', { class: 'place', attributes, on: { click: () => choose(place) } }, name);
    });
    found.replaceChildren(...buttons, ...(matches.length === 0 ? [writeButton(search.value.trim())] : []));
  }

  /** @param {string} text */
  function writeButton(text) {
    const write = () => {
      sheet.close();
      onWrite(text);
    };
    return el(
      'button',
      { class: 'place', attributes: { type: 'button' }, on: { click: write } },
      `Write “${text}” to the bot`,
    );
  }

  search.addEventListener('input', showFound);
  search.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    found.querySelector('button')?.click();
  });
  for (const input of [latitude, longitude]) {
    input.addEventListener('input', () => {
      if (!form.checkValidity()) return;
      const point = { latitude: latitude.valueAsNumber, longitude: longitude.valueAsNumber };
      mark(point);
      map.show(point);
    });
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    sheet.close();
    onSend(chosen);
  });

  const [first] = places;
  if (first) {
    const { name: _name, words: _words, ...place } = first;
    choose(place);
  }
  return sheet;
}

/** @param {number} limit */
function coordinateInput(limit) {
  const attributes = { type: 'number', step: 'any', min: String(-limit), max: String(limit), required: '' };
  return el('input', { attributes: { ...attributes, inputmode: 'decimal' } });
}
