/** What a person can type besides places. */
export type Command = 'help' | 'status' | 'cancel' | 'forget-me';

const words: Record<Command, string[]> = {
  help: [
    'help',
    'how to use',
    '說明',
    '说明',
    '使用說明',
    '幫助',
    '帮助',
    '怎麼用',
    '怎么用',
    'ヘルプ',
    '使い方',
    '説明',
  ],
  status: ['status', 'progress', '進度', '进度', '狀態', '状态', '看進度', '状況', '進捗', '進み具合', 'ステータス'],
  cancel: ['cancel', 'stop', '取消', '停止', '不要了', 'キャンセル', '中止', 'やめて', 'やめる', '取り消し'],
  'forget-me': [
    'forget me',
    'delete my data',
    '忘記我',
    '忘记我',
    '忘了我',
    '刪除我的資料',
    '删除我的资料',
    '忘れて',
    '私を忘れて',
    'データを削除',
    'データ削除',
  ],
};

/** No command is nearly as long. To normalise a text of combining marks takes time that grows with the square of its length. */
export const longestCommand = 100;

const commandOf = new Map<string, Command>();
for (const command of ['help', 'status', 'cancel', 'forget-me'] as const) {
  for (const word of words[command]) commandOf.set(plain(word), command);
}

/**
 * The command that a typed text is, in any of the languages; undefined for all else, which then names a place. Only the
 * whole text counts, whatever its case, width and punctuation.
 */
export function parseCommand(text: string): Command | undefined {
  return text.length > longestCommand ? undefined : commandOf.get(plain(text));
}

/** The letters and digits of a text, whatever their case and width. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{Z}\p{C}]+/gu, '');
}
