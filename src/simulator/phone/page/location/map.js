/** @import { Place } from './places.js' */
import { el } from '../dom.js';
import { icon } from '../icons.js';
import { drawMap } from './draw-map.js';

/** Degrees of longitude across the map, from the world down to some streets. */
const spansDegrees = [360, 120, 40, 12, 4, 1.2, 0.4, 0.12, 0.04, 0.015];
const townZoom = 8;
const miniSpanDegrees = 0.02;
const dragFromPx = 3;

/**
 * A map that is moved under a pin in its middle, as on LINE: by dragging, by a click on the point that is meant, or with the
 * arrow keys. The wheel, plus and minus change the scale.
 *
 * @param {(point: { latitude: number, longitude: number }) => void} onChoose
 */
export function createMap(onChoose) {
  let center = { latitude: 0, longitude: 0 };
  let zoom = townZoom;
  const canvas = el('canvas', {
    class: 'map',
    attributes: {
      tabindex: '0',
      role: 'application',
      'aria-label': 'Map. Arrow keys move the point, plus and minus change the scale.',
    },
  });
  const span = () => spansDegrees[zoom] ?? 360;
  const draw = () => drawMap(canvas, center, span());

  /** @param {number} by */
  function changeZoom(by) {
    zoom = Math.min(spansDegrees.length - 1, Math.max(0, zoom + by));
    draw();
  }

  /**
   * Moves the map by pixels.
   *
   * @param {number} rightPx
   * @param {number} downPx
   */
  function move(rightPx, downPx) {
    const perPx = span() / canvas.clientWidth;
    const shortening = span() > 1 ? 1 : Math.max(0.05, Math.cos((center.latitude * Math.PI) / 180));
    center = clamped({
      latitude: center.latitude - downPx * perPx * shortening,
      longitude: center.longitude + rightPx * perPx,
    });
    draw();
    onChoose(center);
  }

  canvas.addEventListener('pointerdown', (event) => {
    let { clientX: lastX, clientY: lastY } = event;
    let pulledPx = 0;
    canvas.setPointerCapture(event.pointerId);
    const end = new AbortController();
    const { signal } = end;
    canvas.addEventListener(
      'pointermove',
      ({ clientX, clientY }) => {
        pulledPx += Math.abs(clientX - lastX) + Math.abs(clientY - lastY);
        if (pulledPx > dragFromPx) move(lastX - clientX, lastY - clientY);
        lastX = clientX;
        lastY = clientY;
      },
      { signal },
    );
    const release = () => {
      end.abort();
      if (pulledPx > dragFromPx) return;
      const box = canvas.getBoundingClientRect();
      move(lastX - box.left - box.width / 2, lastY - box.top - box.height / 2);
    };
    canvas.addEventListener('pointerup', release, { signal });
    canvas.addEventListener('pointercancel', () => end.abort(), { signal });
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      changeZoom(event.deltaY < 0 ? 1 : -1);
    },
    { passive: false },
  );
  canvas.addEventListener('keydown', (event) => {
    const stepPx = 24;
    const [right, down] =
      { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key] ?? [];
    if (event.key === '+' || event.key === '=') changeZoom(1);
    else if (event.key === '-') changeZoom(-1);
    else if (right !== undefined && down !== undefined) move(right * stepPx, down * stepPx);
    else return;
    event.preventDefault();
  });
  new ResizeObserver(draw).observe(canvas);

  return {
    element: el(
      'div',
      { class: 'map-frame' },
      canvas,
      el('span', { class: 'map-pin', attributes: { 'aria-hidden': 'true' } }),
      el('span', { class: 'map-note' }, 'streets are invented'),
      el('div', { class: 'map-zoom' }, zoomButton('plus', 'Closer', 1), zoomButton('minus', 'Farther', -1)),
    ),
    /** @param {{ latitude: number, longitude: number }} point */
    show({ latitude, longitude }) {
      center = { latitude, longitude };
      draw();
    },
  };

  /**
   * @param {'plus' | 'minus'} sign
   * @param {string} label
   * @param {number} by
   */
  function zoomButton(sign, label, by) {
    const attributes = { type: 'button', 'aria-label': label };
    return el('button', { attributes, on: { click: () => changeZoom(by) } }, icon(sign));
  }
}

/**
 * A small picture of where a place is.
 *
 * @param {Place} place
 */
export function miniMap(place) {
  const canvas = el('canvas', { class: 'map mini', attributes: { 'aria-hidden': 'true' } });
  Object.assign(canvas.dataset, { width: '230', height: '124' });
  drawMap(canvas, place, miniSpanDegrees);
  return el('div', { class: 'map-frame' }, canvas, el('span', { class: 'map-pin' }));
}

/** @param {{ latitude: number, longitude: number }} point */
function clamped({ latitude, longitude }) {
  return {
    latitude: Number(Math.min(90, Math.max(-90, latitude)).toFixed(5)),
    longitude: Number(((((longitude % 360) + 540) % 360) - 180).toFixed(5)),
  };
}
