import { z } from 'zod';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import { errorAnswer, fieldErrors } from '../errors.ts';
import { isRichMenuId } from '../validation/rich-menu.ts';
import { list } from '../validation/values.ts';

const mostOperations = 1000;
const menuId = z.string().refine(isRichMenuId, { error: 'invalid richMenuId' });
const operation = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('link'), from: menuId, to: menuId }),
  z.looseObject({ type: z.literal('unlink'), from: menuId }),
  z.looseObject({ type: z.literal('unlinkAll') }),
]);

/** The body of a batch ("Rich menu operation object"). */
export const batchFields = z.looseObject({
  operations: list(operation, 1, mostOperations),
  resumeRequestKey: z
    .string()
    .regex(/^[0-9a-zA-Z_-]{1,100}$/, { error: 'invalid resumeRequestKey' })
    .optional(),
});

type Batch = z.infer<typeof batchFields>;

/** Judges what is wrong between the operations or with their rich menus. */
export function judgeBatch(context: LineContext, { operations }: Batch): Answer | undefined {
  const types = new Set(operations.map(({ type }) => type));
  if (types.has('unlinkAll') && types.size > 1) {
    const message = "'unlinkAll' type can't be combined with other type";
    return fieldErrors([{ message, property: 'operations[].type' }]);
  }
  const froms = operations.flatMap((each) => (each.type === 'unlinkAll' ? [] : each.from));
  const twice = froms.find((from, index) => froms.indexOf(from) !== index);
  if (twice !== undefined) {
    return fieldErrors([{ message: `from richmenu (${twice}) is duplicated`, property: 'operations[].from' }]);
  }
  return missingMenu(context, operations) ?? menuWithoutImage(context, operations);
}

function missingMenu(context: LineContext, operations: Batch['operations']): Answer | undefined {
  const { menus } = context.state.richMenus;
  const details = operations.flatMap((each, index) => {
    const named =
      each.type === 'link' ? { from: each.from, to: each.to } : each.type === 'unlink' ? { from: each.from } : {};
    return Object.entries(named)
      .filter(([, id]) => !menus.has(id))
      .map(([key, id]) => ({ message: `Richmenu (${id}) is not found`, property: `operations[${index}].${key}` }));
  });
  if (details.length === 0) return undefined;
  return errorAnswer(404, `The request body has ${details.length} error(s)`, { details });
}

function menuWithoutImage(context: LineContext, operations: Batch['operations']): Answer | undefined {
  const details = operations.flatMap((each, index) => {
    if (each.type !== 'link' || context.state.richMenus.menus.get(each.to)?.image) return [];
    const message = `'to' richmenu (${each.to}) must have image but it doesn't`;
    return [{ message, property: `operations[${index}].to` }];
  });
  return details.length > 0 ? fieldErrors(details) : undefined;
}

/** Runs the operations on the links as they were before, so that none affects another; here it is done at once. */
export function runBatch(context: LineContext, { operations }: Batch): void {
  const { byUser } = context.state.richMenus;
  for (const [userId, linked] of [...byUser]) {
    for (const each of operations) {
      if (each.type === 'unlinkAll' || (each.type === 'unlink' && each.from === linked)) byUser.delete(userId);
      if (each.type === 'link' && each.from === linked) byUser.set(userId, each.to);
    }
  }
}
