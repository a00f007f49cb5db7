import { any, type Field, messageOf, one, text } from './proto.ts';
import { schema } from './request-content.ts';

const nothing = messageOf('Empty', () => ({}));

const functionDeclaration = messageOf('FunctionDeclaration', () => ({
  name: text,
  description: text,
  parameters: one(schema),
  parametersJsonSchema: any,
  response: one(schema),
  responseJsonSchema: any,
  behavior: any,
}));

/** Only what this API takes: other members of these tools are those of other Google platforms. */
const googleSearch = messageOf('Tool.GoogleSearch', () => ({ timeRangeFilter: any, searchTypes: any }));
const googleMaps = messageOf('GoogleMaps', () => ({ enableWidget: any, authConfig: any }));

/** A tool of a request. */
export const tool = messageOf(
  'Tool',
  (): Record<string, Field> => ({
    googleSearch: one(googleSearch),
    googleMaps: one(googleMaps),
    googleSearchRetrieval: any,
    urlContext: one(nothing),
    codeExecution: one(nothing),
    functionDeclarations: one(functionDeclaration),
    fileSearch: any,
    computerUse: any,
    mcpServers: any,
  }),
);
