import { inLanguage, type Language, type Wording } from '../world/language.ts';
import type { Topic } from '../world/opinion.ts';
import type { ReviewLine } from './review-lines.ts';

/** A sentence of a report with the numbers of its sources. */
export type ReportClaim = { text: string; sources: number[] };

const topicNames: Record<Topic, Wording> = {
  dishes: ['招牌菜', '看板料理', 'signature dishes'],
  taste: ['味道', '味', 'taste'],
  portions: ['份量', '量', 'portions'],
  price: ['價格', '値段', 'price'],
  queue: ['等候時間', '待ち時間', 'waiting time'],
  service: ['服務', '接客', 'service'],
  atmosphere: ['環境', '雰囲気', 'atmosphere'],
  suits: ['適合對象', '向いている客層', 'company it suits'],
  tips: ['提醒', '注意点', 'tips'],
};

const noReviews: Wording = [
  '沒有足夠的評論可以下結論。',
  '判断できるほどの口コミがありません。',
  'There are not enough reviews to judge.',
];

/** One sentence in the language asked for that weighs the praise against the complaints. */
export function verdictOf(lines: readonly ReviewLine[], language: Language): ReportClaim {
  const good = lines.filter((line) => line.mood === 'good' && line.topic);
  const bad = lines.filter((line) => line.mood === 'bad' && line.topic);
  const praised = good.find((line) => line.topic === 'dishes') ?? good[0];
  const blamed = bad.find((line) => line.topic !== praised?.topic) ?? bad[0];
  const used = [praised, blamed].filter((line) => line !== undefined);
  if (used.length === 0) return { text: inLanguage(noReviews, language), sources: lines[0]?.sources ?? [] };
  const sources = [...new Set(used.flatMap((line) => line.sources))].toSorted((a, b) => a - b);
  return {
    sources,
    text: sentence(language, good.length >= bad.length, subject(praised, language), subject(blamed, language)),
  };
}

function subject(line: ReviewLine | undefined, language: Language): string | undefined {
  if (!line?.topic) return undefined;
  return line.dish ?? inLanguage(topicNames[line.topic], language);
}

function sentence(
  language: Language,
  mostlyGood: boolean,
  praised: string | undefined,
  blamed: string | undefined,
): string {
  switch (language) {
    case 'zh-TW': {
      const parts = [praised && `${praised}最受稱讚`, blamed && `${blamed}有人抱怨`].filter(Boolean);
      return `整體評價${mostlyGood ? '偏好' : '兩極'}：${parts.join('，')}。`;
    }
    case 'ja': {
      const parts = [praised && `${praised}が好評`, blamed && `${blamed}には不満の声もある`].filter(Boolean);
      return `総合的に${mostlyGood ? '評判は良い' : '評価は割れている'}。${parts.join('、')}。`;
    }
    case 'en': {
      const parts = [praised && `the ${praised} is praised most`, blamed && `some complain about the ${blamed}`];
      return `Reviews are ${mostlyGood ? 'mostly good' : 'mixed'}: ${parts.filter(Boolean).join(', ')}.`;
    }
  }
}

/** Topics on which the lines contradict each other, both sides quoted. */
export function disagreementsOf(lines: readonly ReviewLine[], language: Language): ReportClaim[] {
  const topics = [...new Set(lines.map((line) => line.topic))].filter(
    (topic) => topic !== undefined && topic !== 'tips' && topic !== 'suits',
  );
  return topics.flatMap((topic) => {
    const good = lines.find((line) => line.topic === topic && line.mood === 'good');
    const bad = lines.find((line) => line.topic === topic && line.mood === 'bad');
    if (!topic || !good || !bad) return [];
    const name = inLanguage(topicNames[topic], language);
    const sources = [...new Set([...good.sources, ...bad.sources])].toSorted((a, b) => a - b);
    return [{ sources, text: bothSides(language, name, good.text, bad.text) }];
  });
}

function bothSides(language: Language, topic: string, good: string, bad: string): string {
  const end = /[。.]$/u;
  switch (language) {
    case 'zh-TW':
      return `${topic}看法不一：「${good.replace(end, '')}」，但「${bad.replace(end, '')}」。`;
    case 'ja':
      return `${topic}は意見が分かれる：「${good.replace(end, '')}」一方「${bad.replace(end, '')}」。`;
    case 'en':
      return `Opinions differ on ${topic}: "${good.replace(end, '')}", yet "${bad.replace(end, '')}".`;
  }
}
