import { type AddedModel, capabilitiesOf, type ModelCapability } from './more-models.ts';

/** Limits of enqueued tokens for tier 1, 2 and 3. */
type TierLimits = readonly [number, number, number];

/** A model and its standard prices in USD per million tokens, which are micro USD per token. */
export type Model = {
  name: string;
  inputPrice: number;
  outputPrice: number;
  methods: readonly string[];
  /** Whether it can answer with pictures ("Image generation"). */
  makesImages: boolean;
  /** Tokens of one request. */
  inputTokenLimit: number;
  /** Tokens that its live jobs may have in all, by usage tier. */
  enqueuedTokens: TierLimits;
};

const generates = ['generateContent', 'countTokens', 'batchGenerateContent'] as const;
const embeds = ['embedContent', 'countTokens', 'asyncBatchEmbedContent'] as const;

const million = 1e6;
const pro: TierLimits = [5 * million, 500 * million, 1000 * million];
const flash: TierLimits = [3 * million, 400 * million, 1000 * million];
const flashLite: TierLimits = [10 * million, 500 * million, 1000 * million];
const image: TierLimits = [2 * million, 270 * million, 1000 * million];
const flashImage: TierLimits = [1 * million, 250 * million, 750 * million];
const embedding: TierLimits = [0.5 * million, 5 * million, 10 * million];

type Prices = { inputPrice: number; outputPrice: number };

function modelOf(name: string, prices: Prices, enqueuedTokens: TierLimits, can: readonly ModelCapability[]): Model {
  const makesImages = can.includes('image');
  const generatesOrDraws = makesImages || can.includes('generate');
  return {
    name,
    ...prices,
    methods: [...new Set([...(generatesOrDraws ? generates : []), ...(can.includes('embed') ? embeds : [])])],
    makesImages,
    inputTokenLimit: generatesOrDraws ? 1_048_576 : 8192,
    enqueuedTokens,
  };
}

const generating = (name: string, inputPrice: number, outputPrice: number, enqueuedTokens: TierLimits): Model =>
  modelOf(name, { inputPrice, outputPrice }, enqueuedTokens, capabilitiesOf(name));

/**
 * The models that answer, with the prices of "Gemini Developer API pricing" (October 2026) and the limits of "Rate
 * limits" (July 2026). One that has no price there costs as much as the dearest; one that has no limit there has that of
 * its kind.
 */
export const models: readonly Model[] = [
  generating('gemini-3.8-flash', 0.75, 3.75, flash),
  generating('gemini-3.7-flash', 2, 12, flash),
  generating('gemini-3.6-flash', 2, 12, flash),
  generating('gemini-3.5-flash', 1.5, 9, flash),
  generating('gemini-3.5-flash-lite', 0.3, 2.5, flashLite),
  generating('gemini-3.1-pro-preview', 2, 12, pro),
  generating('gemini-3.1-flash-lite', 2, 12, flashLite),
  generating('gemini-3-flash-preview', 0.5, 3, flash),
  generating('gemini-3-pro-image', 2, 12, image),
  generating('gemini-3-pro-image-preview', 2, 12, image),
  generating('gemini-3.1-flash-image', 2, 12, flashImage),
  generating('gemini-3.1-flash-lite-image', 2, 12, image),
  generating('gemini-2.5-pro', 1.25, 10, pro),
  generating('gemini-2.5-flash', 0.3, 2.5, flash),
  generating('gemini-2.5-flash-lite', 0.1, 0.4, flashLite),
  generating('gemini-2.5-flash-image', 0.3, 30, flashImage),
  generating('gemini-embedding-2', 0.2, 0, embedding),
  { ...generating('gemini-embedding-001', 0.15, 0, embedding), inputTokenLimit: 2048 },
];

const dearest = { input: 2, output: 12 };

/** Prices of a model at a time: 3.8 Flash is sold at half its price until the end of 2026. */
export function pricesOf(
  name: string,
  atMs: number,
  among: readonly Model[] = models,
): { input: number; output: number } {
  const model = findModel(name, among);
  if (model?.name === 'gemini-3.8-flash' && atMs >= Date.UTC(2027, 0, 1)) return { input: 1.5, output: 7.5 };
  return { input: model?.inputPrice ?? dearest.input, output: model?.outputPrice ?? dearest.output };
}

/** The models that are built in, and further ones; of two with one name the added one counts. */
export function modelsWith(added: readonly (string | AddedModel)[]): readonly Model[] {
  const more = added.map((one) => addedModel(typeof one === 'string' ? { name: one } : one));
  const names = new Set(more.map(({ name }) => name));
  return [...models.filter(({ name }) => !names.has(name)), ...more];
}

function addedModel({ name: given, can, inputPrice = dearest.input, outputPrice }: AddedModel): Model {
  const name = given.replace(/^models\//, '');
  const abilities = can ?? capabilitiesOf(name);
  const embedsOnly = abilities.every((ability) => ability === 'embed');
  const prices = { inputPrice, outputPrice: outputPrice ?? (embedsOnly ? 0 : dearest.output) };
  return modelOf(name, prices, embedsOnly ? embedding : flash, abilities);
}

/** The model of a name with or without `models/`. */
export function findModel(name: string, among: readonly Model[] = models): Model | undefined {
  return among.find((model) => model.name === name.replace(/^models\//, ''));
}

/** Models before 3.0 cannot combine any built-in tool with JSON output ("Structured outputs"). */
export function isBeforeGemini3(name: string): boolean {
  return /^(?:models\/)?gemini-[12]\b/.test(name);
}

/** A model as lists show it ("Models"). */
export function modelResource(model: Model): Record<string, unknown> {
  const embedsOnly = !model.methods.includes('generateContent');
  const title = model.name.replaceAll('-', ' ').replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
  return {
    name: `models/${model.name}`,
    version: model.name.replace(/^gemini-/, ''),
    displayName: title,
    inputTokenLimit: model.inputTokenLimit,
    outputTokenLimit: embedsOnly ? 1 : 65_536,
    supportedGenerationMethods: model.methods,
    ...(embedsOnly ? {} : { temperature: 1, topP: 0.95, topK: 64, maxTemperature: 2 }),
  };
}
