import { any, enumOf, type Field, float, int32, int64, type Message, mapOf, messageOf, one, text } from './proto.ts';

const blob = messageOf('Blob', () => ({ mimeType: text, data: text, displayName: text }));
const fileData = messageOf('FileData', () => ({ mimeType: text, fileUri: text, displayName: text }));

/** Members of a part that hold its data; exactly one of them is set. */
export const partData = {
  text,
  inlineData: one(blob),
  fileData: one(fileData),
  functionCall: any,
  functionResponse: any,
  executableCode: any,
  codeExecutionResult: any,
  toolCall: any,
  toolResponse: any,
} satisfies Record<string, Field>;

const part = messageOf('Part', () => ({
  ...partData,
  thought: any,
  thoughtSignature: text,
  videoMetadata: any,
  partMetadata: any,
  mediaResolution: any,
  mediaProcessing: any,
  audioTranscription: any,
  speechMetadata: any,
  audioMetadata: any,
  documentMetadata: any,
  spreadsheetMetadata: any,
}));

/** A turn of a conversation. */
export const content = messageOf('Content', () => ({ role: text, parts: one(part) }));

const types = ['TYPE_UNSPECIFIED', 'STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY', 'OBJECT', 'NULL'];

/** The OpenAPI subset of `responseSchema` ("Structured outputs"). */
export const schema: Message = messageOf('Schema', () => ({
  type: enumOf('Type', types),
  format: text,
  title: text,
  description: text,
  nullable: any,
  enum: text,
  items: one(schema),
  minItems: int64,
  maxItems: int64,
  properties: mapOf(schema),
  required: text,
  propertyOrdering: text,
  minProperties: int64,
  maxProperties: int64,
  minimum: float,
  maximum: float,
  minLength: int64,
  maxLength: int64,
  pattern: text,
  anyOf: one(schema),
  default: any,
  example: any,
}));

const responseTextFormat = messageOf('TextResponseFormat', () => ({ mimeType: text, schema: any }));
const responseFormat = messageOf('ResponseFormat', () => ({ text: one(responseTextFormat), image: any, audio: any }));

/** How the model shall answer. */
export const generationConfig = messageOf('GenerationConfig', () => ({
  candidateCount: int32,
  stopSequences: text,
  maxOutputTokens: int32,
  temperature: float,
  topP: float,
  topK: float,
  seed: int32,
  presencePenalty: float,
  frequencyPenalty: float,
  responseMimeType: text,
  responseSchema: one(schema),
  responseJsonSchema: any,
  _responseJsonSchema: any,
  responseFormat: one(responseFormat),
  responseModalities: text,
  responseLogprobs: any,
  logprobs: int32,
  enableEnhancedCivicAnswers: any,
  mediaResolution: any,
  speechConfig: any,
  thinkingConfig: any,
  imageConfig: any,
  audioTranscriptionConfig: any,
}));

/** Categories that a safety setting may name ("Safety settings"). */
export const harmCategories = [
  'HARM_CATEGORY_HATE_SPEECH',
  'HARM_CATEGORY_SEXUALLY_EXPLICIT',
  'HARM_CATEGORY_DANGEROUS_CONTENT',
  'HARM_CATEGORY_HARASSMENT',
  'HARM_CATEGORY_CIVIC_INTEGRITY',
];

/** Categories that exist, of older models or of other platforms. */
const otherCategories = [
  'HARM_CATEGORY_UNSPECIFIED',
  'HARM_CATEGORY_DEROGATORY',
  'HARM_CATEGORY_TOXICITY',
  'HARM_CATEGORY_VIOLENCE',
  'HARM_CATEGORY_SEXUAL',
  'HARM_CATEGORY_MEDICAL',
  'HARM_CATEGORY_DANGEROUS',
  'HARM_CATEGORY_IMAGE_HATE',
  'HARM_CATEGORY_IMAGE_DANGEROUS_CONTENT',
  'HARM_CATEGORY_IMAGE_HARASSMENT',
  'HARM_CATEGORY_IMAGE_SEXUALLY_EXPLICIT',
  'HARM_CATEGORY_JAILBREAK',
];

const thresholds = [
  'HARM_BLOCK_THRESHOLD_UNSPECIFIED',
  'BLOCK_LOW_AND_ABOVE',
  'BLOCK_MEDIUM_AND_ABOVE',
  'BLOCK_ONLY_HIGH',
  'BLOCK_NONE',
  'OFF',
];

/** From where on the model holds something back. */
export const safetySetting = messageOf('SafetySetting', () => ({
  category: enumOf('HarmCategory', [...harmCategories, ...otherCategories]),
  threshold: enumOf('SafetySetting.HarmBlockThreshold', thresholds),
}));
