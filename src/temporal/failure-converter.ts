import { DefaultFailureConverter } from '@temporalio/common';

/** Encodes message and stack of failures as a payload, so that the codec encrypts them too. Loaded by path, by the SDK and the workflow bundle alike. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
