/** A comparison as a model may write it, and what of it must reach the user, each claim as `guests place text numbers`. */
export type MalformedComparison = { what: string; answer: string; kept: readonly string[]; dropped?: number };

const family = { forWhom: '家庭', place: 1, text: '位子多。', sources: [101] };
const couple = { forWhom: '情侶', place: 2, text: '燈光好。', sources: [201, 202] };
const first = '家庭 0 位子多。 1';
const second = '情侶 1 燈光好。 1,2';
const both = [first, second];
const json = JSON.stringify({ whichForWhom: [family, couple] });
const listed = (...claims: unknown[]) => JSON.stringify({ whichForWhom: claims });

export const comparisons: readonly MalformedComparison[] = [
  { what: 'a fence and prose', answer: `Here:\n\`\`\`json\n${json}\n\`\`\`\nDone.`, kept: both },
  { what: 'a bare list', answer: JSON.stringify([family, couple]), kept: both },
  { what: 'a bare claim', answer: JSON.stringify(family), kept: [first] },
  { what: 'an object around it', answer: `{"comparison":${json}}`, kept: both },
  { what: 'one claim in place of a list', answer: JSON.stringify({ whichForWhom: family }), kept: [first] },
  {
    what: 'names in snake case',
    answer: json.replaceAll('forWhom', 'for_whom').replace('whichForWhom', 'which_for_whom'),
    kept: both,
  },
  { what: 'numbers as texts', answer: listed({ ...family, place: '1', sources: ['101'] }), kept: [first] },
  { what: 'one number in place of a list', answer: listed({ ...family, sources: 101 }), kept: [first] },
  {
    what: 'a claim without a place',
    answer: listed({ ...family, place: undefined }, couple),
    kept: [second],
    dropped: 1,
  },
  { what: 'a claim without guests', answer: listed({ ...family, forWhom: null }, couple), kept: [second], dropped: 1 },
  { what: 'a claim without a reason', answer: listed({ ...family, text: 7 }, couple), kept: [second], dropped: 1 },
  {
    what: 'a claim without sources',
    answer: listed({ ...family, sources: undefined }, couple),
    kept: [second],
    dropped: 1,
  },
  { what: 'texts in place of claims', answer: listed('家庭適合第一家', couple), kept: [second], dropped: 1 },
  { what: 'a cut end', answer: json.slice(0, json.indexOf('[201')), kept: [first], dropped: 1 },
  { what: 'a cut number', answer: json.slice(0, json.indexOf(']}]}')), kept: [first], dropped: 1 },
  { what: 'single quotes and trailing commas', answer: json.replaceAll('"', "'").replaceAll('}', ',}'), kept: both },
  { what: 'no claim that can be read', answer: listed(1, null, {}), kept: [] },
  { what: 'nothing', answer: '', kept: [] },
  { what: 'no JSON', answer: 'Both are good.', kept: [] },
];
