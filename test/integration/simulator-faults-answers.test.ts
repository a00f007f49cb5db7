import { addFault, behaviour, documentedNames, exchange, isJson, keyed, newest } from './simulator-faults-support.ts';
import { model, reportRequest, type Stage, someLines, startStage, taipei } from './simulator-gemini-support.ts';

const ask = {
  maps: {
    contents: [{ parts: [{ text: 'Which three restaurants near here are worth a visit?' }] }],
    tools: [{ googleMaps: {} }],
    toolConfig: { retrievalConfig: { latLng: taipei, languageCode: 'zh-TW' } },
  },
  json: reportRequest(someLines),
};

/** What the tests read of an answer. */
type Said = {
  text: string;
  finishReason?: string;
  blockReason?: string;
  candidates: number;
  groundingMetadata?: { groundingChunks?: { maps?: { title: string } }[] };
};

type Row = { asking: keyof typeof ask; value?: unknown; sees: (said: Said) => void; grounded?: boolean };

const names = ['Bistro "Zum \\ Löwen"', '<b>Bold</b>'];

const rows: Record<string, Row> = {
  'blocked-prompt': {
    asking: 'maps',
    value: 'BLOCKLIST',
    sees: (said) => expect(said).toMatchObject({ candidates: 0, blockReason: 'BLOCKLIST', text: '' }),
    grounded: false,
  },
  safety: {
    asking: 'maps',
    value: 'RECITATION',
    sees: (said) => expect(said).toMatchObject({ candidates: 1, finishReason: 'RECITATION', text: '' }),
    grounded: false,
  },
  'max-tokens': {
    asking: 'json',
    sees(said) {
      expect(said.finishReason).toBe('MAX_TOKENS');
      expect(said.text).toMatch(/^\{"verdict"/);
      expect(isJson(said.text)).toBe(false);
    },
  },
  'no-metadata': {
    asking: 'maps',
    sees(said) {
      expect(said.text).toContain('這附近');
      expect(said.groundingMetadata).toBeUndefined();
    },
    grounded: false,
  },
  'no-supports': {
    asking: 'maps',
    sees(said) {
      expect(said.text).toContain('這附近');
      expect(said.groundingMetadata?.groundingChunks ?? []).toEqual([]);
    },
  },
  'nothing-found': {
    asking: 'maps',
    sees(said) {
      expect(said.text).toBe('I found nothing about it.');
      expect(said.groundingMetadata).toBeUndefined();
    },
    grounded: false,
  },
  'place-names': {
    asking: 'maps',
    value: names,
    sees(said) {
      const titles = said.groundingMetadata?.groundingChunks?.map(({ maps }) => maps?.title) ?? [];
      expect(titles.slice(0, 2)).toEqual(names);
      for (const name of names) expect(said.text).toContain(name);
    },
  },
  'hostile-links': {
    asking: 'maps',
    sees: (said) => expect(said.text).toContain('https://prize.attacker.example/win'),
  },
  'invalid-json': {
    asking: 'json',
    sees(said) {
      expect(said.text).toMatch(/^\{/);
      expect(said.finishReason).toBe('STOP');
      expect(isJson(said.text)).toBe(false);
    },
  },
  'prose-instead-of-json': {
    asking: 'json',
    sees: (said) => expect(said.text).toMatch(/^Here is the JSON/),
  },
  'cite-99': {
    asking: 'json',
    sees(said) {
      expect(isJson(said.text)).toBe(true);
      expect(said.text).toContain('"sources":[99]');
    },
  },
};

const refusals = ['quota-429', 'day-quota-429'];

test('every behaviour of answers in the page has a row, and every row is in the page', () => {
  expect([...Object.keys(rows), ...refusals].toSorted()).toEqual(documentedNames('Gemini', 'generateContent'));
});

/** Reads a response, or the pieces of one. */
function saidIn(responses: ReturnType<typeof JSON.parse>[]): Said {
  const last = responses.at(-1);
  const candidate = last.candidates?.[0];
  return {
    text: responses.map((r) => r.candidates?.[0]?.content?.parts?.[0]?.text ?? '').join(''),
    finishReason: candidate?.finishReason,
    blockReason: last.promptFeedback?.blockReason,
    candidates: last.candidates?.length ?? 0,
    groundingMetadata: candidate?.groundingMetadata,
  };
}

type Asked = (stage: Stage, body: unknown) => Promise<Said>;

const post = (stage: Stage, method: string, body: unknown) =>
  exchange(`${stage.simulator.url}/v1beta/models/${model}:${method}`, keyed(stage.simulator, body));

/** The ways to an answer, by the route whose faults they meet. */
const ways: Record<string, Asked> = {
  generateContent: async (stage, body) => saidIn([JSON.parse((await post(stage, 'generateContent', body)).text ?? '')]),
  streamGenerateContent: async (stage, body) =>
    saidIn(JSON.parse((await post(stage, 'streamGenerateContent', body)).text ?? '')),
  async batchItem(stage, body) {
    const inputConfig = { requests: { requests: [{ request: body }] } };
    const created = await post(stage, 'batchGenerateContent', { batch: { inputConfig } });
    await stage.clock.advance(8000);
    const { name } = JSON.parse(created.text ?? '');
    const { simulator } = stage;
    const init = { headers: { 'x-goog-api-key': simulator.geminiApiKey } };
    const operation = JSON.parse((await exchange(`${simulator.url}/v1beta/${name}`, init)).text ?? '');
    return saidIn([operation.response.inlinedResponses.inlinedResponses[0].response]);
  },
};

describe.each(Object.entries(ways))('an answer by %s', (route, asked) => {
  test.each(Object.entries(rows))('meets %s, and is charged', async (name, row) => {
    const stage = await startStage();
    const { simulator, journal } = stage;
    expect(await addFault(simulator.url, behaviour(route, name, row.value))).toBe(201);
    row.sees(await asked(stage, ask[row.asking]));
    const kinds = simulator.bill().map(({ kind }) => kind);
    const answerKind = route === 'batchItem' ? 'batchLine' : 'generateContent';
    const isGrounded = row.grounded ?? row.asking === 'maps';
    expect(kinds).toEqual(isGrounded ? [answerKind, 'grounding'] : [answerKind]);
    const journaled = journal.entries().map(({ fault }) => fault);
    expect(journaled).toEqual(route === 'batchItem' ? [undefined, undefined] : [`behaviour:${name}`]);
    expect(simulator.faults.list()).toEqual([]);
  });
});

test.each(Object.entries(rows))('without the fault an answer does not look like %s', async (_name, row) => {
  const said = await ways.generateContent?.(await startStage(), ask[row.asking]);
  expect(() => said && row.sees(said)).toThrow(/expect\(/);
});

const help = expect.objectContaining({ '@type': 'type.googleapis.com/google.rpc.Help' });
const retryInfo = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '12s' };
const failure = (per: string) =>
  expect.objectContaining({
    '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
    violations: [
      expect.objectContaining({
        quotaId: expect.stringContaining(per),
        quotaDimensions: { model, location: 'global' },
      }),
    ],
  });

test.each([
  ['quota-429', undefined, [help, failure('PerMinute')]],
  ['quota-429', 12, [help, failure('PerMinute'), retryInfo]],
  ['day-quota-429', undefined, [help, failure('PerDay')]],
  ['day-quota-429', 12, [help, failure('PerDay'), retryInfo]],
])('%s with %p refuses a call and charges nothing', async (name, value, details) => {
  for (const route of ['generateContent', 'streamGenerateContent']) {
    const stage = await startStage();
    expect(await addFault(stage.simulator.url, behaviour(route, name, value))).toBe(201);
    const refused = await post(stage, route, ask.json);
    expect(refused.status).toBe(429);
    const { error } = JSON.parse(refused.text ?? '');
    expect(error).toMatchObject({ code: 429, status: 'RESOURCE_EXHAUSTED', details });
    expect(error.message.endsWith('Please retry in 12s.')).toBe(value === 12);
    expect(newest(stage.journal, route)).toMatchObject({ status: 429, fault: `behaviour:${name}` });
    expect(stage.simulator.bill()).toEqual([]);
    expect((await post(stage, route, ask.json)).status).toBe(200);
  }
});

test('max-tokens can leave nothing at all', async () => {
  const stage = await startStage();
  await addFault(stage.simulator.url, behaviour('*', 'max-tokens', 'empty'));
  const said = await ways.generateContent?.(stage, ask.json);
  expect(said).toMatchObject({ text: '', finishReason: 'MAX_TOKENS', candidates: 1 });
});

test('a fault of one purpose leaves the others alone', async () => {
  const stage = await startStage();
  await addFault(stage.simulator.url, behaviour('generateContent:maps', 'safety'));
  expect((await ways.generateContent?.(stage, ask.json))?.finishReason).toBe('STOP');
  expect((await ways.generateContent?.(stage, ask.maps))?.finishReason).toBe('SAFETY');
});
