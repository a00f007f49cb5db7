/** Limits of enqueued tokens for tier 1, 2 and 3. */
type TierLimits = readonly [number, number, number];

/** A model and its standard prices in USD per million tokens, which are micro USD per token. */
export type Model = {
  name: string;
  inputPrice: number;
  outputPrice: number;
  methods: readonly string[];
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

const generating = (name: string, inputPrice: number, outputPrice: number, enqueuedTokens: TierLimits): Model => ({
  name,
  inputPrice,
  outputPrice,
  methods: generates,
  enqueuedTokens,
});

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
  { name: 'gemini-embedding-2', inputPrice: 0.2, outputPrice: 0, methods: embeds, enqueuedTokens: embedding },
];

/** Prices of a model at a time: 3.8 Flash is sold at half its price until the end of 2026. */
export function pricesOf(name: string, atMs: number): { input: number; output: number } {
  const model = findModel(name);
  if (model?.name === 'gemini-3.8-flash' && atMs >= Date.UTC(2027, 0, 1)) return { input: 1.5, output: 7.5 };
  return { input: model?.inputPrice ?? 2, output: model?.outputPrice ?? 12 };
}

/** The models that are built in, and further ones of these names, which cost as much as the dearest. */
export function modelsWith(names: readonly string[]): readonly Model[] {
  return [...models, ...names.map((name) => generating(name.replace(/^models\//, ''), 2, 12, flash))];
}

/** The model of a name with or without `models/`. */
export function findModel(name: string, among: readonly Model[] = models): Model | undefined {
  return among.find((model) => model.name === name.replace(/^models\//, ''));
}

/** Whether a model can answer with pictures ("Image generation"). */
export function makesImages(name: string): boolean {
  return name.includes('-image');
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
    inputTokenLimit: embedsOnly ? 8192 : 1_048_576,
    outputTokenLimit: embedsOnly ? 1 : 65_536,
    supportedGenerationMethods: model.methods,
    ...(embedsOnly ? {} : { temperature: 1, topP: 0.95, topK: 64, maxTemperature: 2 }),
  };
}
