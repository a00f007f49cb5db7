import { onePixelPng } from '../../core/one-pixel-png.ts';
import type { Answer } from '../../core/server.ts';
import type { LineContext } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { errorAnswer } from '../errors.ts';
import type { ChatItem } from '../simulator.ts';

/** What a placeholder for the bytes of a kind of message is made of; pictures are one pixel. */
const placeholders: Record<string, { contentType: string; bytes: Buffer }> = {
  image: { contentType: 'image/png', bytes: onePixelPng },
  video: { contentType: 'video/mp4', bytes: Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1') },
  audio: { contentType: 'audio/x-m4a', bytes: Buffer.from('\0\0\0\x18ftypM4A \0\0\0\0M4A mp42', 'latin1') },
  file: { contentType: 'application/octet-stream', bytes: Buffer.from('file') },
};
const withPreview = ['image', 'video'];
const withTranscoding = ['video', 'audio'];

/** What people sent, as placeholder bytes ("Getting content" of the reference). */
export function contentEndpoints(context: LineContext): Endpoint[] {
  const get = (name: string, end: string, answer: (item: ChatItem) => Answer): Endpoint => ({
    name,
    method: 'GET',
    pattern: new RegExp(`^/v2/bot/message/(?<messageId>[^/]+)/${end}$`),
    handle: ({ call }) => withContent(context, call.params.messageId ?? '', answer),
  });
  return [
    get('content', 'content', (item) => (isPrepared(context, item) ? bytesOf(item.message.type) : { status: 202 })),
    get('content-preview', 'content/preview', (item) => {
      if (!withPreview.includes(item.message.type)) return errorAnswer(400, 'The content can not be previewed');
      return bytesOf('image');
    }),
    get('content-transcoding', 'content/transcoding', (item) => {
      if (!withTranscoding.includes(item.message.type)) {
        return errorAnswer(400, "Transcoding status doesn't support this type of content");
      }
      return { status: 200, body: { status: isPrepared(context, item) ? 'succeeded' : 'processing' } };
    }),
  ];
}

function isPrepared(context: LineContext, { atMs, message }: ChatItem): boolean {
  if (!withTranscoding.includes(message.type)) return true;
  return context.clock.nowMs() - atMs >= context.settings.contentPreparationMs;
}

function bytesOf(type: string): Answer {
  const placeholder = placeholders[type];
  if (!placeholder) return errorAnswer(404, 'not found');
  return { status: 200, bytes: placeholder.bytes, headers: { 'content-type': placeholder.contentType } };
}

function withContent(context: LineContext, messageId: string, answer: (item: ChatItem) => Answer): Answer {
  const item = context.state.chats.find(messageId)?.item;
  if (item?.from !== 'user' || !(item.message.type in placeholders)) return errorAnswer(404, 'not found');
  return item.unsent ? errorAnswer(410, 'The content is gone') : answer(item);
}
