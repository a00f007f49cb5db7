import { el } from '../dom.js';

/**
 * A picture in a frame; a grey frame with a sign when it cannot be loaded.
 *
 * @param {string} address
 * @param {string} className of the frame
 * @param {string} [alt]
 */
export function picture(address, className, alt = '') {
  const frame = el('span', { class: `picture ${className}` });
  const image = el('img', { attributes: { alt, loading: 'lazy', referrerpolicy: 'no-referrer' } });
  image.addEventListener('error', () => {
    frame.classList.add('picture-missing');
    image.remove();
  });
  if (/^(https?:|data:image\/)/.test(address)) image.src = address;
  else frame.classList.add('picture-missing');
  frame.append(image);
  return frame;
}
