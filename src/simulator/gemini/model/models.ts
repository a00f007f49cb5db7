/** A model and its standard prices in USD per million tokens, which are micro USD per token. */
export type Model = { name: string; inputPrice: number; outputPrice: number; methods: readonly string[] };

const generates = ['generateContent', 'countTokens', 'batchGenerateContent'] as const;
const embeds = ['embedContent', 'countTokens', 'asyncBatchEmbedContent'] as const;

const generating = (name: string, inputPrice: number, outputPrice: number): Model => ({
  name,
  inputPrice,
  outputPrice,
  methods: generates,
});

/** The models that answer, with the prices of "Gemini Developer API pricing" (October 2026); one that was not found there costs as much as the dearest. */
export const models: readonly Model[] = [
  generating('gemini-3.8-flash', 0.75, 3.75),
  generating('gemini-3.6-flash', 2, 12),
  generating('gemini-3.5-flash', 1.5, 9),
  generating('gemini-3.5-flash-lite', 0.3, 2.5),
  generating('gemini-3.1-pro-preview', 2, 12),
  generating('gemini-3.1-flash-lite', 2, 12),
  generating('gemini-3-flash-preview', 0.5, 3),
  generating('gemini-3-pro-image', 2, 12),
  generating('gemini-3-pro-image-preview', 2, 12),
  generating('gemini-2.5-pro', 1.25, 10),
  generating('gemini-2.5-flash', 0.3, 2.5),
  generating('gemini-2.5-flash-lite', 0.1, 0.4),
  { name: 'gemini-embedding-2', inputPrice: 0.2, outputPrice: 0, methods: embeds },
];

/** Prices of a model at a time: 3.8 Flash is sold at half its price until the end of 2026. */
export function pricesOf(name: string, atMs: number): { input: number; output: number } {
  const model = findModel(name);
  if (model?.name === 'gemini-3.8-flash' && atMs >= Date.UTC(2027, 0, 1)) return { input: 1.5, output: 7.5 };
  return { input: model?.inputPrice ?? 0, output: model?.outputPrice ?? 0 };
}

/** The model of a name with or without `models/`. */
export function findModel(name: string): Model | undefined {
  return models.find((model) => model.name === name.replace(/^models\//, ''));
}

/** Whether a model can answer with pictures ("Image generation"). */
export function makesImages(name: string): boolean {
  return name.includes('-image');
}

/** Models before 3.0 cannot combine any built-in tool with JSON output ("Structured outputs"). */
export function isBeforeGemini3(name: string): boolean {
  return /^(?:models\/)?gemini-[12]\b/.test(name);
}
