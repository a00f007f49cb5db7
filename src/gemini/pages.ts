/** Query parameters that tell where a visitor came from, and not which page is shown. */
const trackingParameters =
  /^(?:utm_\w+|\w*clid|gclsrc|gad_\w+|[gw]braid|srsltid|_g[al]|mc_[ce]id|igsh(?:id)?|_hs(?:enc|mi)|mkt_tok)$/i;

/** What a grounding chunk says about the page that it was cut from. */
export type WebChunk = { uri: string; title: string };

/**
 * What the chunks of one page have in common ("Grounding with Google Search").
 *
 * An address counts without scheme, `www.`, fragment, tracking parameters, order of parameters and trailing slash; the
 * fragments `#/…` and `#!…` are routes and stay. Google's redirects hide the address: the same redirect is the same
 * page, and so are redirects under the same title. A title that is only a domain names a site with many pages, so under
 * it each redirect counts as a page: to merge them would show a claim beside the link of another page.
 */
export function pageKey({ uri, title }: WebChunk): string {
  const url = URL.parse(uri);
  if (!url) return uri;
  const name = title.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
  if (isRedirect(url) && name !== '' && !isHostName(name)) return `title ${name}`;
  return addressKey(url);
}

function addressKey(url: URL): string {
  const host = url.hostname.replace(/\.$/, '').replace(/^www\./, '');
  const parameters = new URLSearchParams(url.search);
  for (const name of new Set(parameters.keys())) if (trackingParameters.test(name)) parameters.delete(name);
  parameters.sort();
  const route = /^#[!/]/.test(url.hash) ? decoded(url.hash) : '';
  return [host, url.port, decoded(url.pathname).replace(/\/+$/, ''), parameters, route].join(' ');
}

const isRedirect = ({ hostname, pathname }: URL) =>
  hostname === 'vertexaisearch.cloud.google.com' && pathname.startsWith('/grounding-api-redirect/');

const isHostName = (text: string) => /^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+\.?$/u.test(text);

/** The same letters, percent-encoded or not. */
function decoded(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}
