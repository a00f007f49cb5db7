const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? character);

const style = `.container {
  align-items: center;
  border-radius: 8px;
  display: flex;
  font-family: Google Sans, Roboto, sans-serif;
  font-size: 14px;
  line-height: 20px;
  padding: 8px 12px;
}
.chip {
  display: inline-block;
  border: solid 1px;
  border-radius: 16px;
  min-width: 14px;
  padding: 5px 16px;
  text-align: center;
  user-select: none;
  margin: 0 8px;
}
.carousel {
  overflow: auto;
  scrollbar-width: none;
  white-space: nowrap;
  margin-right: -12px;
}
.headline {
  display: flex;
  margin-right: 4px;
}
@media (prefers-color-scheme: light) {
  .container { background-color: #fafafa; box-shadow: 0 0 0 1px #0000000f; }
  .headline-label { color: #1f1f1f; }
  .chip { background-color: #ffffff; border-color: #d2d2d2; color: #5e5e5e; text-decoration: none; }
}
@media (prefers-color-scheme: dark) {
  .container { background-color: #1f1f1f; box-shadow: 0 0 0 1px #ffffff26; }
  .headline-label { color: #fff; }
  .chip { background-color: #2c2c2c; border-color: #3c4043; color: #fff; text-decoration: none; }
}`;

/** `searchEntryPoint.renderedContent`: the Search Suggestions as HTML and CSS, one chip for each query. */
export function searchSuggestions(queries: readonly string[]): string {
  const chips = queries.map((query) => {
    const href = `https://www.google.com/search?q=${encodeURIComponent(query.toWellFormed())}&client=app-vertex-grounding`;
    return `    <a class="chip" href="${escapeHtml(href)}">${escapeHtml(query)}</a>`;
  });
  return `<style>
${style}
</style>
<div class="container">
  <div class="headline">
    <span class="headline-label">Google</span>
  </div>
  <div class="carousel">
${chips.join('\n')}
  </div>
</div>
`;
}
