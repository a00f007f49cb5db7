import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Live } from '../live.ts';
import { journalLine, type PhoneParts } from '../phone.ts';

const keepAliveMs = 15_000;
/** A reader that is this far behind is cut off; the browser comes back by itself and reads the state anew. */
const backlogLimitBytes = 1024 * 1024;

/**
 * `GET /api/events`: server-sent events `chat` (`{ chatId }`, the chat has changed), `journal` (a new entry in short form),
 * `step` (one of the timeline, new or changed), `switches` and `bot` (how they are now), `people` (there are more).
 */
export async function eventRoutes(app: FastifyInstance, parts: PhoneParts & { live: Live }): Promise<void> {
  const { line, journal, live } = parts;
  const streams = new Set<PassThrough>();

  function broadcast(name: string, data: unknown) {
    write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  function write(text: string) {
    for (const stream of streams) {
      if (stream.writableLength > backlogLimitBytes) stream.destroy();
      else stream.write(text);
    }
  }

  let shownSwitches = JSON.stringify(live.switchViews());
  function broadcastSwitches() {
    const views = live.switchViews();
    const text = JSON.stringify(views);
    if (text !== shownSwitches) broadcast('switches', views);
    shownSwitches = text;
  }

  const stops = [
    line.subscribe((chatId) => broadcast('chat', { chatId })),
    live.reads.subscribe((chatId) => broadcast('chat', { chatId })),
    journal.subscribe((entry) => broadcast('journal', journalLine(entry))),
    live.timeline.subscribe((step) => broadcast('step', step)),
    live.subscribe((what) => {
      switch (what) {
        case 'bot':
          return broadcast('bot', live.bot());
        case 'people':
          return broadcast('people', {});
        case 'switches':
          return broadcastSwitches();
      }
    }),
  ];
  const keepAlive = setInterval(() => write(': still here\n\n'), keepAliveMs).unref();

  app.addHook('preClose', async () => {
    for (const stop of stops) stop();
    clearInterval(keepAlive);
    for (const stream of streams) stream.end();
  });

  app.get('/api/events', async (_request, reply) => {
    const stream = new PassThrough();
    streams.add(stream);
    live.watch(true);
    stream.once('close', () => {
      streams.delete(stream);
      live.watch(streams.size > 0);
    });
    stream.write('retry: 1000\n\n');
    return reply.type('text/event-stream; charset=utf-8').send(stream);
  });
}
