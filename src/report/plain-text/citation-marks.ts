const number = '[#＃^]?[0-9０-９]{1,6}';
const join = String.raw`\s*(?:[,，、;；&＆|~～〜–—−‐‑－-]|\band\b|[及和と])\s*|\s+`;
const numbers = `${number}(?:(?:${join})${number})*`;

/** Words that alone say "source". */
const sourceWords =
  'cit(?:e[sd]?|ations?)|sources?|來源|来源|資料來源|资料来源|出處|出处|出典|引用元?|情報源|ソース|citation needed|要出典';
/** Words that say so before a number. */
const numberedWords =
  'src|refs?|references?|footnotes?|notes?|fn|index|doc(?:ument)?s?|chunks?|statements?|[參参]考(?:資料|文献)?|参照|[註注]|[脚腳][註注]|註腳';

const always = [
  String.raw`(?:${sourceWords})[\s.:：_#№-]*(?:${numbers})?`,
  String.raw`(?:${numberedWords})[\s.:：_#№-]*${numbers}`,
  String.raw`cit(?:e|ation)[\s_-]*(?:start|end)[\s\S]*`,
  // A source that is named instead of numbered.
  String.raw`(?:${sourceWords})\s*[:：][\s\S]*`,
  // Marks of other vendors: 3†source, ^1^, turn0search3.
  String.raw`[\d:]*\s*[†‡][\s\S]*`,
  String.raw`\^[\w\s^-]*`,
  String.raw`(?:cite)?(?:turn\d+[a-z]+\d+[\s,]*)+`,
].join('|');
const inAnyBrackets = new RegExp(`^\\s*(?:${always})\\s*$`, 'i');
const inSquareBrackets = new RegExp(`^\\s*(?:${numbers}|${always})\\s*$`, 'i');
const year = /^\s*(?:19|20)\d\d\s*$/;

/** Longest text in brackets that is looked at. */
const maxMark = 80;
const square = new RegExp(String.raw`\^?\\?[[［]([^[\]［］]{0,${maxMark}}?)\\?[\]］]`, 'g');
const lenticular = new RegExp(String.raw`[【〔〖〘⟦〚]([^【】〔〕〖〗〘〙⟦⟧〚〛]{0,${maxMark}})[】〕〗〙⟧〛]`, 'g');
const round = new RegExp(String.raw`[(（{｛]([^(){}（）｛｝]{0,${maxMark}})[)）}｝]`, 'g');
const element = new RegExp(String.raw`<(\w+)\b[^<>]{0,200}>([^<>]{0,${maxMark}})</\1\s*>`, 'g');

const superscripts = /⁽?[⁰¹²³⁴-⁹](?:[⁻,，]?\s?[⁰¹²³⁴-⁹])*⁾?/g;
const unit = /(?:^|[^a-z])(?:[cmk]?m|ft|in)$|[尺米]$/i;

/**
 * Takes out marks that cite a source, known by their form and not by a list of samples: brackets of any kind around
 * numbers, ranges or words for "source", elements around them, superscripts, and the marks of other vendors.
 */
export function withoutCitationMarks(text: string): string {
  return (
    text
      .replace(/\uE200[^\uE201]*\uE201?/g, '')
      .replace(/\\cite[pt]?\{[^{}]*\}|\$?\^\{[\d,\s]+\}\$?|\b(?:cite)?(?:turn\d+[a-z]+\d+)+\b/gi, '')
      .replace(element, (whole, _name, content) => (inSquareBrackets.test(String(content)) ? '' : whole))
      .replace(square, (whole, content) => (inSquareBrackets.test(String(content)) ? '' : whole))
      .replace(lenticular, (whole, content) => (isInLenticular(String(content)) ? '' : whole))
      .replace(round, (whole, content) => (inAnyBrackets.test(String(content)) ? '' : whole))
      .replace(/\bcite_(?:start|end)\b/gi, '')
      // A mark that was cut off.
      .replace(/[[［【〔]\s*(?:cit(?:e|ation)\b|cite_)[^\]］】〕]{0,40}$/i, '')
      .replace(superscripts, (whole, offset: number, all: string) =>
        /^[²³]$/.test(whole) && unit.test(all.slice(Math.max(0, offset - 3), offset)) ? whole : '',
      )
  );
}

const isInLenticular = (content: string) => inSquareBrackets.test(content) && !year.test(content);

/** A word for "source" that introduces nothing any more. */
const danglingSource = new RegExp(String.raw`(?:^|[\s,，。.;；])(?:${sourceWords})\s*[:：]\s*(?:${numbers})?\s*$`, 'i');

/** Takes out a word for "source" at the end of a text, whose mark is gone. */
export function withoutDanglingSource(text: string): string {
  return text.replace(danglingSource, (whole) => /^[。.]/.exec(whole)?.[0] ?? '');
}
