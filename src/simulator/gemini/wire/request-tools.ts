import { any, bool, enumOf, type Field, int32, many, messageOf, objectOf, one, text } from './fields.ts';
import { schema } from './request-content.ts';

const nothing = messageOf('Empty', () => ({}));
const behaviors = ['UNSPECIFIED', 'BLOCKING', 'NON_BLOCKING'];

const functionDeclaration = messageOf('FunctionDeclaration', () => ({
  name: text,
  description: text,
  parameters: one(schema),
  parametersJsonSchema: any,
  response: one(schema),
  responseJsonSchema: any,
  behavior: enumOf('FunctionDeclaration.Behavior', behaviors),
}));

/** Only what this API takes: other members of these tools are those of other Google platforms. */
const googleSearch = messageOf('Tool.GoogleSearch', () => ({
  timeRangeFilter: objectOf('google.type.Interval'),
  searchTypes: objectOf('Tool.GoogleSearch.SearchTypes'),
}));
const googleMaps = messageOf('GoogleMaps', () => ({ enableWidget: bool, authConfig: any }));
const fileSearch = messageOf('FileSearch', () => ({
  fileSearchStoreNames: many(text),
  metadataFilter: text,
  topK: int32,
}));

/** A tool of a request. */
export const tool = messageOf(
  'Tool',
  (): Record<string, Field> => ({
    googleSearch: one(googleSearch),
    googleMaps: one(googleMaps),
    googleSearchRetrieval: objectOf('GoogleSearchRetrieval'),
    urlContext: one(nothing),
    codeExecution: one(nothing),
    functionDeclarations: many(one(functionDeclaration)),
    fileSearch: one(fileSearch),
    computerUse: objectOf('Tool.ComputerUse'),
    mcpServers: many(objectOf('McpServer')),
  }),
);
