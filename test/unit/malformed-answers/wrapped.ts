import { everything, json, kind, type MalformedAnswer, narrow, pretty, quick, sample, verdict } from './case.ts';

const { verdict: whole, ...lists } = sample;

/** The JSON is right, what stands around it is not. */
export const wrapped: readonly MalformedAnswer[] = [
  { what: 'a fence', answer: `\`\`\`json\n${pretty}\n\`\`\``, kept: everything },
  { what: 'a fence without a language', answer: `\`\`\`\n${json}\n\`\`\``, kept: everything },
  { what: 'a fence of another language', answer: `~~~javascript\n${json}\n~~~`, kept: everything },
  { what: 'a fence that is never closed', answer: `\`\`\`json\n${json}`, kept: everything },
  { what: 'a fence on one line', answer: `\`\`\`json ${json}\`\`\``, kept: everything },
  { what: 'a fence in prose', answer: `Sure!\n\`\`\`json\n${json}\n\`\`\`\nAnything else?`, kept: everything },
  { what: 'prose before', answer: `Here is the report you asked for: ${json}`, kept: everything },
  { what: 'prose with brackets before', answer: `The report [as JSON] {see below}:\n${json}`, kept: everything },
  { what: 'prose with an open bracket before', answer: `The report [as JSON:\n${json}`, kept: everything },
  { what: 'prose after', answer: `${json}\nI hope this helps!`, kept: everything },
  { what: 'prose with JSON after', answer: `${json}\nEach claim is {"text": "…", "sources": [1]}.`, kept: everything },
  { what: 'an apostrophe before', answer: `Here's it: ${json}`, kept: everything },
  { what: 'a quotation before', answer: `For "永康牛肉麵": ${json}`, kept: everything },
  { what: 'a byte order mark', answer: `\uFEFF${json}`, kept: everything },
  { what: 'zero-width spaces around', answer: `\u200B${json}\u200B`, kept: everything },
  { what: 'endless white space after', answer: `${json}${'\n'.repeat(300_000)}`, kept: everything },
  { what: 'a list of one report', answer: `[${json}]`, kept: everything },
  { what: 'a member named report', answer: JSON.stringify({ report: sample }), kept: everything },
  {
    what: 'several objects around it',
    answer: JSON.stringify({ data: { answer: [{ report: sample }] } }),
    kept: everything,
  },
  { what: 'JSON in a text', answer: JSON.stringify(json), kept: everything },
  { what: 'JSON in the text of a member', answer: JSON.stringify({ answer: json }), kept: everything },
  { what: 'an assignment', answer: `const report = ${json};`, kept: everything },
  { what: 'a function call', answer: `submitReport(${json});`, kept: everything },
  { what: 'tags', answer: `<answer>${json}</answer>`, kept: everything },
  { what: 'no outer brackets', answer: json.slice(1, -1), kept: everything },
  { what: 'the same report twice', answer: `${json}\n${json}`, kept: everything },
  {
    what: 'one object per member',
    answer: `{"verdict":${JSON.stringify(whole)}}\n${JSON.stringify(lists)}`,
    kept: everything,
  },
  { what: 'a list of one object per member', answer: JSON.stringify([{ verdict: whole }, lists]), kept: everything },
  { what: 'a thought with an empty report before', answer: `{"verdict":null,"praise":[]} … ${json}`, kept: everything },
  {
    what: 'names in another case',
    answer: JSON.stringify({ Verdict: whole, PRAISE: sample.praise, Complaints: sample.complaints }),
    kept: everything,
  },
  {
    what: 'names in snake case',
    answer: JSON.stringify({ signature_dishes: sample.praise }),
    kept: ['signatureDishes 店員親切。 2', 'signatureDishes 上菜快。 2,3'],
  },
  {
    what: 'a list that is written twice',
    answer: `{"verdict":${JSON.stringify(whole)},"praise":[${JSON.stringify(sample.praise[0])}],"complaints":${JSON.stringify(sample.complaints)},"praise":[${JSON.stringify(sample.praise[1])}]}`,
    kept: [verdict, kind, quick, narrow],
  },
];
