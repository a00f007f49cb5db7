import type { Wording } from './language.ts';

/** What an opinion is about. */
export type Topic = 'dishes' | 'taste' | 'portions' | 'price' | 'queue' | 'service' | 'atmosphere' | 'suits' | 'tips';

/** One thing that people say about restaurants; `{dish}` stands for what the place cooks. */
export type Opinion = { topic: Topic; mood: 'good' | 'bad'; wording: Wording };

/** Makes the opinions of one topic and mood. */
export function opinionsOn(topic: Topic, mood: Opinion['mood'], wordings: readonly Wording[]): Opinion[] {
  return wordings.map((wording) => ({ topic, mood, wording }));
}
