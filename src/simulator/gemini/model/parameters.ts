import type { Answer } from '../../core/server.ts';
import { googleError, invalidField } from '../wire/errors.ts';
import { isBeforeGemini3 } from './models.ts';
import type { Reply } from './reply.ts';
import type { GenerateContentRequest } from './request.ts';

const maxStopSequences = 5;
const maxCandidates = 8;
const textOnly = new Set(['AUDIO', 'VIDEO']);

/** What Gemini refuses in the parameters of a request and the tools of other models ("Generate content" reference). */
export function parameterProblem(model: string, request: GenerateContentRequest): Answer | undefined {
  return configProblem(model, request.generationConfig ?? {}) ?? builtInProblem(model, request);
}

type Config = NonNullable<GenerateContentRequest['generationConfig']>;

const field = (name: string, problem: string) =>
  invalidField(`GenerateContentRequest.generation_config.${name}`, problem);

function configProblem(model: string, config: Config): Answer | undefined {
  const { candidateCount = 1, stopSequences = [], responseModalities = [] } = config;
  const { temperature = 1, topP = 1, topK = 1, maxOutputTokens = 1 } = config;
  if (candidateCount < 1 || candidateCount > maxCandidates) {
    return field('candidate_count', `candidate_count must be in the range [1, ${maxCandidates}].`);
  }
  if (candidateCount > 1 && !isBeforeGemini3(model))
    return refused('Multiple candidates is not enabled for this model');
  if (stopSequences.length > maxStopSequences) {
    return field('stop_sequences', `at most ${maxStopSequences} stop sequences may be given.`);
  }
  if (!(temperature >= 0 && temperature <= 2)) {
    return field('temperature', 'temperature must be in the range [0.0, 2.0].');
  }
  if (!(topP >= 0 && topP <= 1)) return field('top_p', 'top_p must be in the range [0.0, 1.0].');
  if (topK < 1) return field('top_k', 'top_k must be positive.');
  if (maxOutputTokens < 1) return field('max_output_tokens', 'max_output_tokens must be positive.');
  if (config.presencePenalty || config.frequencyPenalty) return refused('Penalty is not enabled for this model');
  if (config.responseLogprobs === true || config.logprobs)
    return refused(`Logprobs is not enabled for models/${model}`);
  if (responseModalities.some((modality) => textOnly.has(modality))) {
    return refused('The requested combination of response modalities is not supported by the model.');
  }
  return undefined;
}

function builtInProblem(model: string, { tools = [] }: GenerateContentRequest): Answer | undefined {
  if (tools.some((tool) => tool.googleSearchRetrieval !== undefined)) {
    return refused('google_search_retrieval is not supported. Please use google_search tool instead.');
  }
  if (tools.some((tool) => tool.computerUse !== undefined)) {
    return refused(`Computer Use is not enabled for models/${model}`);
  }
  // There are no stores here, so every name of one is unknown.
  if (tools.some((tool) => tool.fileSearch !== undefined)) {
    return googleError('PERMISSION_DENIED', 'FileSearchStore not found (or permission denied)');
  }
  return undefined;
}

/** A reply up to the first stop sequence, which is left out; sources of what is cut off go with it. */
export function stopped(reply: Reply, { generationConfig }: GenerateContentRequest): Reply {
  const { text, grounding } = reply;
  const places = (generationConfig?.stopSequences ?? [])
    .filter((sequence) => sequence !== '')
    .map((sequence) => text.indexOf(sequence))
    .filter((at) => at !== -1);
  if (places.length === 0) return reply;
  const kept = text.slice(0, Math.min(...places));
  if (!grounding?.groundingSupports) return { ...reply, text: kept };
  const sizeBytes = Buffer.byteLength(kept);
  const groundingSupports = grounding.groundingSupports.filter(({ segment }) => segment.endIndex <= sizeBytes);
  return { text: kept, grounding: { ...grounding, groundingSupports } };
}

const refused = (message: string) => googleError('INVALID_ARGUMENT', message);
