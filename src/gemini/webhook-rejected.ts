const reasons = {
  'missing-signature': 'no webhook-signature header',
  'missing-header': 'no usable webhook-id or webhook-timestamp header',
  'bad-timestamp': 'webhook-timestamp is not a time',
  'too-old': 'the signature is too old',
  'too-new': 'the signature is from the future',
  'unknown-scheme': 'no signature of a scheme that is taken',
  'bad-signature': 'no signature fits',
  'keys-unavailable': 'the key set of Google cannot be had now',
  busy: 'too many deliveries are being checked now',
  'bad-body': 'the body is not an event',
} as const;

/** A delivery that is not to be believed. */
export class GeminiWebhookRejected extends Error {
  override name = 'GeminiWebhookRejected';
  readonly reason: keyof typeof reasons;

  constructor(reason: keyof typeof reasons, options?: ErrorOptions) {
    super(`Webhook rejected: ${reasons[reason]}`, options);
    this.reason = reason;
  }

  /** Whether the cause is ours, so that the sender may deliver again: nothing is known about the signature. */
  get isOurs(): boolean {
    return this.reason === 'keys-unavailable' || this.reason === 'busy';
  }
}
