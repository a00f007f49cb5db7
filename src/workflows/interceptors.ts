import { ApplicationFailure, log, type WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { isRefused } from './refused.ts';

/** Failure type of a run that was started by somebody without our keys. */
const refusedType = 'InputRefused';

/**
 * Obeys only what was sealed for this workflow. A run whose input was not ends as failed before it does anything; every
 * workflow of ours takes an input. A signal with such an argument is left out, since an open run must not fail for it.
 */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  inbound: [
    {
      async execute(input, next) {
        if (input.args.length === 0) throw refusal('there is none');
        for (const value of input.args) if (isRefused(value)) throw refusal(value.hyobanRefused);
        return next(input);
      },
      async handleSignal(input, next) {
        const refused = input.args.find(isRefused);
        if (refused === undefined) return next(input);
        log.warn('a signal is not obeyed', { signalName: input.signalName, because: refused.hyobanRefused });
      },
      async handleQuery(input, next) {
        const refused = input.args.find(isRefused);
        if (refused !== undefined) throw refusal(refused.hyobanRefused);
        return next(input);
      },
    },
  ],
});

function refusal(because: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(`The input is not obeyed: ${because}`, refusedType);
}
