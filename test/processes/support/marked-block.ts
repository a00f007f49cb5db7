import { readFile, rename, writeFile } from 'node:fs/promises';

const page = 'docs/reliability.md';

/**
 * Replaces one block of `docs/reliability.md`, or puts it at the end; what stands around it belongs to others and stays.
 * The page is read right before it is written.
 */
export async function writeMarkedBlock(name: 'processes' | `load-${string}`, text: string): Promise<string> {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const block = `${begin}\n${text.trim()}\n${end}`;
  const before = await readFile(page, 'utf8').catch(() => '# Reliability\n');
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  const isThere = from >= 0 && to > from;
  const after = isThere
    ? before.slice(0, from) + block + before.slice(to + end.length)
    : `${before.trimEnd()}\n\n${block}\n`;
  await writeFile(`${page}.new`, after);
  await rename(`${page}.new`, page);
  return page;
}
