/** The process that has started this one and watches it. */
export type ParentProcess = {
  /** Resolves once it says that this one may begin. */
  untilGo: () => Promise<void>;
  /** Says that this one works now. */
  tellReady: () => void;
};

/** What the parent says, and what it hears. */
export const parentMessages = { go: 'go', ready: 'ready' } as const;

const exitWithParent = () => process.exit(1);

/**
 * The parent, when there is one that talks with us. We never outlive it: when it is gone, however it ended, this process
 * exits at once.
 */
export function parentProcess(): ParentProcess | undefined {
  if (!process.send) return undefined;
  if (!process.connected) exitWithParent();
  process.once('disconnect', exitWithParent);
  const go = new Promise<void>((resolve) => {
    process.on('message', (message) => {
      if (message === parentMessages.go) resolve();
    });
  });
  return { untilGo: async () => go, tellReady: () => void process.send?.(parentMessages.ready) };
}
