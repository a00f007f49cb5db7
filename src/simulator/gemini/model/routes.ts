import type { Answer, Call, Route } from '../../core/server.ts';
import type { Bill } from '../bill.ts';
import { googleError, modelNotFound } from '../wire/errors.ts';
import { camelCased, isRecord, parseBody } from '../wire/json.ts';
import { answerRequest, type Brain } from './answer.ts';
import type { AnswerRoute } from './behaviour.ts';
import { embeddingOf } from './embedding.ts';
import { findModel, type Model, models } from './models.ts';
import { generateContentRequest, promptText } from './request.ts';
import { type GenerateContentResponse, tokensOf } from './response.ts';

const verb = (name: string, handle: Route['handle']): Route => ({
  name,
  method: 'POST',
  pattern: new RegExp(`^/(?<version>v1|v1beta|v1alpha)/models/(?<model>[^/:]+):${name}$`),
  handle,
});

/** Like `verb`, and 404 for a model that does not do `method`. */
const verbOf = (name: string, method: string, handle: (call: Call) => Answer): Route =>
  verb(name, (call) => {
    const { model = '', version = '' } = call.params;
    return findModel(model)?.methods.includes(method) ? handle(call) : modelNotFound(model, version, name);
  });

/** Routes that answer at once: generateContent and its relatives, and the list of models. */
export function modelRoutes(brain: Brain, bill: Bill): Route[] {
  function generate(call: Call, route: AnswerRoute): Answer | GenerateContentResponse {
    const model = findModel(call.params.model ?? '');
    if (!model?.methods.includes('generateContent')) {
      return modelNotFound(call.params.model ?? '', call.params.version ?? '', route);
    }
    const answered = answerRequest(brain, route, model.name, parseBody(call.rawBody));
    if (answered.failure) return answered.failure;
    bill.charge(model.name, answered, undefined, call.delivered);
    return answered.response;
  }

  return [
    verb('generateContent', (call) => {
      const answer = generate(call, 'generateContent');
      return 'status' in answer ? answer : { status: 200, body: answer };
    }),
    verb('streamGenerateContent', (call) => {
      const answer = generate(call, 'streamGenerateContent');
      return 'status' in answer ? answer : streamed(answer, call.query.get('alt') === 'sse');
    }),
    verbOf('countTokens', 'countTokens', (call) => {
      const parsed = generateContentRequest.safeParse(camelCased(parseBody(call.rawBody)));
      return { status: 200, body: { totalTokens: parsed.success ? tokensOf(promptText(parsed.data)) : 0 } };
    }),
    verbOf('embedContent', 'embedContent', (call) => ({
      status: 200,
      body: { embedding: embeddingOf(brain.seed, parseBody(call.rawBody)) },
    })),
    verbOf('batchEmbedContents', 'embedContent', (call) => {
      const body = parseBody(call.rawBody);
      const requests = isRecord(body) && Array.isArray(body.requests) ? body.requests : [];
      return { status: 200, body: { embeddings: requests.map((request) => embeddingOf(brain.seed, request)) } };
    }),
    {
      name: 'models',
      method: 'GET',
      pattern: /^\/(?:v1|v1beta|v1alpha)\/models$/,
      handle: () => ({ status: 200, body: { models: models.map(described) } }),
    },
    {
      name: 'models',
      method: 'GET',
      pattern: /^\/(?<version>v1|v1beta|v1alpha)\/models\/(?<model>[^/:]+)$/,
      handle: (call) => {
        const model = findModel(call.params.model ?? '');
        if (!model)
          return googleError(
            'NOT_FOUND',
            `Model is not found: models/${call.params.model} for api version ${call.params.version}`,
          );
        return { status: 200, body: described(model) };
      },
    },
  ];
}

const described = (model: Model) => ({
  name: `models/${model.name}`,
  displayName: model.name,
  inputTokenLimit: 1_048_576,
  outputTokenLimit: 65_536,
  supportedGenerationMethods: model.methods,
});

/** A response in pieces: server-sent events, or without `alt=sse` a JSON array. */
function streamed(response: GenerateContentResponse, asEvents: boolean): Answer {
  const pieces = piecesOf(response);
  if (!asEvents) return { status: 200, body: pieces };
  return {
    status: 200,
    bytes: Buffer.from(pieces.map((piece) => `data: ${JSON.stringify(piece)}\r\n\r\n`).join('')),
    headers: { 'content-type': 'text/event-stream' },
  };
}

function piecesOf(response: GenerateContentResponse): GenerateContentResponse[] {
  const candidate = response.candidates?.[0];
  const [first, ...others] = candidate?.content?.parts ?? [];
  const text = first?.text ?? '';
  const characters = Array.from(text);
  if (!candidate || characters.length < 4) return [response];
  const third = Math.ceil(characters.length / 3);
  const { modelVersion, responseId, usageMetadata } = response;
  return [0, 1, 2].map((index) => {
    const said = characters.slice(index * third, (index + 1) * third).join('');
    const last = index === 2;
    const content = { role: 'model' as const, parts: [{ text: said }, ...(last ? others : [])] };
    return {
      candidates: [last ? { ...candidate, content } : { content, index: 0 }],
      usageMetadata,
      modelVersion,
      responseId,
    };
  });
}
