/** What the benchmark uses of autocannon, which brings no types. */
declare module 'autocannon' {
  export type Options = {
    url: string;
    connections: number;
    duration?: number;
    amount?: number;
    method?: 'GET' | 'POST';
    headers?: Record<string, string>;
    body?: string;
  };
  export type Result = {
    /** Seconds. */
    duration: number;
    errors: number;
    timeouts: number;
    non2xx: number;
    '2xx': number;
  };
  const autocannon: (options: Options) => Promise<Result>;
  export default autocannon;
}
