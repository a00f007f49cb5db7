/** @import { Place } from './places.js' */
import { landPath } from './land.js';
import { places } from './places.js';
import { drawStreets } from './streets.js';

const kmPerDegree = 111.32;
/** From here on inwards there are streets, from here on outwards the outlines of the continents. */
const townSpanDegrees = 0.7;
const shapes = { land: new Path2D(landPath) };

/**
 * Draws the surroundings of a point; flat, with longitudes shortened as they are there.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {{ latitude: number, longitude: number }} middle
 * @param {number} spanDegrees degrees of longitude across
 */
export function drawMap(canvas, middle, spanDegrees) {
  const pen = canvas.getContext('2d');
  const scale = window.devicePixelRatio || 1;
  const width = canvas.clientWidth || Number(canvas.dataset.width);
  const height = canvas.clientHeight || Number(canvas.dataset.height);
  if (!pen || width === 0 || height === 0) return;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  if (spanDegrees <= townSpanDegrees && isLand(middle)) drawTown(pen, middle, spanDegrees, width, height);
  else drawWorld(pen, middle, spanDegrees, width, height);
}

/** @param {{ latitude: number, longitude: number }} point */
function isLand({ latitude, longitude }) {
  const isNear = (/** @type {Place} */ place) =>
    Math.abs(place.latitude - latitude) < 0.3 && Math.abs(place.longitude - longitude) < 0.3;
  // The outlines are coarse: a known town on the coast is land all the same.
  if (places.some((place) => place.address && isNear(place))) return true;
  const pen = document.createElement('canvas').getContext('2d');
  return pen?.isPointInPath(shapes.land, longitude, -latitude) ?? true;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {{ latitude: number, longitude: number }} middle
 * @param {number} spanDegrees
 * @param {number} width
 * @param {number} height
 */
function drawTown(pen, middle, spanDegrees, width, height) {
  const shortening = Math.max(0.05, Math.cos((middle.latitude * Math.PI) / 180));
  const perKm = width / (spanDegrees * kmPerDegree * shortening);
  const x = middle.longitude * kmPerDegree * shortening;
  const y = -middle.latitude * kmPerDegree;
  drawStreets(pen, {
    left: x - width / 2 / perKm,
    right: x + width / 2 / perKm,
    top: y - height / 2 / perKm,
    bottom: y + height / 2 / perKm,
    perKm,
  });
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {{ latitude: number, longitude: number }} middle
 * @param {number} spanDegrees
 * @param {number} width
 * @param {number} height
 */
function drawWorld(pen, middle, spanDegrees, width, height) {
  pen.fillStyle = '#b9d9f0';
  pen.fillRect(0, 0, width, height);
  const perDegree = width / spanDegrees;
  pen.save();
  pen.translate(width / 2, height / 2);
  pen.scale(perDegree, perDegree);
  pen.translate(-middle.longitude, middle.latitude);
  pen.fillStyle = '#f3efe6';
  pen.strokeStyle = '#c9bd9d';
  pen.lineWidth = 1 / perDegree;
  // The world goes on beyond the date line.
  for (const turn of [-360, 0, 360]) {
    pen.save();
    pen.translate(turn, 0);
    pen.fill(shapes.land);
    pen.stroke(shapes.land);
    pen.restore();
  }
  pen.fillStyle = '#05803a';
  for (const place of places) {
    pen.beginPath();
    pen.arc(place.longitude, -place.latitude, 3 / perDegree, 0, 7);
    pen.fill();
  }
  pen.restore();
}
