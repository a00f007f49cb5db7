import { z } from 'zod';

/** The part of a rich menu that the simulator reads; the rest is kept as sent. */
export const richMenuSchema = z.looseObject({
  size: z.looseObject({ width: z.number(), height: z.number() }),
  selected: z.boolean(),
  name: z.string(),
  chatBarText: z.string(),
  areas: z.array(z.looseObject({ action: z.looseObject({ type: z.string() }) })),
});

/** A rich menu and its image. */
export type RichMenu = {
  richMenuId: string;
  menu: z.infer<typeof richMenuSchema>;
  image?: { bytes: Buffer; contentType: string };
};

/** The rich menus of the channel and who sees which. */
export type RichMenus = {
  menus: Map<string, RichMenu>;
  defaultId: string | undefined;
  byUser: Map<string, string>;
  /** Alias id to rich menu id. */
  aliases: Map<string, string>;
  /** Times of accepted batches, by the id of their request. */
  batches: Map<string, number>;
};

/** Makes an empty set. */
export function createRichMenus(): RichMenus {
  return { menus: new Map(), defaultId: undefined, byUser: new Map(), aliases: new Map(), batches: new Map() };
}

/** The menu a person sees: their own, else the default ("Rich menus overview"). */
export function richMenuOf(richMenus: RichMenus, userId: string): RichMenu | undefined {
  return richMenus.menus.get(richMenus.byUser.get(userId) ?? richMenus.defaultId ?? '');
}
