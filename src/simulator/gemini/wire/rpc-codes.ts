const codes: Record<string, number> = {
  CANCELLED: 1,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  INTERNAL: 13,
};

/** The google.rpc code of a status; 2, unknown, for any other. */
export function codeOf(status: unknown): number {
  return (typeof status === 'string' ? codes[status] : undefined) ?? 2;
}
