import { ApplicationFailure, type DataConverter } from '@temporalio/common';
import {
  type ActivityInterceptorsFactory,
  type NativeConnection,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import { bundleWorkflows } from './bundle.ts';
import { mostCachedRuns } from './cached-runs.ts';

/** What a worker is made of. */
export type WorkerOptions = {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  dataConverter: DataConverter;
  activities: Activities;
  /** Made by `bundleWorkflows`; undefined: bundled now. */
  workflowBundle?: WorkflowBundleOption;
  /** Undefined: as many as fit; 0 turns the workflow cache off, so that every task replays its history. */
  maxCachedWorkflows?: number;
};

/** A running worker. */
export type RunningWorker = {
  isRunning: () => boolean;
  /** Resolves when it has stopped, rejects when it failed. */
  ended: Promise<void>;
  /** Finishes what runs, within the grace time, and stops. */
  stop: () => Promise<void>;
};

/** Longest honest attempt of an activity is 90 s; a deploy lets it finish. */
const shutdownGraceTime = '95 seconds';
const shutdownForceTime = '100 seconds';

/**
 * How long a task waits for the worker that holds its run in memory before any worker may take it. With the SDK's default
 * of 10 s the runs of a killed worker stand still for that long.
 */
const stickyQueueScheduleToStartTimeout = '1 second';

/** Activities are steps of our workflows: somebody without our keys could start one by itself, where it takes no input. */
const refuseStandalone: ActivityInterceptorsFactory = ({ info }) => ({
  inbound: {
    async execute(input, next) {
      if (info.workflowExecution === undefined)
        throw ApplicationFailure.nonRetryable('No workflow asks for this activity', 'InputRefused');
      return next(input);
    },
  },
});

/** Starts a worker for workflows and activities. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { connection, namespace, taskQueue, dataConverter, activities } = options;
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    dataConverter,
    activities,
    interceptors: { activity: [refuseStandalone] },
    workflowBundle: options.workflowBundle ?? (await bundleWorkflows(dataConverter)),
    maxCachedWorkflows: options.maxCachedWorkflows ?? mostCachedRuns(),
    stickyQueueScheduleToStartTimeout,
    shutdownGraceTime,
    shutdownForceTime,
  });
  const ended = worker.run();
  return {
    isRunning: () => worker.getState() === 'RUNNING',
    ended,
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
    },
  };
}
