/**
 * @typedef {{ x: number, y: number }} Point kilometres east and south of a fixed origin
 * @typedef {{ left: number, top: number, right: number, bottom: number, perKm: number }} View pixels per kilometre
 */

const colours = {
  ground: '#f3efe6',
  block: '#ebe6da',
  park: '#cfe6c2',
  water: '#b9d9f0',
  street: '#ffffff',
  road: '#ffe9ae',
};
const roadKm = 0.9;
const streetKm = 0.15;
const riverEveryKm = 7;

/**
 * Draws a town that nobody built: streets, roads, parks and a river, always the same ones at the same point. Which detail is
 * drawn follows from the scale.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {View} view
 */
export function drawStreets(pen, view) {
  pen.fillStyle = colours.ground;
  pen.fillRect(0, 0, (view.right - view.left) * view.perKm, (view.bottom - view.top) * view.perKm);
  if (view.perKm > 12) drawBlocks(pen, view);
  if (view.perKm > 55) drawGrid(pen, view, streetKm, colours.street, Math.min(5, view.perKm / 40));
  drawRiver(pen, view);
  if (view.perKm > 4) drawGrid(pen, view, roadKm, colours.road, Math.min(11, 1.5 + view.perKm / 18));
}

/**
 * Parks and darker quarters between the roads.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {View} view
 */
function drawBlocks(pen, view) {
  for (let i = Math.floor(view.left / roadKm) - 1; i <= view.right / roadKm; i++) {
    for (let j = Math.floor(view.top / roadKm) - 1; j <= view.bottom / roadKm; j++) {
      const chance = noise(i, j);
      if (chance > 0.28) continue;
      pen.fillStyle = chance < 0.11 ? colours.park : colours.block;
      const left = lineAt(i, roadKm);
      const top = lineAt(j, roadKm);
      const width = (lineAt(i + 1, roadKm) - left) * (chance < 0.11 ? 0.35 + noise(j, i) * 0.65 : 1);
      const height = lineAt(j + 1, roadKm) - top;
      pen.fillRect(
        (left - view.left) * view.perKm,
        (top - view.top) * view.perKm,
        width * view.perKm,
        height * view.perKm,
      );
    }
  }
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {View} view
 * @param {number} gapKm
 * @param {string} colour
 * @param {number} width
 */
function drawGrid(pen, view, gapKm, colour, width) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  const height = (view.bottom - view.top) * view.perKm;
  const across = (view.right - view.left) * view.perKm;
  for (let i = Math.floor(view.left / gapKm) - 1; i <= view.right / gapKm + 1; i++) {
    const x = (lineAt(i, gapKm) - view.left) * view.perKm;
    const lean = (noise(i, 7) - 0.5) * 0.03 * height;
    pen.moveTo(x - lean, 0);
    pen.lineTo(x + lean, height);
  }
  for (let j = Math.floor(view.top / gapKm) - 1; j <= view.bottom / gapKm + 1; j++) {
    const y = (lineAt(j, gapKm, 31) - view.top) * view.perKm;
    pen.moveTo(0, y);
    pen.lineTo(across, y);
  }
  pen.stroke();
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {View} view
 */
function drawRiver(pen, view) {
  pen.strokeStyle = colours.water;
  pen.lineWidth = Math.max(2, 0.16 * view.perKm);
  pen.lineJoin = 'round';
  for (let river = Math.floor(view.left / riverEveryKm) - 1; river <= view.right / riverEveryKm + 1; river++) {
    const middle = (river + 0.55 + (noise(river, 3) - 0.5) * 0.3) * riverEveryKm;
    pen.beginPath();
    const step = Math.max(0.1, (view.bottom - view.top) / 60);
    for (let y = view.top - step; y <= view.bottom + step; y += step) {
      const x = middle + Math.sin(y / 1.9 + river) * 0.8 + Math.sin(y / 0.7) * 0.15;
      pen.lineTo((x - view.left) * view.perKm, (y - view.top) * view.perKm);
    }
    pen.stroke();
  }
}

/**
 * Where the n-th street runs: about every `gapKm`, never quite.
 *
 * @param {number} n
 * @param {number} gapKm
 * @param {number} [salt]
 */
function lineAt(n, gapKm, salt = 11) {
  return (n + (noise(n, salt) - 0.5) * 0.45) * gapKm;
}

/**
 * A number in [0, 1) that two whole numbers always give.
 *
 * @param {number} a
 * @param {number} b
 */
function noise(a, b) {
  let mixed = Math.imul(a | 0, 0x9e3779b1) ^ Math.imul(b | 0, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}
