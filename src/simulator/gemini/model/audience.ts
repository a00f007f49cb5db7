import { inLanguage, type Language, type Wording } from '../world/language.ts';
import type { Topic } from '../world/opinion.ts';
import type { ReviewLine } from './review-lines.ts';

/** Company and occasions that a review may name, first match wins. */
const named: readonly [RegExp, Wording][] = [
  [/一家大小|家族|famil/iu, ['帶小孩的家庭', '子ども連れの家族', 'Families with children']],
  [/一個人|一人でも|solo/iu, ['一個人用餐', '一人で食事したい人', 'A meal alone']],
  [/約會|デート|\bdate\b/iu, ['約會', 'デート', 'A date']],
  [/同事|職場|colleague/iu, ['同事聚餐', '職場の集まり', 'A meal with colleagues']],
  [/深夜|夜遅く|midnight/iu, ['吃宵夜', '夜食', 'A late-night bite']],
];

const byTopic: Record<Topic, Wording> = {
  suits: ['和朋友聚餐', '友人との食事', 'A meal with friends'],
  dishes: ['專程來吃{dish}的人', '{dish}を食べたい人', 'Those who come for {dish}'],
  taste: ['最在意味道的人', '味を重視する人', 'Those who care about taste most'],
  portions: ['在意份量的人', '量を気にする人', 'Those who look at the portions'],
  price: ['預算有限的人', '予算を抑えたい人', 'Small budgets'],
  queue: ['不想久等的人', '待ちたくない人', 'Those who hate to wait'],
  service: ['重視服務的人', '接客を重視する人', 'Those who value kind service'],
  atmosphere: ['重視環境的人', '雰囲気を重視する人', 'Those who care about atmosphere'],
  tips: ['事先做功課的人', '下調べをする人', 'Those who plan ahead'],
};

const anybody: Wording = ['想嘗鮮的人', '新しい店を試したい人', 'Those who like to try something new'];

/** For whom a place is of which a review says this. */
export function audienceOf({ text, topic, dish }: ReviewLine, language: Language): string {
  const found = topic === 'suits' ? named.find(([pattern]) => pattern.test(text))?.[1] : undefined;
  const wording = found ?? (topic === 'dishes' && !dish ? byTopic.taste : topic ? byTopic[topic] : anybody);
  return inLanguage(wording, language).replace('{dish}', dish ?? '');
}
