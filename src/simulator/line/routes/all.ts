import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { chatEndpoints } from './chat.ts';
import { contentEndpoints } from './content.ts';
import { groupEndpoints } from './groups.ts';
import { insightEndpoints } from './insight.ts';
import { narrowcastEndpoints } from './narrowcast.ts';
import { profileEndpoints } from './profiles.ts';
import { quotaEndpoints } from './quota.ts';
import { richMenuAliasEndpoints } from './rich-menu-aliases.ts';
import { richMenuBatchEndpoints } from './rich-menu-batches.ts';
import { richMenuLinkEndpoints } from './rich-menu-links.ts';
import { richMenuEndpoints } from './rich-menus.ts';
import { sendEndpoints } from './send.ts';
import { tokenEndpoints } from './tokens.ts';
import { validateEndpoints } from './validate.ts';
import { webhookEndpoints } from './webhook-endpoint.ts';

/** Every endpoint of the Messaging API that the simulator has. */
export function lineEndpoints(context: LineContext): Endpoint[] {
  return [
    ...sendEndpoints(context),
    ...narrowcastEndpoints(context),
    ...validateEndpoints(context),
    ...quotaEndpoints(context),
    ...chatEndpoints(context),
    ...insightEndpoints(context),
    ...profileEndpoints(context),
    ...groupEndpoints(context),
    ...webhookEndpoints(context),
    ...contentEndpoints(context),
    ...richMenuBatchEndpoints(context),
    ...richMenuEndpoints(context),
    ...richMenuLinkEndpoints(context),
    ...richMenuAliasEndpoints(context),
    ...tokenEndpoints(context),
  ];
}
