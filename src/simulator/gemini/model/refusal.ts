import type { Answer } from '../../core/server.ts';
import { noSuchFile } from '../files/routes.ts';
import type { FileStore } from '../files/store.ts';
import type { GeminiSettings } from '../settings.ts';
import { googleError, invalidField } from '../wire/errors.ts';
import { harmCategories, partData } from '../wire/request-content.ts';
import { functionProblem } from './functions.ts';
import { modalitiesOf } from './modalities.ts';
import { findModel, isBeforeGemini3, type Model } from './models.ts';
import { parameterProblem } from './parameters.ts';
import { asksForJsonByFormat, type GenerateContentRequest, hasTool, hasTools, schemaAskedFor } from './request.ts';
import { nestingOf, schemaProblems } from './schema-problems.ts';
import { thinkingProblem } from './thinking.ts';

/** What a request is checked against. */
export type RefusalSurroundings = {
  settings: Pick<GeminiSettings, 'maxSchemaDepth' | 'mapsInBatch' | 'mapsWithResponseFormat' | 'imageModelsSay'>;
  files: FileStore;
  /** Every model that answers. */
  models: readonly Model[];
};

/** Where a request came from: its project, and whether it is an item of a job. */
export type RequestOrigin = { project: string; isBatchItem: boolean };

/** The answer to a request that the model cannot take; undefined when it can. */
export function refusalOf(
  around: RefusalSurroundings,
  origin: RequestOrigin,
  model: string,
  request: GenerateContentRequest,
): Answer | undefined {
  return (
    contentsProblem(request) ??
    safetyProblem(request) ??
    fileProblem(request, around.files, origin.project) ??
    cacheProblem(request) ??
    parameterProblem(model, request) ??
    functionProblem(model, request) ??
    formatProblem(around, model, request) ??
    thinkingProblem(model, request) ??
    toolProblem(around, origin, model, request)
  );
}

/** `function` is an older name of the turn that holds results of functions. */
const roles = ['', 'user', 'model', 'function'];

function contentsProblem({ contents }: GenerateContentRequest): Answer | undefined {
  if (contents.length === 0) return invalidField('GenerateContentRequest.contents', 'contents is not specified');
  const problems = contents.flatMap(({ parts = [] }, index) => {
    const path = `GenerateContentRequest.contents[${index}].parts`;
    if (parts.length === 0) return [`* ${path}: contents.parts must not be empty.`];
    return parts.flatMap((part, at) =>
      Object.keys(partData).some((name) => part[name] !== undefined)
        ? []
        : [`* ${path}[${at}].data: required oneof field 'data' must have one initialized field`],
    );
  });
  if (problems.length > 0) return invalid(problems);
  if (contents.every(({ role = '' }) => roles.includes(role))) return undefined;
  return googleError('INVALID_ARGUMENT', 'Please use a valid role: user, model.');
}

function safetyProblem({ safetySettings = [] }: GenerateContentRequest): Answer | undefined {
  const allowed = harmCategories.map((category) => `HarmCategory.${category}`).join(', ');
  const problems = safetySettings.flatMap(({ category }, index) =>
    harmCategories.includes(category ?? '')
      ? []
      : [`* GenerateContentRequest.safety_settings[${index}]: element predicate failed: $.category in (${allowed})`],
  );
  return problems.length > 0 ? invalid(problems) : undefined;
}

/** Files that parts refer to must be there and ready ("Files API"); addresses elsewhere are not looked at. */
function fileProblem(request: GenerateContentRequest, files: FileStore, project: string): Answer | undefined {
  const uris = request.contents.flatMap(({ parts = [] }) => parts.map((part) => part.fileData?.fileUri));
  const ids = uris.flatMap((uri) => /(?:^|\/v1(?:beta|alpha)?\/)files\/([\w-]+)$/.exec(uri ?? '')?.[1] ?? []);
  for (const id of ids) {
    const file = files.find(project, id);
    if (!file) return noSuchFile(id);
    if (file.state !== 'ACTIVE') {
      const message = `The File ${id} is not in an ACTIVE state and usage is not allowed.`;
      return googleError('FAILED_PRECONDITION', message);
    }
  }
  return undefined;
}

/** There are no caches here, so every name of one is unknown. */
function cacheProblem({ cachedContent }: GenerateContentRequest): Answer | undefined {
  if (!cachedContent) return undefined;
  return googleError('PERMISSION_DENIED', 'CachedContent not found (or permission denied)');
}

function formatProblem(
  around: RefusalSurroundings,
  model: string,
  request: GenerateContentRequest,
): Answer | undefined {
  const config = request.generationConfig;
  if (config?.responseSchema !== undefined && config.responseJsonSchema !== undefined) {
    return googleError('INVALID_ARGUMENT', 'Only one of response_schema and response_json_schema can be set.');
  }
  const answering = findModel(model, around.models);
  if (modalitiesOf(request, answering, around.settings).includes('IMAGE') && !answering?.makesImages) {
    return googleError('INVALID_ARGUMENT', `Image output is not supported by models/${model}.`);
  }
  const { maxSchemaDepth } = around.settings;
  if (nestingOf(schemaAskedFor(request)?.schema, maxSchemaDepth + 1) > maxSchemaDepth) {
    const message = 'A schema in GenerationConfig in the request exceeds the maximum allowed nesting depth.';
    return googleError('INVALID_ARGUMENT', message);
  }
  const path = 'GenerateContentRequest.generation_config.response_schema';
  const problems = schemaProblems(config?.responseSchema, path);
  return problems.length > 0 ? invalid(problems) : undefined;
}

function toolProblem(
  { settings }: RefusalSurroundings,
  { isBatchItem }: RequestOrigin,
  model: string,
  request: GenerateContentRequest,
): Answer | undefined {
  const usesMaps = hasTool(request, 'googleMaps');
  if (usesMaps && isBatchItem && !settings.mapsInBatch) {
    return googleError('INVALID_ARGUMENT', 'Google Maps tool is not supported in batch requests.');
  }
  if (!schemaAskedFor(request)) return undefined;
  if (usesMaps && settings.mapsWithResponseFormat && asksForJsonByFormat(request)) return undefined;
  if (usesMaps) return withoutJson('Google Maps tool');
  return isBeforeGemini3(model) && hasTools(request) ? withoutJson('Tool use') : undefined;
}

const withoutJson = (what: string) =>
  googleError('INVALID_ARGUMENT', `${what} with a response mime type: 'application/json' is unsupported`);

const invalid = (problems: readonly string[]) =>
  googleError('INVALID_ARGUMENT', problems.map((problem) => `${problem}\n`).join(''));
