import {
  any,
  bool,
  enumOf,
  float,
  int32,
  int64,
  type Message,
  many,
  messageOf,
  objectOf,
  one,
  text,
} from './fields.ts';
import { content, generationConfig, safetySetting } from './request-content.ts';
import { tool } from './request-tools.ts';

const latLng = messageOf('google.type.LatLng', () => ({ latitude: float, longitude: float }));
const retrievalConfig = messageOf('RetrievalConfig', () => ({ latLng: one(latLng), languageCode: text }));
const modes = ['MODE_UNSPECIFIED', 'AUTO', 'ANY', 'NONE', 'VALIDATED'];
const functionCallingConfig = messageOf('FunctionCallingConfig', () => ({
  mode: enumOf('FunctionCallingConfig.Mode', modes),
  allowedFunctionNames: many(text),
  streamFunctionCallArguments: bool,
}));
const toolConfig = messageOf('ToolConfig', () => ({
  functionCallingConfig: one(functionCallingConfig),
  retrievalConfig: one(retrievalConfig),
  includeServerSideToolInvocations: bool,
}));

/** GenerateContentRequest ("Generate content" reference), with what the official SDKs send besides. */
export const generateContentMessage = messageOf('GenerateContentRequest', () => ({
  model: text,
  contents: many(one(content)),
  systemInstruction: one(content),
  tools: many(one(tool)),
  toolConfig: one(toolConfig),
  safetySettings: many(one(safetySetting)),
  generationConfig: one(generationConfig),
  cachedContent: text,
  serviceTier: enumOf('ServiceTier', ['SERVICE_TIER_UNSPECIFIED', 'UNSPECIFIED', 'STANDARD', 'FLEX', 'PRIORITY']),
  labels: objectOf('GenerateContentRequest.LabelsEntry'),
  continuationToken: any,
  store: bool,
}));

/** What the published interface of `v1` has of it. */
export const generateContentMessageOfV1 = messageOf('GenerateContentRequest', () => ({
  model: text,
  contents: many(one(content)),
  safetySettings: many(one(safetySetting)),
  generationConfig: one(generationConfig),
}));

/** CountTokensRequest. */
export const countTokensMessage = messageOf('CountTokensRequest', () => ({
  model: text,
  contents: many(one(content)),
  generateContentRequest: one(generateContentMessage),
}));

/** EmbedContentRequest ("Embeddings" reference). */
export const embedContentMessage = messageOf('EmbedContentRequest', () => ({
  model: text,
  content: one(content),
  taskType: text,
  title: text,
  outputDimensionality: int32,
  embedContentConfig: objectOf('EmbedContentConfig'),
}));

/** BatchEmbedContentsRequest. */
export const batchEmbedMessage = messageOf('BatchEmbedContentsRequest', () => ({
  model: text,
  requests: many(one(embedContentMessage)),
}));

/** CreateFileRequest ("Files API" reference). */
export const createFileMessage = messageOf('CreateFileRequest', () => ({ file: one(file) }));
const file = messageOf('File', () => ({
  name: text,
  displayName: text,
  mimeType: text,
  sizeBytes: int64,
  createTime: any,
  updateTime: any,
  expirationTime: any,
  sha256Hash: any,
  uri: any,
  downloadUri: any,
  state: any,
  source: any,
  error: any,
  videoMetadata: any,
}));

const webhookConfig = messageOf('WebhookConfig', () => ({ uris: many(text), userMetadata: any }));

/** A GenerateContentBatch or EmbedContentBatch of such requests ("Batch API reference"). */
export const batchMessage = (request: Message): Message => {
  const inlined = messageOf('InlinedRequest', () => ({
    request: one(request),
    metadata: objectOf('google.protobuf.Struct'),
  }));
  const requests = messageOf('InlinedRequests', () => ({ requests: many(one(inlined)) }));
  const inputConfig = messageOf('InputConfig', () => ({ fileName: text, requests: one(requests) }), {
    source: ['fileName', 'requests'],
  });
  return messageOf('GenerateContentBatch', () => ({
    model: text,
    name: text,
    displayName: text,
    inputConfig: one(inputConfig),
    priority: int64,
    webhookConfig: one(webhookConfig),
    output: any,
    createTime: any,
    endTime: any,
    updateTime: any,
    batchStats: any,
    state: any,
  }));
};

/** The body that creates a job. */
export const createBatchMessage = (request: Message): Message => {
  const batch = batchMessage(request);
  return messageOf('BatchGenerateContentRequest', () => ({ model: text, batch: one(batch) }));
};
