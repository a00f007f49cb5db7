const nearEndPx = 60;
const gapPx = 10;

/**
 * Keeps the newest message in sight as long as the person has not scrolled away. A message that is taller than the window
 * is shown from its top: that is where it is read from.
 *
 * @param {HTMLElement} list
 * @param {(isAway: boolean) => void} onAway told whether the end is out of sight
 */
export function createFollower(list, onAway) {
  let follows = true;
  /** @type {HTMLElement | undefined} */
  let readFrom;
  let setTop = -1;

  const endTop = () => list.scrollHeight - list.clientHeight;

  function apply() {
    if (follows) {
      const top = readFrom?.isConnected ? Math.min(endTop(), readFrom.offsetTop - gapPx) : endTop();
      list.scrollTop = top;
      setTop = list.scrollTop;
    }
    onAway(endTop() - list.scrollTop > nearEndPx);
  }

  list.addEventListener('scroll', () => {
    onAway(endTop() - list.scrollTop > nearEndPx);
    if (Math.abs(list.scrollTop - setTop) < 1) return;
    readFrom = undefined;
    follows = endTop() - list.scrollTop < nearEndPx;
  });
  // Quick replies and the growing input field take height away from the list.
  new ResizeObserver(apply).observe(list);

  return {
    /** @param {HTMLElement | undefined} newRow a message that has just come */
    follow(newRow) {
      if (newRow && newRow.offsetHeight > list.clientHeight - gapPx) readFrom = newRow;
      apply();
    },
    followAgain() {
      follows = true;
      readFrom = undefined;
    },
    toEnd() {
      follows = true;
      readFrom = undefined;
      apply();
    },
  };
}
