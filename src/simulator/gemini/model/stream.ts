import type { Answer } from '../../core/server.ts';
import type { GenerateContentResponse } from './response.ts';

/** A response in pieces: server-sent events, or without `alt=sse` a JSON array. */
export function streamed(response: GenerateContentResponse, asEvents: boolean): Answer {
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
  const parts = candidate?.content?.parts ?? [];
  const spoken = parts.findIndex((part) => part.text !== undefined && !part.thought);
  const characters = Array.from(parts[spoken]?.text ?? '');
  if (!candidate || characters.length < 4) return [response];
  const third = Math.ceil(characters.length / 3);
  const { modelVersion, responseId, usageMetadata } = response;
  return [0, 1, 2].map((index) => {
    const said = characters.slice(index * third, (index + 1) * third).join('');
    const last = index === 2;
    const around = { before: index === 0 ? parts.slice(0, spoken) : [], after: last ? parts.slice(spoken + 1) : [] };
    const content = { role: 'model' as const, parts: [...around.before, { text: said }, ...around.after] };
    return {
      candidates: [last ? { ...candidate, content } : { content, index: 0 }],
      usageMetadata,
      modelVersion,
      responseId,
    };
  });
}
