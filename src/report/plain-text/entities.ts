const named: Record<string, string> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', hellip: '…', middot: '·' },
  ...{ lbrack: '[', lsqb: '[', rbrack: ']', rsqb: ']', lpar: '(', rpar: ')', sol: '/', period: '.', colon: ':' },
  ...{ sup1: '¹', sup2: '²', sup3: '³', dagger: '†', ndash: '–', mdash: '—' },
};

/** Character references of HTML as the characters that they stand for; those that nobody knows stay as they are. */
export function withoutEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]\w{1,9}));/gi, (whole, decimal, hex, name) => {
    if (name) return named[String(name).toLowerCase()] ?? whole;
    const codePoint = hex ? Number.parseInt(String(hex), 16) : Number(decimal);
    return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : '';
  });
}
