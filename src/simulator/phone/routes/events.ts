import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { journalLine, type PhoneParts } from '../phone.ts';

const keepAliveMs = 15_000;
/** A reader that is this far behind is cut off; the browser comes back by itself and reads the state anew. */
const backlogLimitBytes = 1024 * 1024;

/** `GET /api/events`: server-sent events `chat` (`{ chatId }`, the chat has changed) and `journal` (a new entry in short form). */
export async function eventRoutes(app: FastifyInstance, { line, journal }: PhoneParts): Promise<void> {
  const streams = new Set<PassThrough>();

  function broadcast(text: string) {
    for (const stream of streams) {
      if (stream.writableLength > backlogLimitBytes) stream.destroy();
      else stream.write(text);
    }
  }

  const stopChats = line.subscribe((chatId) => broadcast(serverSentEvent('chat', { chatId })));
  const stopJournal = journal.subscribe((entry) => broadcast(serverSentEvent('journal', journalLine(entry))));
  const keepAlive = setInterval(() => broadcast(': still here\n\n'), keepAliveMs).unref();

  app.addHook('preClose', async () => {
    stopChats();
    stopJournal();
    clearInterval(keepAlive);
    for (const stream of streams) stream.end();
  });

  app.get('/api/events', async (_request, reply) => {
    const stream = new PassThrough();
    streams.add(stream);
    stream.once('close', () => streams.delete(stream));
    stream.write('retry: 1000\n\n');
    return reply.type('text/event-stream; charset=utf-8').send(stream);
  });
}

function serverSentEvent(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
