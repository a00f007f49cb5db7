import { json, kind, type MalformedAnswer, narrow, pretty, quick, verdict } from './case.ts';

/** The sample up to and with this text, which must be there. */
function until(text: string, of = json): string {
  const at = of.indexOf(text);
  if (at < 0) throw new Error(`not in the sample: ${text}`);
  return of.slice(0, at + text.length);
}

/** The answer ends too early: what came whole counts. */
export const cutOff: readonly MalformedAnswer[] = [
  { what: 'in the first name', answer: until('"verd'), kept: [] },
  { what: 'in the text of the verdict', answer: until('湯頭受'), kept: [] },
  { what: 'after the text of the verdict', answer: until('湯頭受稱讚。"'), kept: [] },
  { what: 'in the first number', answer: until('"sources":[1'), kept: [] },
  { what: 'between the numbers', answer: until('"sources":[1,'), kept: [] },
  { what: 'after the numbers', answer: until('[1,2]'), kept: [verdict] },
  { what: 'after the verdict', answer: until('[1,2]}'), kept: [verdict] },
  { what: 'in the name of a list', answer: until('"prai'), kept: [verdict] },
  { what: 'before a list', answer: until('"praise":'), kept: [verdict] },
  { what: 'at the start of a list', answer: until('"praise":['), kept: [verdict] },
  { what: 'in a claim', answer: until('上菜'), kept: [verdict, kind], dropped: 1 },
  { what: 'in an escape', answer: `${until('上菜')}\\u4`, kept: [verdict, kind], dropped: 1 },
  { what: 'after a backslash', answer: `${until('上菜')}\\`, kept: [verdict, kind], dropped: 1 },
  { what: 'in the numbers of a claim', answer: until('[2,3'), kept: [verdict, kind], dropped: 1 },
  { what: 'after a claim', answer: until('[2,3]}'), kept: [verdict, kind, quick] },
  { what: 'before the last bracket', answer: json.slice(0, -1), kept: [verdict, kind, quick, narrow] },
  { what: 'in a fence', answer: `\`\`\`json\n${until('上菜', pretty)}\n\`\`\``, kept: [verdict, kind], dropped: 1 },
  { what: 'in an object around it', answer: `{"report":${until('上菜')}`, kept: [verdict, kind], dropped: 1 },
  { what: 'at the start', answer: json.slice(json.indexOf('"praise"')), kept: [kind, quick, narrow] },
];
