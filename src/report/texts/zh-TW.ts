import type { ReportTexts } from './catalogue.ts';

/** Traditional Chinese as written in Taiwan. */
export const zhTW: ReportTexts = {
  sections: {
    signatureDishes: '招牌菜',
    praise: '好評',
    complaints: '負評',
    price: '價位',
    queue: '排隊與訂位',
    suits: '適合誰',
    tips: '用餐提醒',
    disagreements: '評價不一',
  },
  verdict: '一句話評價',
  named: (name, sentence) => `${name}：${sentence}`,
  sources: '資料來源',
  sourceCount: (count) => `${count} 個來源`,
  moreSources: (count) => `還有 ${count} 個`,
  sourcesNotListed: (count) => `${count} 個來源，此處未列出`,
  counts: ({ claims, sources }) => `${claims} 點・${sources} 個來源`,
  citedBy: (claims) => `引用 ${claims} 次`,
  sourceNumber: (number) => `來源 ${number}`,
  fullReport: '看完整報告',
  moreInFullReport: '完整報告裡還有更多內容',
  noVerdict: '評論重點整理好了',
  alsoSearched: 'Google 搜尋建議',
  reportsTitle: (count) => `${count} 家餐廳的評論報告`,
  comparison: {
    title: '誰適合去哪家',
    compared: (restaurants) => `比較 ${restaurants} 家餐廳`,
    suits: (forWhom, name) => `${forWhom} → ${name}`,
    list: (items) => items.join('、'),
  },
  contents: '餐廳列表',
  madeAt: (time) => `整理時間：${time}（台灣時間）`,
  howMade: '由 Gemini 依網路評論自動整理，可能有誤；請點開來源確認。',
  timeZone: 'Asia/Taipei',
  notices: {
    'not-found': {
      title: '找不到這份報告',
      text: '連結可能不完整。請回到 LINE，從聊天室裡的按鈕重新開啟。',
    },
    'not-ready': {
      title: '報告還在整理中',
      text: '完成後會在 LINE 通知你，可以先關掉。已經收到通知的話，請稍後再開啟一次。',
    },
    expired: {
      title: '這份報告已經過期',
      text: '報告只保留一段時間。請回到 LINE，重新分析這家餐廳。',
    },
    away: {
      title: '現在沒辦法顯示報告',
      text: '報告還在，是我們這邊暫時有狀況。請過一分鐘再打開一次。',
    },
    'too-many': {
      title: '請稍等一下',
      text: '這裡短時間內開了很多頁面。請過一分鐘再打開一次。',
    },
    'went-wrong': {
      title: '出了點問題',
      text: '是我們這邊的問題。請過一分鐘再打開一次，或回到 LINE。',
    },
  },
};
