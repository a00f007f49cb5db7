import { onePixelPng } from '../../core/one-pixel-png.ts';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { errorAnswer } from '../errors.ts';

/** What people sent, as bytes: every image is one pixel ("Get content"). */
export function contentEndpoints(context: LineContext): Endpoint[] {
  const get = (name: string, end: string, answer: () => Answer): Endpoint => ({
    name,
    method: 'GET',
    pattern: new RegExp(`^/v2/bot/message/(?<messageId>\\d+)/${end}$`),
    handle: ({ call }) => withImage(context, call.params.messageId ?? '', answer),
  });
  return [
    get('content', 'content', image),
    get('content-preview', 'content/preview', image),
    get('content-transcoding', 'content/transcoding', () => ({ status: 200, body: { status: 'succeeded' } })),
  ];
}

function image(): Answer {
  return { status: 200, bytes: onePixelPng, headers: { 'content-type': 'image/png' } };
}

function withImage(context: LineContext, messageId: string, answer: () => Answer): Answer {
  const item = context.state.chats.find(messageId)?.item;
  if (item?.from !== 'user' || item.message.type !== 'image') return errorAnswer(404, 'not found');
  return item.unsent ? errorAnswer(410, 'The content is gone') : answer();
}
