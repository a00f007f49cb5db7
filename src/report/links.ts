/**
 * A link as it may be shown: percent-encoded, `http` or `https`; undefined for anything else. Links come from grounding
 * metadata or from us, but what is shown as a link is checked where it is shown.
 */
export function webLink(uri: string): string | undefined {
  const url = URL.parse(uri);
  if (!url || !['http:', 'https:'].includes(url.protocol)) return undefined;
  return url.href.replaceAll('\\', '%5C');
}
