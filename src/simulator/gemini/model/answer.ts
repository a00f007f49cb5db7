import { z } from 'zod';
import type { Faults } from '../../core/faults.ts';
import { onePixelPng } from '../../core/one-pixel-png.ts';
import type { Answer } from '../../core/server.ts';
import type { TakeBehaviour } from '../known-faults.ts';
import type { GeminiSettings } from '../settings.ts';
import { googleError, invalidField } from '../wire/errors.ts';
import { normalised } from '../wire/normalised.ts';
import { generateContentMessage } from '../wire/requests.ts';
import { type AnswerRoute, behaviourFor, spoilt } from './behaviour.ts';
import { compose, purposeOf } from './compose.ts';
import { forcedCall } from './functions.ts';
import { modalitiesOf } from './modalities.ts';
import { findModel } from './models.ts';
import { stopped } from './parameters.ts';
import { refusedForQuota } from './quota.ts';
import { type RefusalSurroundings, refusalOf } from './refusal.ts';
import type { GroundingMetadata, TokenUsage } from './reply.ts';
import { type GenerateContentRequest, generateContentRequest, hasTool, promptText } from './request.ts';
import {
  blockedCandidate,
  blockedPrompt,
  candidateOf,
  type FunctionCall,
  type GenerateContentResponse,
  harmlessRatings,
  type Part,
  tokensOf,
  usageMetadata,
} from './response.ts';
import type { Script } from './scripted.ts';
import { thoughtTokensOf } from './thinking.ts';

/** What the model needs to answer. */
export type Brain = RefusalSurroundings & {
  seed: number;
  faults: Faults;
  script: Script;
  settings: GeminiSettings;
  newResponseId: () => string;
};

/** An answer with what it costs, or a refusal. */
export type Answered =
  | {
      response: GenerateContentResponse;
      usage: TokenUsage;
      mapsPrompts: number;
      searchQueries: number;
      failure?: undefined;
    }
  | { failure: Answer };

/** Answers one GenerateContentRequest of a project, from a call or from a line of a batch. */
export function answerRequest(
  brain: Brain,
  { route, project }: { route: AnswerRoute; project: string },
  model: string,
  body: unknown,
): Answered {
  const parsed = generateContentRequest.safeParse(normalised(body, generateContentMessage));
  if (!parsed.success) return { failure: unreadable(parsed.error.issues[0]?.path ?? []) };
  const request = parsed.data;
  const refused = refusalOf(brain, { project, isBatchItem: route === 'batchItem' }, model, request);
  if (refused) return { failure: refused };
  const purpose = purposeOf(request);
  const take = behaviourFor(brain.faults, route, purpose);
  const overQuota = route === 'batchItem' ? undefined : refusedForQuota(take, model);
  if (overQuota) return { failure: overQuota };
  const said = say(brain, model, request, take);
  if ('failure' in said) return said;
  const promptTokens = tokensOf(promptText(request)) + 4;
  const { candidateCount = 1 } = request.generationConfig ?? {};
  const usage = {
    promptTokens,
    candidateTokens: tokensOf(textIn(said)) * candidateCount,
    thoughtTokens: said.thoughtTokens,
  };
  const blocked = said.blockReason !== undefined;
  const candidate = said.blockedFor
    ? blockedCandidate(said.blockedFor)
    : candidateOf({
        parts: partsOf(request, said, modalitiesOf(request, findModel(model, brain.models), brain.settings)),
        finishReason: said.finishReason,
        grounding: said.grounding,
        ratings: harmlessRatings((request.safetySettings ?? []).map(({ category }) => category)),
      });
  return {
    response: {
      ...(blocked
        ? { promptFeedback: blockedPrompt(said.blockReason ?? 'OTHER') }
        : { candidates: alike(candidate, candidateCount) }),
      usageMetadata: usageMetadata(usage),
      modelVersion: model,
      responseId: brain.newResponseId(),
    },
    usage,
    mapsPrompts: said.grounding && hasTool(request, 'googleMaps') ? 1 : 0,
    searchQueries:
      said.grounding && hasTool(request, 'googleSearch') ? (said.grounding.webSearchQueries?.length ?? 0) : 0,
  };
}

