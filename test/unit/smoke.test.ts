import { GoogleGenAI } from '@google/genai';

test('x', async () => {
  const ai = new GoogleGenAI({ apiKey: 'k', apiVersion: 'v1beta', httpOptions: { baseUrl: 'http://127.0.0.1:1' } });
  await expect(ai.models.generateContent({ model: 'm', contents: 'x' })).rejects.toThrow('fetch failed');
});
