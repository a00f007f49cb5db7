/** One request as a route sees it. */
export type Call = {
  method: string;
  path: string;
  /** Groups of the route's pattern, percent-decoded. */
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string>;
  rawBody: Buffer;
  /** `http://host:port` as the caller wrote it. */
  origin: string;
  /** Whether the whole answer left; false when the connection went first or a fault spoilt the answer. */
  delivered?: Promise<boolean>;
};
