import type { ReportTexts } from './catalogue.ts';

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

/** English. */
export const en: ReportTexts = {
  sections: {
    signatureDishes: 'Signature dishes',
    praise: 'What people like',
    complaints: 'What people dislike',
    price: 'Price',
    queue: 'Waiting and booking',
    suits: 'Who it suits',
    tips: 'Before you go',
    disagreements: 'Where opinions differ',
  },
  verdict: 'In short',
  named: (name, sentence) => `${name}: ${sentence}`,
  sources: 'Sources',
  sourceCount: (count) => counted(count, 'source', 'sources'),
  moreSources: (count) => `and ${count} more`,
  sourcesNotListed: (count) => `${counted(count, 'source', 'sources')}, not listed here`,
  counts: ({ claims, sources }) => `${counted(claims, 'point', 'points')} · ${counted(sources, 'source', 'sources')}`,
  citedBy: (claims) => `cited ${counted(claims, 'time', 'times')}`,
  sourceNumber: (number) => `source ${number}`,
  fullReport: 'Read the full report',
  moreInFullReport: 'There is more in the full report',
  noVerdict: 'Here is what reviewers say',
  alsoSearched: 'Google Search suggestions',
  reportsTitle: (count) => `Reviews of ${counted(count, 'restaurant', 'restaurants')}`,
  comparison: {
    title: 'Which for whom',
    compared: (restaurants) => `${counted(restaurants, 'restaurant', 'restaurants')} compared`,
    suits: (forWhom, name) => `${forWhom} → ${name}`,
    list: (items) => items.join(', '),
  },
  contents: 'Restaurants',
  madeAt: (time) => `Made on ${time} UTC`,
  howMade: 'Put together by Gemini from reviews on the web. It can be wrong: please check the sources.',
  timeZone: 'UTC',
  notices: {
    'not-found': {
      title: 'There is no such report',
      text: 'The link may be incomplete. Go back to LINE and open it again from the button in the chat.',
    },
    'not-ready': {
      title: 'The report is being made',
      text: 'You will be told in LINE when it is done, so you can close this page. If you have been told already, open it again in a moment.',
    },
    expired: {
      title: 'This report has expired',
      text: 'Reports are kept for a limited time only. Go back to LINE and have the restaurant analysed again.',
    },
    away: {
      title: 'The report cannot be shown right now',
      text: 'It is not lost: something is not working on our side. Please open it again in a minute.',
    },
    'too-many': {
      title: 'One moment, please',
      text: 'Many pages have been opened from here in a short time. Please open this one again in a minute.',
    },
    'went-wrong': {
      title: 'Something went wrong',
      text: 'That was our fault. Please open the page again in a minute, or go back to LINE.',
    },
  },
};
