import type { Answer } from '../../core/server.ts';
import { type ErrorStatus, googleError } from '../wire/errors.ts';
import type { Reply } from './reply.ts';
import { type GenerateContentRequest, hasTool, hasTools, promptText, schemaAskedFor } from './request.ts';
import { readSchema } from './schema.ts';

/** What the model shall say to some requests, in place of what it would make up. */
export type ScriptedAnswer = {
  /** Which requests; all that is given has to fit, and nothing given fits every request. */
  when: {
    /** Part of the prompt or of the system instruction. */
    text?: string;
    model?: string;
    tool?: 'googleMaps' | 'googleSearch' | 'none';
    /** A property at the top of the response schema; `*` for any JSON answer. */
    schemaProperty?: string;
  };
  /** Text, a value that is said as JSON, or an error in place of an answer. */
  say: { text: string } | { json: unknown } | { error: { status: ErrorStatus; message: string } };
  /** Default: none. */
  groundingMetadata?: Reply['grounding'];
  /** How often; default: always. */
  times?: number;
};

/** The answers that were scripted, the newest first. */
export type Script = {
  add: (answer: ScriptedAnswer) => void;
  /** The reply for a request, or its failure, if any; counts it as used. */
  take: (model: string, request: GenerateContentRequest) => Reply | { failure: Answer } | undefined;
  reset: () => void;
};

/** Starts with the answers of the simulator's options, which a reset brings back. */
export function createScript(fromOptions: readonly ScriptedAnswer[]): Script {
  const copies = () => fromOptions.map((answer) => ({ ...answer }));
  let answers = copies();
  return {
    add(answer) {
      answers = [{ ...answer }, ...answers];
    },
    take(model, request) {
      const found = answers.find(({ when }) => fits(when, model, request));
      if (!found) return undefined;
      if (found.times !== undefined && --found.times <= 0) answers = answers.filter((answer) => answer !== found);
      const { say, groundingMetadata } = found;
      if ('error' in say) return { failure: googleError(say.error.status, say.error.message) };
      return { text: 'text' in say ? say.text : JSON.stringify(say.json), grounding: groundingMetadata };
    },
    reset() {
      answers = copies();
    },
  };
}

function fits(when: ScriptedAnswer['when'], model: string, request: GenerateContentRequest): boolean {
  if (when.text !== undefined && !promptText(request).includes(when.text)) return false;
  if (when.model !== undefined && when.model.replace(/^models\//, '') !== model) return false;
  if (when.tool === 'none' && hasTools(request)) return false;
  if (when.tool !== undefined && when.tool !== 'none' && !hasTool(request, when.tool)) return false;
  return when.schemaProperty === undefined || hasProperty(schemaAskedFor(request), when.schemaProperty);
}

function hasProperty(asked: { schema: unknown } | undefined, name: string): boolean {
  if (!asked) return false;
  return name === '*' || readSchema(asked.schema).properties.some(([property]) => property === name);
}
