import type { Chat, Language } from '../workflows/contract.ts';
import type { ActivityDependencies } from './dependencies.ts';

/** The language of the person's LINE profile; the default where it tells none. */
export async function readLanguage({ languageOf }: ActivityDependencies, input: { chat: Chat }): Promise<Language> {
  return languageOf(input.chat.kind === 'user' ? input.chat.to : undefined);
}
