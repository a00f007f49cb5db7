import { any, float, int32, int64, type Message, messageOf, one, text } from './proto.ts';
import { content, generationConfig, safetySetting } from './request-content.ts';
import { tool } from './request-tools.ts';

const latLng = messageOf('LatLng', () => ({ latitude: float, longitude: float }));
const retrievalConfig = messageOf('RetrievalConfig', () => ({ latLng: one(latLng), languageCode: text }));
const toolConfig = messageOf('ToolConfig', () => ({
  functionCallingConfig: any,
  retrievalConfig: one(retrievalConfig),
  includeServerSideToolInvocations: any,
}));

/** GenerateContentRequest ("Generate content" reference), with what the official SDKs send besides. */
export const generateContentMessage = messageOf('GenerateContentRequest', () => ({
  model: text,
  contents: one(content),
  systemInstruction: one(content),
  tools: one(tool),
  toolConfig: one(toolConfig),
  safetySettings: one(safetySetting),
  generationConfig: one(generationConfig),
  cachedContent: text,
  serviceTier: any,
  labels: any,
  continuationToken: any,
  store: any,
}));

/** What the published interface of `v1` has of it. */
export const generateContentMessageOfV1 = messageOf('GenerateContentRequest', () => ({
  model: text,
  contents: one(content),
  safetySettings: one(safetySetting),
  generationConfig: one(generationConfig),
}));

/** CountTokensRequest. */
export const countTokensMessage = messageOf('CountTokensRequest', () => ({
  model: text,
  contents: one(content),
  generateContentRequest: one(generateContentMessage),
}));

/** EmbedContentRequest ("Embeddings" reference). */
export const embedContentMessage = messageOf('EmbedContentRequest', () => ({
  model: text,
  content: one(content),
  taskType: text,
  title: text,
  outputDimensionality: int32,
  embedContentConfig: any,
}));

/** BatchEmbedContentsRequest. */
export const batchEmbedMessage = messageOf('BatchEmbedContentsRequest', () => ({
  model: text,
  requests: one(embedContentMessage),
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

const webhookConfig = messageOf('WebhookConfig', () => ({ uris: text, userMetadata: any }));

/** A GenerateContentBatch or EmbedContentBatch of such requests ("Batch API reference"). */
export const batchMessage = (request: Message): Message => {
  const inlined = messageOf('InlinedRequest', () => ({ request: one(request), metadata: any }));
  const requests = messageOf('InlinedRequests', () => ({ requests: one(inlined) }));
  const inputConfig = messageOf('InputConfig', () => ({ fileName: text, requests: one(requests) }));
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
