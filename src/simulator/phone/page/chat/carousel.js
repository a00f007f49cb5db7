import { el } from '../dom.js';
import { icon } from '../icons.js';

const dragFromPx = 5;

/**
 * A row of cards that is swiped, dragged with the mouse, scrolled with the wheel, or moved card by card with the arrow keys
 * and two buttons.
 *
 * @param {string} className
 * @param {string} label
 * @param {readonly HTMLElement[]} cards
 */
export function carousel(className, label, cards) {
  const strip = el(
    'div',
    { class: `carousel ${className}`, attributes: { role: 'group', 'aria-label': label, tabindex: '0' } },
    ...cards,
  );
  const back = arrow('left', 'Earlier card', -1);
  const on = arrow('right', 'Next card', 1);

  /** @param {number} by */
  function step(by) {
    const width = (cards[0]?.offsetWidth ?? 0) + 8;
    strip.scrollTo({ left: (Math.round(strip.scrollLeft / width) + by) * width, behavior: 'smooth' });
  }

  /**
   * @param {'left' | 'right'} name
   * @param {string} hint
   * @param {number} by
   */
  function arrow(name, hint, by) {
    const attributes = { type: 'button', 'aria-label': hint };
    return el('button', { class: `carousel-arrow to-${name}`, attributes, on: { click: () => step(by) } }, icon(name));
  }

  function showArrows() {
    const restPx = strip.scrollWidth - strip.clientWidth;
    back.hidden = strip.scrollLeft < 4;
    on.hidden = restPx - strip.scrollLeft < 4;
  }

  strip.addEventListener('scroll', showArrows);
  new ResizeObserver(showArrows).observe(strip);
  strip.addEventListener('keydown', ({ key, target }) => {
    if (target === strip && (key === 'ArrowLeft' || key === 'ArrowRight')) step(key === 'ArrowLeft' ? -1 : 1);
  });
  letDrag(strip);
  return el('div', { class: 'carousel-frame' }, strip, back, on);
}

/**
 * Lets the mouse pull the strip; a finger does so by itself. A pull is no click of what is in it: the style sheet takes the
 * pointer from all that while the strip is pulled.
 *
 * @param {HTMLElement} strip
 */
function letDrag(strip) {
  let fromX = 0;
  let fromLeft = 0;
  strip.addEventListener('pointerdown', (event) => {
    if (event.pointerType !== 'mouse' || event.button !== 0) return;
    fromX = event.clientX;
    fromLeft = strip.scrollLeft;
    const end = new AbortController();
    const { signal } = end;
    window.addEventListener('pointermove', pull, { signal });
    window.addEventListener('pointerup', () => settle(end), { signal });
  });
  strip.addEventListener('dragstart', (event) => event.preventDefault());

  /** @param {PointerEvent} event */
  function pull(event) {
    const pulledPx = event.clientX - fromX;
    if (Math.abs(pulledPx) > dragFromPx) strip.classList.add('pulled');
    if (strip.classList.contains('pulled')) strip.scrollLeft = fromLeft - pulledPx;
  }

  /** @param {AbortController} end */
  function settle(end) {
    end.abort();
    strip.classList.remove('pulled');
  }
}
