/** How much each part does. */
export type Scale = {
  /** (a) Seconds of load for each kind of event. */
  loadSeconds: number;
  /** (b) Analyses for each way of releasing the webhooks. */
  analyses: number;
  /** (c), (e) Seconds of one round of full load, and how many rounds. */
  roundSeconds: number;
  rounds: number;
  /** (d) Analyses whose histories are counted. */
  histories: number;
  /** (d) Whether to wait a minute for what the first poll does. */
  waitForPoll: boolean;
  /** (e) Calls over which memory is watched. */
  memoryCalls: number;
  /** (f) Requests of each kind. */
  rejections: number;
};

/** What the targets are judged by. */
export const fullScale: Scale = {
  loadSeconds: 30,
  analyses: 200,
  roundSeconds: 8,
  rounds: 5,
  histories: 20,
  waitForPoll: true,
  memoryCalls: 100_000,
  rejections: 400,
};

/** A smoke run: shows that everything works, its numbers mean little. */
export const quickScale: Scale = {
  loadSeconds: 3,
  analyses: 10,
  roundSeconds: 1,
  rounds: 1,
  histories: 2,
  waitForPoll: false,
  memoryCalls: 5000,
  rejections: 50,
};
