/** Every subcommand of `hyoban`; each is loaded only when it runs, so that small ones start at once. */
export const commands = {
  start: async () => (await import('./start.ts')).startCommand,
  demo: async () => (await import('./demo.ts')).demoCommand,
  api: async () => (await import('./api.ts')).apiCommand,
  worker: async () => (await import('./worker.ts')).workerCommand,
  codec: async () => (await import('./codec.ts')).codecCommand,
  replay: async () => (await import('./replay.ts')).replayCommand,
  sweep: async () => (await import('./sweep.ts')).sweepCommand,
  setup: async () => (await import('./setup.ts')).setupCommand,
  simulate: async () => (await import('./simulate.ts')).simulateCommand,
  keys: async () => (await import('./keys.ts')).keysCommand,
  docs: async () => (await import('./docs.ts')).docsCommand,
};
