import type { ReportTexts } from './catalogue.ts';

/** Japanese. */
export const ja: ReportTexts = {
  sections: {
    signatureDishes: '看板メニュー',
    praise: '良い口コミ',
    complaints: '気になる口コミ',
    price: '価格帯',
    queue: '待ち時間・予約',
    suits: 'こんな人・場面に',
    tips: '行く前のヒント',
    disagreements: '意見が分かれる点',
  },
  verdict: 'ひとことで言うと',
  named: (name, sentence) => `${name}：${sentence}`,
  sources: '出典',
  sourceCount: (count) => `出典${count}件`,
  moreSources: (count) => `ほか${count}件`,
  sourcesNotListed: (count) => `出典${count}件（ここでは省略）`,
  counts: ({ claims, sources }) => `${claims}点・出典${sources}件`,
  citedBy: (claims) => `${claims}か所で引用`,
  sourceNumber: (number) => `出典${number}`,
  fullReport: 'レポート全文を見る',
  moreInFullReport: '続きはレポート全文で読めます',
  noVerdict: '口コミのポイントをまとめました',
  alsoSearched: 'Google 検索の候補',
  reportsTitle: (count) => `${count}店の口コミレポート`,
  comparison: {
    title: 'どんな人にどの店',
    compared: (restaurants) => `${restaurants}店を比較`,
    suits: (forWhom, name) => `${forWhom} → ${name}`,
    list: (items) => items.join('、'),
  },
  contents: 'お店の一覧',
  madeAt: (time) => `作成：${time}（日本時間）`,
  howMade: 'ウェブ上の口コミをもとに Gemini が自動でまとめたものです。誤りを含むことがあるため、出典もご確認ください。',
  timeZone: 'Asia/Tokyo',
  notices: {
    'not-found': {
      title: 'レポートが見つかりません',
      text: 'リンクが途中で切れているかもしれません。LINE のトークに戻り、ボタンからもう一度開いてください。',
    },
    'not-ready': {
      title: 'レポートを作成しています',
      text: 'できあがったら LINE でお知らせするので、閉じても大丈夫です。もう届いている場合は、少し待ってから開き直してください。',
    },
    expired: {
      title: 'レポートの保存期間が過ぎました',
      text: 'レポートは一定期間だけ保存されます。LINE に戻り、もう一度お店を調べてください。',
    },
    away: {
      title: 'いまレポートを表示できません',
      text: 'レポートは消えていません。こちらの調子が悪いだけなので、1分ほどしてから開き直してください。',
    },
    'too-many': {
      title: '少しお待ちください',
      text: '短い間にたくさんのページが開かれました。1分ほどしてから開き直してください。',
    },
    'went-wrong': {
      title: 'うまく表示できませんでした',
      text: 'こちらの問題です。1分ほどしてから開き直すか、LINE に戻ってください。',
    },
  },
};
