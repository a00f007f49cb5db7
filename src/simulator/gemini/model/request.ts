import { z } from 'zod';

const part = z.looseObject({
  text: z.string().optional(),
  thought: z.boolean().optional(),
  fileData: z.looseObject({ fileUri: z.string().optional() }).optional(),
});
const content = z.looseObject({
  role: z.string().optional(),
  parts: z.union([z.array(part), part.transform((single) => [single])]).optional(),
});
const tool = z.looseObject({});
const safetySetting = z.looseObject({ category: z.string().optional(), threshold: z.string().optional() });
/** Numbers may come as text. */
const wholeNumber = z.coerce.number().int();
const degrees = z.coerce.number().default(0);

const generationConfig = z.looseObject({
  maxOutputTokens: wholeNumber.optional(),
  candidateCount: wholeNumber.optional(),
  stopSequences: z.array(z.string()).optional(),
  temperature: z.number().optional(),
  topP: z.number().optional(),
  topK: z.number().optional(),
  presencePenalty: z.number().optional(),
  frequencyPenalty: z.number().optional(),
  responseLogprobs: z.boolean().optional(),
  logprobs: wholeNumber.optional(),
  responseModalities: z.array(z.string()).optional(),
  responseMimeType: z.string().optional(),
  responseSchema: z.unknown().optional(),
  responseJsonSchema: z.unknown().optional(),
  _responseJsonSchema: z.unknown().optional(),
  thinkingConfig: z
    .looseObject({
      includeThoughts: z.boolean().optional(),
      thinkingBudget: wholeNumber.optional(),
      thinkingLevel: z.string().optional(),
    })
    .optional(),
  responseFormat: z
    .looseObject({
      text: z.looseObject({ mimeType: z.string().optional(), schema: z.unknown().optional() }).optional(),
    })
    .optional(),
});

/** GenerateContentRequest in camelCase, as far as the simulator reads it. */
export const generateContentRequest = z.looseObject({
  model: z.string().optional(),
  contents: z.union([z.array(content), content.transform((single) => [single])]),
  systemInstruction: content.optional(),
  tools: z.union([z.array(tool), tool.transform((single) => [single])]).optional(),
  toolConfig: z
    .looseObject({
      functionCallingConfig: z
        .looseObject({ mode: z.string().optional(), allowedFunctionNames: z.array(z.string()).optional() })
        .optional(),
      includeServerSideToolInvocations: z.boolean().optional(),
      retrievalConfig: z
        .looseObject({
          latLng: z.looseObject({ latitude: degrees, longitude: degrees }).optional(),
          languageCode: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
  safetySettings: z.union([z.array(safetySetting), safetySetting.transform((single) => [single])]).optional(),
  generationConfig: generationConfig.optional(),
  cachedContent: z.string().optional(),
});

/** A request whose shape has been checked. */
export type GenerateContentRequest = z.infer<typeof generateContentRequest>;

/** All text that the caller wrote, the system instruction first. */
export function promptText(request: GenerateContentRequest): string {
  const contents = [...(request.systemInstruction ? [request.systemInstruction] : []), ...request.contents];
  return contents.flatMap((c) => (c.parts ?? []).map((p) => p.text ?? '')).join('\n');
}

/** Whether the request brings this built-in tool. */
export function hasTool(request: GenerateContentRequest, name: 'googleMaps' | 'googleSearch'): boolean {
  return (request.tools ?? []).some((t) => t[name] !== undefined);
}

/** Whether any tool is asked for. */
export function hasTools(request: GenerateContentRequest): boolean {
  return (request.tools ?? []).some((t) => Object.keys(t).length > 0);
}

/** The JSON answer that is asked for: its schema, `{}` when only the MIME type was given, undefined for free text. */
export function schemaAskedFor(request: GenerateContentRequest): { schema: unknown } | undefined {
  const config = request.generationConfig;
  const format = config?.responseFormat?.text;
  if (config?.responseMimeType === 'application/json') {
    const { responseSchema, responseJsonSchema, _responseJsonSchema } = config;
    return { schema: responseSchema ?? responseJsonSchema ?? _responseJsonSchema ?? format?.schema ?? {} };
  }
  return asksForJsonByFormat(request) ? { schema: format?.schema ?? {} } : undefined;
}

/** Whether JSON is asked for by `responseFormat` alone. */
export function asksForJsonByFormat({ generationConfig: config }: GenerateContentRequest): boolean {
  const mimeType = config?.responseFormat?.text?.mimeType ?? '';
  return config?.responseMimeType !== 'application/json' && /^application[_/]json$/i.test(mimeType);
}
