import { z } from 'zod';
import { dateRules } from './dates.ts';
import { type AddProblem, also, type TextRules, text, uri } from './values.ts';

/** Where an action stands; decides which kinds are allowed and how long its label may be. */
export type ActionPlace =
  | 'quick-reply'
  | 'template'
  | 'template-default'
  | 'image-carousel'
  | 'flex-button'
  | 'flex'
  | 'flex-video'
  | 'rich-menu';

type PlaceRules = { types: string[]; label: number; labelRequired: boolean; unknownProperties?: 'taken' | 'refused' };

const common = ['postback', 'message', 'uri', 'datetimepicker', 'clipboard'];

const places: Record<ActionPlace, PlaceRules> = {
  'quick-reply': { types: [...common, 'location', 'camera', 'cameraRoll'], label: 20, labelRequired: true },
  template: { types: common, label: 20, labelRequired: true },
  'template-default': { types: common, label: 20, labelRequired: false },
  'image-carousel': { types: common, label: 12, labelRequired: false },
  'flex-button': { types: common, label: 40, labelRequired: true, unknownProperties: 'refused' },
  flex: { types: common, label: 40, labelRequired: false, unknownProperties: 'refused' },
  'flex-video': { types: ['uri'], label: 40, labelRequired: false, unknownProperties: 'refused' },
  'rich-menu': { types: [...common, 'richmenuswitch'], label: 20, labelRequired: false },
};

/** The schema of an action in one place ("Action objects" and "Specifications of the label" of the reference). */
export function actionSchema(rules: TextRules, place: ActionPlace): z.ZodType {
  const { types, label, labelRequired, unknownProperties = 'taken' } = places[place];
  const known = actionFields(rules, unknownProperties);
  const object = unknownProperties === 'taken' ? z.looseObject : z.strictObject;
  const options = types.map((type) =>
    also(
      object({
        type: z.literal(type),
        label: text(rules, { max: label, min: 0, unit: 'characters' }).optional(),
        ...known[type],
      }),
      (action, add) => {
        if (labelRequired && !action.label) add('`label` must be specified');
        crossFieldRules(action, place, add);
      },
    ),
  );
  const [first, ...others] = options;
  return first ? z.discriminatedUnion('type', [first, ...others]) : z.never();
}

function actionFields(rules: TextRules, unknownProperties: 'taken' | 'refused'): Record<string, z.ZodRawShape> {
  const object = unknownProperties === 'taken' ? z.looseObject : z.strictObject;
  const data = text(rules, { max: 300 });
  const shownText = text(rules, { max: 300, unit: 'characters' });
  const link = uri(rules, ['http', 'https', 'line', 'tel'], 1000);
  return {
    postback: {
      data,
      displayText: shownText.optional(),
      text: shownText.optional(),
      inputOption: z.enum(['closeRichMenu', 'openRichMenu', 'openKeyboard', 'openVoice']).optional(),
      fillInText: shownText.optional(),
    },
    message: { text: shownText },
    uri: { uri: link, altUri: object({ desktop: link }).optional() },
    datetimepicker: {
      data,
      mode: z.enum(['date', 'time', 'datetime']),
      initial: z.string().optional(),
      max: z.string().optional(),
      min: z.string().optional(),
    },
    clipboard: { clipboardText: text(rules, { max: 1000 }) },
    location: {},
    camera: {},
    cameraRoll: {},
    richmenuswitch: { richMenuAliasId: text(rules, { max: 32 }), data },
  };
}

function crossFieldRules(action: Record<string, unknown>, place: ActionPlace, add: AddProblem): void {
  if (action.type === 'postback') {
    if (action.text !== undefined && action.displayText !== undefined) add('must not be used with displayText', 'text');
    if (action.text !== undefined && place === 'quick-reply') add('must not be used in a quick reply', 'text');
    if (action.fillInText !== undefined && action.inputOption !== 'openKeyboard') {
      add('must be used with openKeyboard', 'fillInText');
    }
  }
  if (action.type === 'datetimepicker') dateRules(action, add);
}
