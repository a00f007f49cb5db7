import { isIPv4 } from 'node:net';

const urlCharacter = String.raw`[\w\-.~:/?#\[\]@!$&'()*+,;=%|\\]`;
const dot = '[.．｡]';
const asciiLabel = '[a-z0-9](?:[a-z0-9_-]{0,62})';
const label = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,62})`;

const withScheme = new RegExp(
  String.raw`[a-z][a-z0-9+.-]{0,30}[:：](?:[/\\／]{2,})(?:${urlCharacter}+|(?:${label}${dot})+${label}(?:[/?#:]${urlCharacter}*)?)?`,
  'giu',
);
/** Schemes that work without slashes and do something. */
const active = new RegExp(
  String.raw`\b(?:(?:javascript|vbscript|mailto|blob|intent|magnet|https?):(?=\S)|data:\w+/)${urlCharacter}*`,
  'giu',
);
const mail = new RegExp(String.raw`[\w.+-]{1,64}[@＠](?:${asciiLabel}${dot})+[a-z]{2,}`, 'gi');
const tail = String.raw`(?::\d{2,5}(?!\d))?(?:[/?#\\]${urlCharacter}*)?`;
const asciiHost = new RegExp(String.raw`(?<![a-z0-9_@＠-])((?:${asciiLabel}${dot})+${asciiLabel})(${tail})`, 'gi');
const localHost = new RegExp(String.raw`(?<![\w.-])localhost(?::\d{2,5}|(?=/))${tail}`, 'gi');
const ipv6 = new RegExp(String.raw`\[[0-9a-f]*:[0-9a-f:]*:[0-9a-f.:]*\]${tail}`, 'gi');
const otherHost = new RegExp(String.raw`(?<![\p{L}\p{N}])((?:${label}${dot})+${label})(${tail})`, 'giu');

/** Top-level domains that are a link however they are capitalised: those that spam uses, and those of our users. */
const shoutedDomains = new Set(
  'com net org info biz edu gov io me ly gl ee cc tv co app dev xyz top shop site online link click tw jp cn hk kr'.split(
    ' ',
  ),
);
/** Before these dots end no host, even when the space after them is missing. */
const abbreviations = new Set('etc vs approx incl min max no nos st dr mr mrs ms ave rd'.split(' '));
/** Internationalised domains in scripts that put no space between words. */
const unspacedDomains = new Set(
  '台灣 台湾 香港 中国 中國 澳門 新加坡 公司 网络 網路 网址 网站 在线 商城 商店 餐厅 みんな コム ストア 한국'.split(
    ' ',
  ),
);

/**
 * Takes out links by their form: with a scheme, or without one when clients make a link of it all the same (hosts,
 * addresses, mail). A host is known by its last label: letters in lower case. "St.John", "Cafe.Bar", "No.1", "4.5/5" and
 * "U.S.A." are none. Telephone numbers stay: they are part of what a guest wants to know.
 */
export function withoutLinks(text: string): string {
  return text
    .replace(withScheme, ending)
    .replace(active, ending)
    .replace(mail, '')
    .replace(ipv6, (whole) => (whole.includes('::') || whole.split(':').length > 6 ? ending(whole) : whole))
    .replace(localHost, ending)
    .replace(asciiHost, (whole, host, rest) => (isHost(folded(String(host)), String(rest)) ? ending(whole) : whole))
    .replace(otherHost, (whole, host) => (isOtherHost(folded(String(host))) ? ending(whole) : whole))
    .replace(/(?<=^|\s)[/\\]{1,2}(?=\s|$)/g, '');
}

/** Punctuation that ends the sentence and not the link. */
function ending(link: string): string {
  const end = /[.,;:!?'")\]]+$/.exec(link)?.[0] ?? '';
  return /^[)\]]/.test(end) && /[([]/.test(link) ? '' : end;
}

const folded = (host: string) => host.replace(/[．｡]/g, '.').split('.');

function isHost(labels: string[], rest: string): boolean {
  if (isIPv4(labels.join('.'))) return true;
  const last = labels.at(-1) ?? '';
  const before = labels.at(-2) ?? '';
  if (/^xn--/i.test(last) || /^www$/i.test(labels[0] ?? '')) return true;
  if (!/^[a-z]{2,}$/i.test(last)) return false;
  const isShouted = shoutedDomains.has(last.toLowerCase());
  if (rest !== '' && rest !== '/') return last === last.toLowerCase() || isShouted;
  if (labels.slice(0, -1).every((each) => /^\d+$/.test(each))) return last.length > 2 && isShouted;
  if (abbreviations.has(before.toLowerCase())) return false;
  if (last === last.toLowerCase()) return before.length > 1 || isShouted;
  const isSentence = last.length === 2 && /^[A-Z][a-z]/.test(last) && labels.length === 2;
  return isShouted && before.length > 1 && !isSentence;
}

/** A host with letters other than ASCII. */
function isOtherHost(labels: string[]): boolean {
  const last = labels.at(-1) ?? '';
  if (unspacedDomains.has(last)) return true;
  if (/^[a-z]{2,}$/.test(last)) return shoutedDomains.has(last) && /[^\p{ASCII}]/u.test(labels.join(''));
  return /^[\p{L}\p{M}]{2,}$/u.test(last) && !/[\p{ASCII}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Latn}]/u.test(last);
}
