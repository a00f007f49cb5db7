import type { temporal } from '@temporalio/proto';

/** One run. */
export type RunRef = { workflowId: string; runId: string };

type Described = temporal.api.workflowservice.v1.IDescribeWorkflowExecutionResponse;
type Info = temporal.api.workflow.v1.IWorkflowExecutionInfo;
type Condition = (info: Info) => boolean;

/**
 * Answers a list query from the runs that are known, for a server without an index: newest first. Understands what the bot
 * asks: `=`, `>`, `>=` and `IN`, joined by AND; anything else is an error, so that a new form of query is noticed.
 */
export async function listFrom(
  query: string,
  runs: readonly RunRef[],
  describe: (run: RunRef) => Promise<Described>,
): Promise<Info[]> {
  const conditions = query.split(/\s+AND\s+/).map(conditionOf);
  const found: Info[] = [];
  for (const run of runs.toReversed()) {
    const { workflowExecutionInfo: info } = await describe(run);
    if (info && conditions.every((holds) => holds(info))) found.push(info);
  }
  return found;
}

function conditionOf(text: string): Condition {
  const [, name = '', operator, rest = ''] = /^(\w+)\s*(=|>=?|IN)\s*(.+)$/.exec(text.trim()) ?? [];
  const values = [...rest.matchAll(/'([^']*)'/g)].map(([, value = '']) => value);
  const [value = ''] = values;
  switch (operator) {
    case '=':
    case 'IN':
      return (info) => values.includes(valueOf(info, name));
    case '>':
      return (info) => valueOf(info, name) > value;
    case '>=':
      return (info) => valueOf(info, name) >= value && valueOf(info, name) !== '';
    default:
      throw new Error(`No such query in the fault runs: ${text}`);
  }
}

const statusNames = ['', 'Running', 'Completed', 'Failed', 'Canceled', 'Terminated', 'ContinuedAsNew', 'TimedOut'];

function valueOf(info: Info, name: string): string {
  switch (name) {
    case 'WorkflowType':
      return info.type?.name ?? '';
    case 'WorkflowId':
      return info.execution?.workflowId ?? '';
    case 'ExecutionStatus':
      return statusNames[info.status ?? 0] ?? '';
    case 'StartTime':
      return isoOf(info.startTime);
    case 'CloseTime':
      return isoOf(info.closeTime);
    default: {
      const data = info.searchAttributes?.indexedFields?.[name]?.data;
      return data ? String(JSON.parse(Buffer.from(data).toString())) : '';
    }
  }
}

function isoOf(time: { seconds?: unknown; nanos?: number | null } | null | undefined): string {
  if (!time?.seconds) return '';
  return new Date(Number(time.seconds) * 1000 + Math.floor((time.nanos ?? 0) / 1e6)).toISOString();
}
