import type { SerializationContext } from '@temporalio/common';
import { z } from 'zod';

const bindingSchema = z.union([
  z.tuple([z.literal('workflow'), z.string(), z.string()]),
  z.tuple([z.literal('activity'), z.string(), z.string(), z.string()]),
  z.tuple([z.literal('any')]),
]);
type Binding = z.infer<typeof bindingSchema>;

/**
 * What a payload is sealed for, as text: namespace and workflow id, and the activity id where it is an activity's. Without a
 * context, which only operators' tools lack, it fits any workflow but no activity.
 */
export function bindingFor(context: SerializationContext | undefined): string {
  return JSON.stringify(bindingOf(context));
}

/** Whether what a payload was sealed for is where it was found. */
export function fitsContext(bindingText: string, context: SerializationContext): boolean {
  const sealedFor = parseBinding(bindingText);
  if (sealedFor === undefined) return false;
  if (sealedFor[0] === 'any') return context.type === 'workflow';
  const found = bindingOf(context);
  return sealedFor.length === found.length && sealedFor.every((part, index) => part === found[index]);
}

function bindingOf(context: SerializationContext | undefined): Binding {
  if (context === undefined) return ['any'];
  const workflow = familyOf(context.workflowId ?? '');
  if (context.type === 'workflow') return ['workflow', context.namespace, workflow];
  return ['activity', context.namespace, workflow, context.activityId ?? ''];
}

function parseBinding(text: string): Binding | undefined {
  try {
    return bindingSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A schedule seals one input for all its runs, whose ids the server ends with the time. */
const familyOf = (workflowId: string) => workflowId.replace(/-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, '');
