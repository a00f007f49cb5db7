import { z } from 'zod';
import { seededRandom } from '../../core/random.ts';
import type { Answer } from '../../core/server.ts';
import { googleError } from '../wire/errors.ts';
import { isBeforeGemini3 } from './models.ts';
import { type GenerateContentRequest, promptText } from './request.ts';
import type { FunctionCall } from './response.ts';
import { schemaProblems } from './schema-problems.ts';
import { valueFromSchema } from './value-from-schema.ts';

const declaration = z.looseObject({
  name: z.string().default(''),
  parameters: z.unknown().optional(),
  parametersJsonSchema: z.unknown().optional(),
  response: z.unknown().optional(),
});
const withDeclarations = z.looseObject({ functionDeclarations: z.array(declaration).default([]) });

type Declaration = z.infer<typeof declaration> & { path: string };

const validName = /^[A-Za-z_][\w.:-]{0,63}$/;
const nameRule =
  'Invalid function name. Must start with a letter or an underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 64.';

/** Models that combine built-in tools with functions without being told to, as was seen in July 2026. */
const combinesFreely = new Set(['gemini-3.5-flash']);

/** What Gemini refuses in the functions of a request ("Function calling"). */
export function functionProblem(model: string, request: GenerateContentRequest): Answer | undefined {
  const declared = declarationsOf(request);
  const problems = declared.flatMap(({ name, parameters, response, path }) => [
    ...(validName.test(name) ? [] : [`* ${path}.name: ${nameRule}`]),
    ...schemaProblems(parameters, `${path}.parameters`),
    ...schemaProblems(response, `${path}.response`),
  ]);
  if (problems.length > 0) return refused(problems.map((problem) => `${problem}\n`).join(''));
  const names = declared.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return refused(`Duplicate function declaration found: ${twice}`);
  const { mode, allowedFunctionNames = [] } = request.toolConfig?.functionCallingConfig ?? {};
  if (mode === 'ANY' && names.length === 0)
    return refused('Function calling config is set without function_declarations.');
  const stranger = allowedFunctionNames.find((name) => !names.includes(name));
  if (stranger !== undefined) return refused(`Allowed function name ${stranger} is not declared.`);
  return names.length > 0 && hasBuiltIn(request) ? combinationProblem(model, request) : undefined;
}

function combinationProblem(model: string, request: GenerateContentRequest): Answer | undefined {
  if (isBeforeGemini3(model)) return refused('Tool use with function calling is unsupported');
  if (request.toolConfig?.includeServerSideToolInvocations === true || combinesFreely.has(model)) return undefined;
  return refused(
    'Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.',
  );
}

/**
 * The call that a request forces by the mode `ANY`: of the first function that is allowed, with arguments that fit its
 * schema. In the other modes the model decides, and this one always answers itself.
 */
export function forcedCall(seed: number, request: GenerateContentRequest): FunctionCall | undefined {
  const { mode, allowedFunctionNames = [] } = request.toolConfig?.functionCallingConfig ?? {};
  if (mode !== 'ANY') return undefined;
  const chosen = declarationsOf(request).find(
    ({ name }) => allowedFunctionNames.length === 0 || allowedFunctionNames.includes(name),
  );
  if (!chosen) return undefined;
  const schema = chosen.parameters ?? chosen.parametersJsonSchema;
  const random = seededRandom(seed, `call:${chosen.name}:${promptText(request)}`);
  return { name: chosen.name, args: schema === undefined ? {} : valueFromSchema(schema, random) };
}

function declarationsOf({ tools = [] }: GenerateContentRequest): Declaration[] {
  return tools.flatMap((tool, index) => {
    const { functionDeclarations = [] } = withDeclarations.safeParse(tool).data ?? {};
    return functionDeclarations.map((one, at) => ({
      ...one,
      path: `GenerateContentRequest.tools[${index}].function_declarations[${at}]`,
    }));
  });
}

const hasBuiltIn = ({ tools = [] }: GenerateContentRequest) =>
  tools.some((tool) => Object.keys(tool).some((name) => name !== 'functionDeclarations'));

const refused = (message: string) => googleError('INVALID_ARGUMENT', message);
