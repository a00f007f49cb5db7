/** Levels that a JSON body may have; what is deeper overflows the stack of whoever walks through it. */
export const maxNesting = 500;

/** How many objects and arrays a JSON text nests; brackets inside strings do not count. */
export function nestingOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (isInString) {
      if (character === '\\') at++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}
