import { GoogleGenAI } from '@google/genai';
import { createClock, type SimulatorClock } from '../../src/simulator/core/clock.ts';
import { createJournal, type Journal } from '../../src/simulator/core/journal.ts';
import type { GeminiSimulator, GeminiSimulatorOptions } from '../../src/simulator/gemini/simulator.ts';
import { startGeminiSimulator } from '../../src/simulator/gemini/start.ts';

/** A simulated Gemini with a clock that stands still and the official SDK pointed at it. */
export type Stage = { simulator: GeminiSimulator; clock: SimulatorClock; journal: Journal; ai: GoogleGenAI };

let closing: (() => Promise<void>)[] = [];

/** Runs at the end of the current test. */
export function closeLater(close: () => Promise<void>): void {
  closing.push(close);
}

afterEach(async () => {
  const now = closing;
  closing = [];
  for (const close of now) await close();
});

export async function startStage(options: Partial<GeminiSimulatorOptions> = {}): Promise<Stage> {
  const clock = createClock();
  clock.freeze(true);
  const journal = createJournal();
  const simulator = await startGeminiSimulator({ port: 0, clock, journal, seed: 7, ...options });
  closeLater(simulator.close);
  return { simulator, clock, journal, ai: sdk(simulator) };
}

export function sdk(simulator: GeminiSimulator, apiVersion: string | undefined = 'v1beta'): GoogleGenAI {
  const { geminiApiKey: apiKey, url: baseUrl } = simulator;
  return new GoogleGenAI({ apiKey, apiVersion, httpOptions: { baseUrl, timeout: 10_000 } });
}

/** What the tests read of raw answers; members that an answer lacks are undefined at run time. */
export type RawBody = {
  id: string;
  name: string;
  done?: boolean;
  error: { code: number; message: string };
  metadata: { state: string; batchStats: Record<string, string>; inputConfig: { fileName: string } };
  response: { responsesFile?: string; inlinedResponses: { inlinedResponses: unknown[] } };
  operations: RawBody[];
  files: unknown[];
  models: unknown[];
  nextPageToken?: string;
  message: string;
  nowMs: number;
  batches: { id: string }[];
  faults: unknown[];
  entries: { route?: string }[];
};

/** Calls the simulator as curl would, with the key. */
export async function call(
  simulator: GeminiSimulator,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: RawBody }> {
  const answer = await fetch(`${simulator.url}${path}`, {
    method,
    headers: { 'x-goog-api-key': simulator.geminiApiKey },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as RawBody };
}

export const model = 'gemini-3.5-flash';

/** The place in Taipei where the tests are hungry. */
export const taipei = { latitude: 25.033, longitude: 121.565 };

/** Asks for restaurants near a point, as the SDK does. */
export function nearby(ai: GoogleGenAI, latLng = taipei, languageCode = 'zh-TW') {
  return ai.models.generateContent({
    model,
    contents: 'Which three restaurants near here are worth a visit?',
    config: { tools: [{ googleMaps: {} }], toolConfig: { retrievalConfig: { latLng, languageCode } } },
  });
}

/** Asks what people write about a restaurant. */
export function reviews(ai: GoogleGenAI, name: string, language = 'zh-TW') {
  return ai.models.generateContent({
    model,
    contents: `Restaurant: ${name}\nLanguage: ${language}\nWhat do reviewers say?`,
    config: { tools: [{ googleSearch: {} }] },
  });
}

const claim = {
  type: 'OBJECT',
  properties: { text: { type: 'STRING' }, sources: { type: 'ARRAY', items: { type: 'INTEGER' } } },
  required: ['text', 'sources'],
};
const claims = { type: 'ARRAY', items: claim, maxItems: '4' };

/** The schema of a report in the OpenAPI subset. */
export const reportSchema = {
  type: 'OBJECT',
  properties: {
    verdict: claim,
    signatureDishes: claims,
    praise: claims,
    complaints: claims,
    price: claims,
    queue: claims,
    suits: claims,
    tips: claims,
    disagreements: claims,
  },
};

/** A prompt for a report out of review lines. */
export function reportPrompt(lines: readonly string[], language = 'zh-TW'): string {
  return ['Write a report from these review lines.', `Language: ${language}`, ...lines].join('\n');
}

/** A GenerateContentRequest for a report, as it stands in a batch line. */
export function reportRequest(lines: readonly string[], language?: string) {
  return {
    contents: [{ role: 'user', parts: [{ text: reportPrompt(lines, language) }] }],
    generationConfig: { responseMimeType: 'application/json', responseSchema: reportSchema },
  };
}

export const someLines = [
  '[1] 牛肉麵是這裡的招牌，幾乎每桌都點。',
  '[2, 3] 假日用餐時間要排上一個小時。',
  '[2] 店員親切，會主動介紹菜色。',
  '[3] 店員態度冷淡，問問題愛理不理。',
];
