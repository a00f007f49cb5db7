import type { Answer, Call, Route } from '../../core/server.ts';
import type { Bill } from '../bill.ts';
import { projectOf } from '../project.ts';
import { googleError, invalidField, modelNotFound } from '../wire/errors.ts';
import { isRecord, parseBody } from '../wire/json.ts';
import { normalised } from '../wire/normalised.ts';
import { pageOf } from '../wire/paging.ts';
import { countTokensMessage, generateContentMessage, generateContentMessageOfV1 } from '../wire/requests.ts';
import { unknownFieldsIn } from '../wire/unknown-fields.ts';
import { answerRequest, type Brain } from './answer.ts';
import type { AnswerRoute } from './behaviour.ts';
import { batchEmbedContents, embedContent } from './embedding-routes.ts';
import { findModel, modelResource } from './models.ts';
import { generateContentRequest, promptText } from './request.ts';
import { type GenerateContentResponse, tokensOf } from './response.ts';
import { streamed } from './stream.ts';

/** Routes that answer at once: generateContent and its relatives, and the list of models. */
export function modelRoutes(brain: Brain, bill: Bill): Route[] {
  const { seed, settings, models } = brain;

  /** Answers the call of a method on a model, and 404 for a model that does not do `method`. */
  const verb = (name: string, method: string, handle: (call: Call) => Answer): Route => ({
    name,
    method: 'POST',
    pattern: new RegExp(`^/(?<version>v1|v1beta|v1alpha)/models/(?<model>[^/:]+):${name}$`),
    handle(call) {
      const { model = '', version = '' } = call.params;
      return findModel(model, models)?.methods.includes(method) ? handle(call) : modelNotFound(model, version, name);
    },
  });

  function generate(call: Call, route: AnswerRoute, finish: (response: GenerateContentResponse) => Answer): Answer {
    const model = findModel(call.params.model ?? '', models)?.name ?? '';
    const body = parseBody(call.rawBody);
    const isNarrow = settings.v1Fields === 'published' && call.params.version === 'v1';
    const unknown = unknownFieldsIn(body, isNarrow ? generateContentMessageOfV1 : generateContentMessage, settings);
    if (unknown) return unknown;
    const answered = answerRequest(brain, { route, project: projectOf(call) }, model, body);
    if (answered.failure) return answered.failure;
    bill.charge(model, answered, undefined, call.delivered);
    return finish(answered.response);
  }

  return [
    verb('generateContent', 'generateContent', (call) =>
      generate(call, 'generateContent', (body) => ({ status: 200, body })),
    ),
    verb('streamGenerateContent', 'generateContent', (call) =>
      generate(call, 'streamGenerateContent', (response) => streamed(response, call.query.get('alt') === 'sse')),
    ),
    verb('countTokens', 'countTokens', (call) => {
      const body = parseBody(call.rawBody);
      return unknownFieldsIn(body, countTokensMessage, settings) ?? countTokens(body);
    }),
    verb('embedContent', 'embedContent', (call) => embedContent(seed, settings, call)),
    verb('batchEmbedContents', 'embedContent', (call) => batchEmbedContents(seed, settings, call)),
    {
      name: 'models',
      method: 'GET',
      pattern: /^\/(?:v1|v1beta|v1alpha)\/models$/,
      handle(call) {
        const inOrder = models.map((model, index) => ({ model, seq: models.length - index }));
        const { items, nextPageToken } = pageOf(inOrder, call, { usual: 50, most: 1000 });
        return { status: 200, body: { models: items.map(({ model }) => modelResource(model)), nextPageToken } };
      },
    },
    {
      name: 'models',
      method: 'GET',
      pattern: /^\/(?<version>v1|v1beta|v1alpha)\/models\/(?<model>[^/:]+)$/,
      handle({ params }) {
        const model = findModel(params.model ?? '', models);
        if (model) return { status: 200, body: modelResource(model) };
        const message = `Model is not found: models/${params.model} for api version ${params.version}`;
        return googleError('NOT_FOUND', message);
      },
    },
  ];
}

/** Tokens of `contents`, or of a whole request in `generateContentRequest`. */
function countTokens(body: unknown): Answer {
  const read = normalised(body, countTokensMessage);
  const request = isRecord(read) && isRecord(read.generateContentRequest) ? read.generateContentRequest : read;
  const parsed = generateContentRequest.safeParse(request);
  if (!parsed.success || parsed.data.contents.length === 0) {
    return invalidField('CountTokensRequest.contents', 'contents is not specified');
  }
  const totalTokens = tokensOf(promptText(parsed.data));
  const promptTokensDetails = [{ modality: 'TEXT', tokenCount: totalTokens }];
  return { status: 200, body: { totalTokens, promptTokensDetails } };
}
