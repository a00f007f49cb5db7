import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { countUnderWay } from './caller.ts';
import { listFrom, type RunRef } from './visibility.ts';

/** What the runner has to do with the API's calls to Temporal. */
export type LinkOptions = {
  /** The fault that this call meets; the workflow id says whose it is. */
  fault: (method: string, workflowId: string) => 'not-sent' | 'answer-lost' | undefined;
  onStarted: (run: RunRef) => void;
  /** The task queue for a new run. */
  taskQueue: () => string;
};

type Service = Client['workflowService'];
type Call = (request: object) => Promise<object>;
const { v1 } = proto.temporal.api.workflowservice;

const faulty = ['startWorkflowExecution', 'signalWithStartWorkflowExecution', 'signalWorkflowExecution'] as const;
const counted = [
  'describeWorkflowExecution',
  'queryWorkflow',
  'getWorkflowExecutionHistory',
  'listWorkflowExecutions',
  'countWorkflowExecutions',
] as const;

/** Stands between the API and Temporal: counts what is under way, loses calls and answers, notes every run that is started. */
export function linkToTemporal(client: Client, options: LinkOptions): void {
  const service: Service = client.workflowService;
  for (const method of faulty) {
    const inner = callOf(service, method);
    replace(service, method, (request) =>
      countUnderWay(async () => {
        const workflowId = workflowIdOf(request);
        const fault = options.fault(method, workflowId);
        if (fault === 'not-sent') throw unavailable();
        if ('taskQueue' in request) Object.assign(request, { taskQueue: { name: options.taskQueue() } });
        const answer = await inner(request).catch(async (error: unknown) => {
          if ('taskQueue' in request && isLate(error)) await noteLateStart(client, workflowId, options);
          throw error;
        });
        if ('runId' in answer && typeof answer.runId === 'string')
          options.onStarted({ workflowId, runId: answer.runId });
        if (fault) throw unavailable();
        return answer;
      }),
    );
  }
  for (const method of counted) {
    const inner = callOf(service, method);
    replace(service, method, (request) => countUnderWay(() => inner(request)));
  }
}

/** The caller has not waited for the answer (DEADLINE_EXCEEDED, or CANCELLED): the run may have been started. */
const isLate = (error: unknown) => error instanceof Error && 'code' in error && (error.code === 4 || error.code === 1);

async function noteLateStart(client: Client, workflowId: string, { onStarted }: LinkOptions): Promise<void> {
  const look = () => client.workflow.getHandle(workflowId).describe();
  const found = await client.withDeadline(Date.now() + 10_000, look).catch(() => undefined);
  if (found) onStarted({ workflowId, runId: found.runId });
}

/** Answers list and count queries, which the time-skipping server does not, out of the runs that were started. */
export function answerLists(client: Client, runs: () => readonly RunRef[]): void {
  const service: Service = client.workflowService;
  const describe = callOf(service, 'describeWorkflowExecution');
  const { namespace } = client.options;
  const list = (request: object) =>
    listFrom(v1.ListWorkflowExecutionsRequest.fromObject(request).query, runs(), async (execution) =>
      v1.DescribeWorkflowExecutionResponse.fromObject(await describe({ namespace, execution })),
    );
  replace(service, 'listWorkflowExecutions', async (request) => ({ executions: await list(request) }));
  replace(service, 'countWorkflowExecutions', async (request) => {
    const { length } = await list(request);
    return v1.CountWorkflowExecutionsResponse.fromObject({ count: length });
  });
}

function callOf(service: Service, method: string): Call {
  const found: unknown = Reflect.get(service, method);
  if (typeof found !== 'function') throw new Error(`Temporal's client has no ${method}`);
  return (request) => Reflect.apply(found, service, [request]) as Promise<object>;
}

function replace(service: Service, method: string, call: Call): void {
  Object.defineProperty(service, method, { value: call, configurable: true, writable: true });
}

function workflowIdOf(request: object): string {
  if ('workflowId' in request) return String(request.workflowId);
  const execution = 'workflowExecution' in request ? request.workflowExecution : undefined;
  return typeof execution === 'object' && execution !== null && 'workflowId' in execution
    ? String(execution.workflowId)
    : '';
}

/** As gRPC says that a server cannot be reached. */
function unavailable(): Error {
  const metadata = { get: () => [] };
  return Object.assign(new Error('14 UNAVAILABLE: injected'), { code: 14, details: 'injected', metadata });
}
