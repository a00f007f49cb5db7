import {
  any,
  bool,
  bytes,
  enumOf,
  type Field,
  float,
  int32,
  int64,
  type Message,
  many,
  mapOf,
  messageOf,
  objectOf,
  one,
  text,
} from './fields.ts';

const blob = messageOf('Blob', () => ({ mimeType: text, data: bytes, displayName: text }));
const fileData = messageOf('FileData', () => ({ mimeType: text, fileUri: text, displayName: text }));
const struct = objectOf('google.protobuf.Struct');
const schedulings = ['SCHEDULING_UNSPECIFIED', 'SILENT', 'WHEN_IDLE', 'INTERRUPT'];
const languages = ['LANGUAGE_UNSPECIFIED', 'PYTHON'];
const outcomes = ['OUTCOME_UNSPECIFIED', 'OUTCOME_OK', 'OUTCOME_FAILED', 'OUTCOME_DEADLINE_EXCEEDED'];

const functionCall = messageOf('FunctionCall', () => ({
  id: text,
  name: text,
  args: struct,
  partialArgs: any,
  willContinue: bool,
}));
const functionResponse = messageOf('FunctionResponse', () => ({
  id: text,
  name: text,
  response: struct,
  parts: many(objectOf('FunctionResponsePart')),
  willContinue: bool,
  scheduling: enumOf('FunctionResponse.Scheduling', schedulings),
}));
const executableCode = messageOf('ExecutableCode', () => ({
  id: text,
  language: enumOf('ExecutableCode.Language', languages),
  code: text,
}));
const codeExecutionResult = messageOf('CodeExecutionResult', () => ({
  id: text,
  outcome: enumOf('CodeExecutionResult.Outcome', outcomes),
  output: text,
}));

/** Members of a part that hold its data; exactly one of them is set. */
export const partData = {
  text,
  inlineData: one(blob),
  fileData: one(fileData),
  functionCall: one(functionCall),
  functionResponse: one(functionResponse),
  executableCode: one(executableCode),
  codeExecutionResult: one(codeExecutionResult),
  toolCall: objectOf('ToolCall'),
  toolResponse: objectOf('ToolResponse'),
} satisfies Record<string, Field>;

const part = messageOf(
  'Part',
  () => ({
    ...partData,
    thought: bool,
    thoughtSignature: bytes,
    videoMetadata: objectOf('VideoMetadata'),
    partMetadata: struct,
    mediaResolution: any,
    mediaProcessing: any,
    audioTranscription: any,
    speechMetadata: any,
    audioMetadata: any,
    documentMetadata: any,
    spreadsheetMetadata: any,
  }),
  { data: Object.keys(partData) },
);

/** A turn of a conversation. */
export const content = messageOf('Content', () => ({ role: text, parts: many(one(part)) }));

const types = ['TYPE_UNSPECIFIED', 'STRING', 'NUMBER', 'INTEGER', 'BOOLEAN', 'ARRAY', 'OBJECT', 'NULL'];

/** The OpenAPI subset of `responseSchema` ("Structured outputs"). */
export const schema: Message = messageOf('Schema', () => ({
  type: enumOf('Type', types),
  format: text,
  title: text,
  description: text,
  nullable: bool,
  enum: many(text),
  items: one(schema),
  minItems: int64,
  maxItems: int64,
  properties: mapOf(schema),
  required: many(text),
  propertyOrdering: many(text),
  minProperties: int64,
  maxProperties: int64,
  minimum: float,
  maximum: float,
  minLength: int64,
  maxLength: int64,
  pattern: text,
  anyOf: many(one(schema)),
  default: any,
  example: any,
}));

const responseTextFormat = messageOf('TextResponseFormat', () => ({ mimeType: text, schema: any }));
const thinkingLevels = ['THINKING_LEVEL_UNSPECIFIED', 'MINIMAL', 'LOW', 'MEDIUM', 'HIGH'];
const thinkingConfig = messageOf('ThinkingConfig', () => ({
  includeThoughts: bool,
  thinkingBudget: int32,
  thinkingLevel: enumOf('ThinkingConfig.ThinkingLevel', thinkingLevels),
}));
const modalities = ['MODALITY_UNSPECIFIED', 'TEXT', 'IMAGE', 'AUDIO', 'VIDEO'];
const mediaResolutions = ['UNSPECIFIED', 'LOW', 'MEDIUM', 'HIGH'].map((level) => `MEDIA_RESOLUTION_${level}`);
const responseFormat = messageOf('ResponseFormat', () => ({
  text: one(responseTextFormat),
  image: objectOf('ImageResponseFormat'),
  audio: objectOf('AudioResponseFormat'),
}));

/** How the model shall answer. */
export const generationConfig = messageOf('GenerationConfig', () => ({
  candidateCount: int32,
  stopSequences: many(text),
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
  responseModalities: many(enumOf('GenerationConfig.Modality', modalities)),
  responseLogprobs: bool,
  logprobs: int32,
  enableEnhancedCivicAnswers: bool,
  mediaResolution: enumOf('GenerationConfig.MediaResolution', mediaResolutions),
  speechConfig: objectOf('SpeechConfig'),
  thinkingConfig: one(thinkingConfig),
  imageConfig: objectOf('ImageConfig'),
  audioTranscriptionConfig: objectOf('AudioTranscriptionConfig'),
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
