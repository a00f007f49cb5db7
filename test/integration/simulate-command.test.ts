import { createServer } from 'node:net';
import { startWebhook } from '../support/line-simulator.ts';
import { runSimulate, type SimulateProcess, startSimulate } from '../support/simulate-process.ts';

const family = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
const text = (content: string) => ({ type: 'text', text: content });

describe('flags about LINE', () => {
  let bot: Awaited<ReturnType<typeof startWebhook>>;
  let simulate: SimulateProcess;

  beforeAll(async () => {
    bot = await startWebhook([500, 503]);
    simulate = await startSimulate(
      ...['--webhook-url', bot.url, '--bot-name', 'Ramen Club', '--counting-mode', 'documented'],
      ...['--reply-token-seconds', '90', '--redelivery-gaps-seconds', '0.2,0.1', '--journal-limit', '2'],
    );
  });

  afterAll(async () => {
    await simulate.stop();
    await bot.close();
  });

  test('set the webhook address as it is given', async () => {
    expect(simulate.ready.webhookUrl).toBe(bot.url);
    expect((await simulate.line('GET', '/v2/bot/channel/webhook/endpoint')).body.endpoint).toBe(bot.url);
  });

  test('name the bot', async () => {
    expect((await simulate.line('GET', '/v2/bot/info')).body.displayName).toBe('Ramen Club');
  });

  test('count 20 clusters of code points as 20 characters', async () => {
    const action = { type: 'message', label: family.repeat(20), text: 'x' };
    const message = { ...text('x'), quickReply: { items: [{ type: 'action', action }] } };
    const answer = await simulate.line('POST', '/v2/bot/message/validate/push', { messages: [message] });
    expect(answer).toEqual({ status: 200, body: {} });
  });

  test('redeliver twice, and let a reply token live 90 seconds', async () => {
    const { userId } = simulate.ready;
    const { body: delivery } = await simulate.control('line', 'POST', 'events', { userId, ...text('hi') });
    expect(delivery).toMatchObject({ status: 200, reason: 'ok', attempts: 3 });
    const { replyToken } = bot.events().at(-1);
    await simulate.control('line', 'POST', 'clock', { freeze: true, advanceSeconds: 80 });
    const reply = { replyToken, messages: [text('here')] };
    expect((await simulate.line('POST', '/v2/bot/message/reply', reply)).status).toBe(200);
  });

  test('keep so many entries in the journal', async () => {
    for (const path of ['/a', '/b', '/c']) await simulate.line('GET', path);
    const { entries } = (await simulate.control('line', 'GET', 'journal')).body;
    expect(entries.map((entry: { path: string }) => entry.path)).toEqual(['/b', '/c']);
  });
});

describe('flags about Gemini', () => {
  let receiver: Awaited<ReturnType<typeof startWebhook>>;
  let simulate: SimulateProcess;

  beforeAll(async () => {
    receiver = await startWebhook();
    simulate = await startSimulate(
      ...['--max-batches', '1', '--max-enqueued-tokens', '50', '--batch-seconds', '3600'],
      ...['--sign-with', 'jwt', '--user-metadata-in', 'top'],
    );
  });

  afterAll(async () => {
    await simulate.stop();
    await receiver.close();
  });

  beforeEach(() => simulate.control('gemini', 'POST', 'reset'));

  async function create(prompt: string) {
    const requests = { requests: [{ request: { contents: [{ parts: [{ text: prompt }] }] } }] };
    const webhookConfig = { uris: [receiver.url], userMetadata: { survey: 's1' } };
    return simulate.gemini('POST', '/v1beta/models/gemini-3.5-flash:batchGenerateContent', {
      batch: { inputConfig: { requests }, webhookConfig },
    });
  }

  test('limit the jobs at once', async () => {
    expect((await create('one')).status).toBe(200);
    expect((await create('two')).status).toBe(429);
  });

  test('limit the tokens of the jobs at once', async () => {
    expect((await create('x'.repeat(1000))).status).toBe(429);
    expect((await create('x')).status).toBe(200);
  });

  test('sign by JWT and echo user metadata at the top of the event', async () => {
    await create('one');
    await simulate.control('gemini', 'POST', 'clock', { advanceSeconds: 3599 });
    expect((await simulate.control('gemini', 'GET', 'batches')).body.batches).toMatchObject([{ state: 'RUNNING' }]);
    await simulate.control('gemini', 'POST', 'clock', { advanceSeconds: 1 });
    while (receiver.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [{ headers, body } = { headers: {}, body: '{}' }] = receiver.received;
    expect(headers['webhook-signature']).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(JSON.parse(body)).toMatchObject({ type: 'batch.succeeded', user_metadata: { survey: 's1' } });
  });
});

test('wrong flags are all named, each with what it takes, and the code is 1', async () => {
  const wrong = ['--counting-mode', 'lax', '--redelivery-gaps-seconds', '1,,2', '--max-batches', '0'];
  expect(await runSimulate(...wrong)).toEqual({
    code: 1,
    stdout: '',
    stderr: [
      '--counting-mode must be one of strict, documented',
      '--redelivery-gaps-seconds must be seconds with commas between, for example 1,10',
      '--max-batches must be a whole number, 1 or more',
      '',
    ].join('\n'),
  });
});

test('a port that is taken is named', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const address = holder.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  expect(await runSimulate('--phone-port', String(port))).toMatchObject({ code: 1, stderr: `Port ${port} is taken\n` });
  holder.close();
});

test('--help lists the flags and starts nothing', async () => {
  const { code, stdout } = await runSimulate('--help');
  expect(code).toBe(0);
  expect(stdout).toContain('--user-metadata-in=<WHERE>');
});
