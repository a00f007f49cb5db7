/** @import { Place } from './places.js' */
import { el, svg } from '../dom.js';
import { landPath } from './land.js';
import { places } from './places.js';

/** Degrees of longitude across the map, from the world down to a town. */
const spansDegrees = [360, 120, 40, 12, 4, 1, 0.2];
const miniSpanDegrees = 40;

/**
 * A map of the whole world on which a click, or the arrow keys, choose a point; plus and minus change the scale.
 * Equirectangular: x is the longitude, y the negated latitude.
 *
 * @param {(point: { latitude: number, longitude: number }) => void} onChoose
 */
export function createMap(onChoose) {
  let center = { latitude: 0, longitude: 0 };
  let zoom = 0;
  const picture = svg('svg', {
    class: 'map',
    attributes: {
      tabindex: '0',
      role: 'application',
      'aria-label': 'Map. Arrow keys move the point, plus and minus change the scale.',
    },
  });

  function draw() {
    const span = spansDegrees[zoom] ?? 360;
    drawMap(picture, zoom === 0 ? { latitude: 0, longitude: 0 } : center, center, span);
  }

  /** @param {number} by */
  function changeZoom(by) {
    zoom = Math.min(spansDegrees.length - 1, Math.max(0, zoom + by));
    draw();
  }

  picture.addEventListener('click', (event) => {
    const matrix = picture.getScreenCTM()?.inverse();
    if (!matrix) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    onChoose(clamped({ latitude: -at.y, longitude: at.x }));
  });
  picture.addEventListener('keydown', (event) => {
    const step = (spansDegrees[zoom] ?? 360) / 60;
    const [east, north] =
      { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [];
    if (event.key === '+' || event.key === '=') changeZoom(1);
    else if (event.key === '-') changeZoom(-1);
    else if (east !== undefined && north !== undefined) {
      onChoose(clamped({ latitude: center.latitude + north * step, longitude: center.longitude + east * step }));
    } else return;
    event.preventDefault();
  });

  return {
    element: el(
      'div',
      { class: 'map-frame' },
      picture,
      el('div', { class: 'map-zoom' }, zoomButton('+', 'Closer', 1), zoomButton('−', 'Farther', -1)),
    ),
    /** @param {{ latitude: number, longitude: number }} point */
    show(point) {
      center = point;
      draw();
    },
  };

  /**
   * @param {string} sign
   * @param {string} label
   * @param {number} by
   */
  function zoomButton(sign, label, by) {
    const attributes = { type: 'button', 'aria-label': label };
    return el('button', { attributes, on: { click: () => changeZoom(by) } }, sign);
  }
}

/**
 * A small picture of where a place is.
 *
 * @param {Place} place
 */
export function miniMap(place) {
  const picture = svg('svg', { class: 'map mini', attributes: { 'aria-hidden': 'true' } });
  drawMap(picture, place, place, miniSpanDegrees);
  return picture;
}

/**
 * @param {SVGSVGElement} picture
 * @param {{ latitude: number, longitude: number }} middle of the picture
 * @param {{ latitude: number, longitude: number }} pin
 * @param {number} span degrees of longitude across
 */
function drawMap(picture, middle, pin, span) {
  const unit = span / 360;
  const view = { left: middle.longitude - span / 2, top: -middle.latitude - span / 4, width: span, height: span / 2 };
  picture.setAttribute('viewBox', `${view.left} ${view.top} ${view.width} ${view.height}`);
  picture.replaceChildren(
    svg('path', { class: 'land', attributes: { d: landPath } }),
    svg('path', { class: 'graticule', attributes: { d: graticule(view) } }),
    ...places.map((place) =>
      svg('circle', { class: 'known', attributes: circle(place, 2.6 * unit) }, svg('title', {}, place.name)),
    ),
    svg('circle', { class: 'pin-ring', attributes: circle(pin, 8 * unit) }),
    svg('circle', { class: 'pin', attributes: circle(pin, 3.4 * unit) }),
  );
}

/**
 * @param {{ latitude: number, longitude: number }} point
 * @param {number} radius
 */
function circle(point, radius) {
  return { cx: String(point.longitude), cy: String(-point.latitude), r: String(radius) };
}

/** @param {{ left: number, top: number, width: number, height: number }} view */
function graticule({ left, top, width, height }) {
  const step = [30, 10, 5, 1, 0.5, 0.1, 0.02].find((candidate) => width / candidate >= 8) ?? 0.02;
  let path = '';
  for (let x = Math.ceil(left / step) * step; x <= left + width; x += step) path += `M${x} ${top}v${height}`;
  for (let y = Math.ceil(top / step) * step; y <= top + height; y += step) path += `M${left} ${y}h${width}`;
  return path;
}

/** @param {{ latitude: number, longitude: number }} point */
function clamped({ latitude, longitude }) {
  return {
    latitude: Number(Math.min(90, Math.max(-90, latitude)).toFixed(5)),
    longitude: Number(Math.min(180, Math.max(-180, longitude)).toFixed(5)),
  };
}
