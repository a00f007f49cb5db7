/** @import { WebhookDelivery } from '../../../line/simulator.ts' */

/**
 * What to tell when the webhook of an action did not reach the bot; undefined when it did.
 *
 * @param {WebhookDelivery} delivery
 * @returns {string | undefined}
 */
export function deliveryTrouble(delivery) {
  switch (delivery.reason) {
    case 'ok':
      return undefined;
    case 'could_not_connect':
      return 'The bot did not hear of this: its webhook could not be reached.';
    case 'request_timeout':
      return 'The bot may not have heard of this: its webhook did not answer in time.';
    case 'error_status_code':
      return `The bot refused this: its webhook answered ${delivery.status ?? 'an error'}.`;
    case 'not_sent':
      return 'The bot did not hear of this: no webhook was sent.';
    case 'unclassified':
      return 'The bot may not have heard of this: its webhook failed.';
  }
}