type Said = {
  text: string;
  finishReason: string;
  thoughtTokens: number;
  grounding?: GroundingMetadata;
  /** Finish reason of an answer that was held back. */
  blockedFor?: string;
  blockReason?: string;
  call?: FunctionCall;
};

const textIn = ({ text, call }: Said) => (call ? JSON.stringify(call) : text);

/** As many candidates as were asked for; one request gives one text, so they say the same. */
const alike = <C extends { index: number }>(candidate: C, count: number): C[] =>
  Array.from({ length: count }, (_, index) => ({ ...candidate, index }));

function partsOf(request: GenerateContentRequest, said: Said, modalities: readonly string[]): Part[] {
  const { text, finishReason, thoughtTokens, call } = said;
  const picture = { inlineData: { mimeType: 'image/png', data: onePixelPng.toString('base64') } };
  const finished = finishReason === 'STOP';
  const thinksAloud = thoughtTokens > 0 && request.generationConfig?.thinkingConfig?.includeThoughts === true;
  return [
    ...(thinksAloud ? [{ text: 'The user wants an answer, so I write one.', thought: true }] : []),
    ...(text !== '' && modalities.includes('TEXT') ? [{ text }] : []),
    ...(call ? [{ functionCall: call }] : []),
    ...(finished && !call && modalities.includes('IMAGE') ? [picture] : []),
  ];
}

function say(
  brain: Brain,
  model: string,
  request: GenerateContentRequest,
  take: TakeBehaviour,
): Said | { failure: Answer } {
  const nothing = { text: '', finishReason: 'STOP', thoughtTokens: 0 };
  const thoughtTokens = thoughtTokensOf(model, request);
  const promptBlock = take('blocked-prompt');
  if (promptBlock) return { ...nothing, blockReason: textOr(promptBlock.value, 'PROHIBITED_CONTENT') };
  const safety = take('safety');
  if (safety) return { ...nothing, thoughtTokens, blockedFor: textOr(safety.value, 'SAFETY') };
  const placeNames = z.array(z.string()).catch([]).parse(take('place-names')?.value);
  const scripted = brain.script.take(model, request);
  const call = scripted ? undefined : forcedCall(brain.seed, request);
  if (call) return { ...nothing, thoughtTokens, call };
  const unspoilt = scripted ?? compose(brain.seed, request, placeNames);
  if ('failure' in unspoilt) return unspoilt;
  const spoken = spoilt(unspoilt, { purpose: purposeOf(request), prompt: promptText(request) }, take);
  const reply = stopped(spoken, request);
  const { maxOutputTokens = Infinity } = request.generationConfig ?? {};
  const cut = take('max-tokens');
  if (cut?.value === 'empty') {
    const spent = Number.isFinite(maxOutputTokens) ? maxOutputTokens : thoughtTokens;
    return { ...nothing, finishReason: 'MAX_TOKENS', thoughtTokens: spent };
  }
  const limit = Math.min(cut ? Math.floor(tokensOf(reply.text) / 2) : Infinity, maxOutputTokens - thoughtTokens);
  if (tokensOf(reply.text) <= limit) return { ...reply, finishReason: 'STOP', thoughtTokens };
  return { text: firstTokens(reply.text, limit), finishReason: 'MAX_TOKENS', thoughtTokens };
}

const textOr = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise);

/** The beginning of a text that fits into so many tokens, cut between characters. */
function firstTokens(text: string, limit: number): string {
  let sizeBytes = 0;
  let kept = '';
  for (const character of text) {
    sizeBytes += Buffer.byteLength(character);
    if (sizeBytes > limit * 4) break;
    kept += character;
  }
  return kept;
}

function unreadable(path: readonly PropertyKey[]): Answer {
  if (path[0] === 'contents' && path.length === 1) {
    return invalidField('GenerateContentRequest.contents', 'contents is not specified');
  }
  const field = path.map(String).join('.');
  return googleError('INVALID_ARGUMENT', `Invalid JSON payload received. Invalid value at '${field}'.`);
}
