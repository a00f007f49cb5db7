import { readFileSync } from 'node:fs';
import type { Message } from '../../src/simulator/gemini/wire/fields.ts';
import {
  batchEmbedMessage,
  countTokensMessage,
  createBatchMessage,
  createFileMessage,
  generateContentMessage,
} from '../../src/simulator/gemini/wire/requests.ts';
import { sectionOf } from '../support/simulator-page.ts';

/** Every member of every message that requests are parsed as, as `Message.member`. */
function membersOf(messages: readonly Message[], seen = new Set<string>()): string[] {
  return messages.flatMap((message) => {
    if (seen.has(message.name)) return [];
    seen.add(message.name);
    return Object.entries(message.fields()).flatMap(([name, field]) => [
      `${message.name}.${name}`,
      ...('message' in field ? membersOf([field.message], seen) : []),
    ]);
  });
}

const members = membersOf([
  generateContentMessage,
  countTokensMessage,
  batchEmbedMessage,
  createFileMessage,
  createBatchMessage(generateContentMessage),
]);

/** Members that change an answer or are refused, with the file under `gemini/` that reads them. */
const handled: Record<string, readonly string[]> = {
  'model/request.ts': [
    ...['contents', 'systemInstruction', 'tools'].map((name) => `GenerateContentRequest.${name}`),
    ...['Content.parts', 'Part.text', 'Tool.googleSearch', 'Tool.googleMaps', 'ResponseFormat.text'],
    ...['TextResponseFormat.mimeType', 'TextResponseFormat.schema'],
    ...['responseMimeType', 'responseSchema', 'responseJsonSchema', '_responseJsonSchema', 'responseFormat'].map(
      (name) => `GenerationConfig.${name}`,
    ),
  ],
  'model/refusal.ts': [
    ...['Content.role', 'Part.fileData', 'FileData.fileUri', 'SafetySetting.category'],
    ...['GenerateContentRequest.safetySettings', 'GenerateContentRequest.cachedContent'],
  ],
  'wire/request-content.ts': ['inlineData', 'functionCall', 'functionResponse', 'executableCode', 'codeExecutionResult']
    .concat('toolCall', 'toolResponse')
    .map((name) => `Part.${name}`),
  'model/answer-maps.ts': ['RetrievalConfig.latLng', 'google.type.LatLng.latitude', 'google.type.LatLng.longitude'],
  'model/answer-search.ts': [
    'GenerateContentRequest.toolConfig',
    'ToolConfig.retrievalConfig',
    'RetrievalConfig.languageCode',
  ],
  'model/functions.ts': [
    ...['Tool.functionDeclarations', 'FunctionDeclaration.name', 'FunctionDeclaration.parameters'],
    ...['FunctionDeclaration.parametersJsonSchema', 'FunctionDeclaration.response'],
    ...['ToolConfig.functionCallingConfig', 'ToolConfig.includeServerSideToolInvocations'],
    ...['FunctionCallingConfig.mode', 'FunctionCallingConfig.allowedFunctionNames'],
  ],
  'model/parameters.ts': [
    ...['Tool.googleSearchRetrieval', 'Tool.fileSearch', 'Tool.computerUse', 'GenerateContentRequest.generationConfig'],
    ...['candidateCount', 'stopSequences', 'temperature', 'topP', 'topK', 'maxOutputTokens', 'responseModalities']
      .concat('presencePenalty', 'frequencyPenalty', 'responseLogprobs', 'logprobs')
      .map((name) => `GenerationConfig.${name}`),
  ],
  'model/answer.ts': ['ThinkingConfig.includeThoughts'],
  'model/thinking.ts': [
    'GenerationConfig.thinkingConfig',
    'ThinkingConfig.thinkingBudget',
    'ThinkingConfig.thinkingLevel',
  ],
  'model/schema-problems.ts': ['type', 'format', 'enum', 'items', 'properties', 'required', 'anyOf'].map(
    (name) => `Schema.${name}`,
  ),
  'model/value-from-schema.ts': ['minItems', 'maxItems', 'minimum', 'maximum', 'minLength', 'maxLength']
    .concat('nullable')
    .map((name) => `Schema.${name}`),
  'model/schema.ts': ['Schema.propertyOrdering'],
  'model/routes.ts': ['CountTokensRequest.contents', 'CountTokensRequest.generateContentRequest'],
  'model/embedding.ts': ['EmbedContentRequest.content', 'EmbedContentRequest.outputDimensionality'],
  'model/embedding-routes.ts': ['BatchEmbedContentsRequest.requests'],
  'files/wanted-file.ts': [
    'CreateFileRequest.file',
    'File.name',
    'File.displayName',
    'File.mimeType',
    'File.sizeBytes',
  ],
  'batches/parse-create.ts': [
    ...['BatchGenerateContentRequest.batch', 'InputConfig.fileName', 'InputConfig.requests'],
    ...['InlinedRequests.requests', 'InlinedRequest.request', 'InlinedRequest.metadata'],
    ...['WebhookConfig.uris', 'WebhookConfig.userMetadata'],
    ...['displayName', 'inputConfig', 'priority', 'webhookConfig'].map((name) => `GenerateContentBatch.${name}`),
  ],
};

/** Members of the table of docs/simulator.md; those without a message belong to the one of their row. */
const ignored = [
  ...sectionOf('### Members that Gemini takes and ignores').matchAll(/^\| ([\w., ]+) \| (`.+) \|$/gm),
].flatMap(([, message = '', cell = '']) =>
  [...cell.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => (name.includes('.') ? name : `${message}.${name}`)),
);

const readBySomebody = Object.values(handled).flat();

test('every member that is parsed is done, refused, or in the table of those that are ignored', () => {
  expect(members.length).toBeGreaterThan(100);
  expect(members.filter((member) => !readBySomebody.includes(member) && !ignored.includes(member))).toEqual([]);
});

test('the table has no member that is not parsed, and none that is done', () => {
  expect(ignored.length).toBeGreaterThan(50);
  expect(ignored.filter((member) => !members.includes(member))).toEqual([]);
  expect(ignored.filter((member) => readBySomebody.includes(member))).toEqual([]);
});

test.each(Object.entries(handled))('%s reads what it is said to read', (file, names) => {
  const source = readFileSync(`src/simulator/gemini/${file}`, 'utf8');
  const missing = names.filter((name) => !new RegExp(`\\b${name.split('.').at(-1)}\\b`).test(source));
  expect(missing).toEqual([]);
  expect(names.filter((name) => !members.includes(name))).toEqual([]);
});

test.each(['Function calls', 'Cached contents', 'Code execution', 'File search stores', 'Interactions'])(
  '%s have a row in the table of features',
  (feature) => {
    expect(sectionOf('### Features of Gemini')).toMatch(new RegExp(`^\\| ${feature}`, 'm'));
  },
);
