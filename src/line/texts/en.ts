import type { Texts } from './catalogue.ts';

/** English. */
export const en: Texts = {
  quote: (name) => `“${name}”`,
  justStarted: 'just started',
  waitedFor: (duration) => `${duration} so far`,
  greeting: [
    "Hi, I'm Hyoban. I read restaurant reviews so you don't have to.",
    '',
    "Send me your location and I'll find a few places nearby. Pick one and I'll turn what people say about it into a short report with sources.",
    '',
    "A report takes a few minutes, sometimes longer. I'll send it here when it's ready, no need to wait around.",
    '',
    'Tap the button below to share your location, or just type a place, like “Shibuya Station”.',
  ].join('\n'),
  groupGreeting:
    "Hi everyone, I'm Hyoban and I read restaurant reviews. When you're looking for somewhere to eat, mention me with the name of a place, like “@Hyoban Shibuya Station”. Otherwise I'll stay quiet.",
  groupsOff:
    'Thanks for the invitation! I only answer in one-to-one chats, though: add me as a friend and send me a location.',
  help: [
    "Send me a location or type a place name and I'll find restaurants nearby. Pick one, I'll read the reviews, and a few minutes later (sometimes more) you get the report.",
    '',
    'The report is written by AI from what people wrote. It can get things wrong, so every point comes with its sources.',
    '',
    'You can also type:',
    '“status” to see how far I am',
    '“cancel” to stop what I am working on',
    '“forget me” to delete what I have about you',
    '“help” to read this again',
  ].join('\n'),
  askLocation:
    "Where should I look? Share a location and I'll find places nearby.\nOn a computer there's no button: just type a place, like “Shibuya Station”.",
  choicesHeader: (count) =>
    count === 1 ? 'I found one place nearby' : `Here are ${count} places nearby. Which one sounds good?`,
  choicesHint: "Pick one and I'll read the reviews for you. It takes a few minutes.",
  nothingFound: "I couldn't find restaurants with reviews around there. Maybe try another spot, or type a busier area?",
  searchFailed:
    "That search didn't work, and it's my fault, not yours. Send the location or place again and I'll retry.",
  searchFailedWait: (duration) =>
    `Sorry, Google is too busy to answer my search. Please send the location or place again in about ${duration}.`,
  dayQuota: "Google won't answer any more of my questions today. Please try again tomorrow.",
  working: (names, typically) =>
    `On it, I'm reading ${names ? `the reviews of ${names}` : 'the reviews'}. ${typically ? `Lately that took about ${typically}` : 'Usually a few minutes'}, longer when it's busy. I'll send the report here.`,
  stillRunning: ({ names, stage, waited }) =>
    `Still working on ${names ?? 'your report'}.\nRight now: ${stage} (${waited})`,
  hurryHint: 'In a hurry? I can write it right now. Changed your mind? You can cancel.',
  answeringNow: (names) =>
    `Okay, no more queueing: I'm writing about ${names ?? 'it'} now and will send it when it's done.`,
  hereAgain: (age) => `Here it is again${age ? `, from ${age}` : ''}. Want a fresh one? Tap “Analyse again”.`,
  cancelled: (names) => `Okay, I stopped working on ${names ?? 'it'}.`,
  tooLateToCancel: 'Too late to cancel, the report is already on its way.',
  nothingRunning: "I'm not working on anything right now. Send a location or a place name and I'll start looking.",
  statusHeader: (count) => (count === 1 ? "I'm working on one report:" : `I'm working on ${count} reports:`),
  statusLine: ({ names, stage, waited }) => `• ${names ? `${names}: ` : ''}${stage} (${waited})`,
  statusMore: (count) => `and ${count} more`,
  undelivered: ({ names, pageUrl }) =>
    `${names ? `The report on ${names}` : 'Your report'} is ready, but LINE would not show it here. Read it at ${pageUrl}`,
  deadButton: {
    'too-old':
      "That button is too old, I no longer have what's behind it. Share your location again and I'll look anew.",
    'other-chat': "That button belongs to another chat, so it doesn't work here. Share a location here and I'll look.",
    unknown: "I don't know that button. Could you share your location again?",
  },
  temporalAway: "Something's wrong on my side and I missed that. Please tap or send it again in a minute.",
  otherMessage:
    "I can't make sense of stickers, pictures or voice, but locations and words work. Hungry? Send a location.",
  youreWelcome: "You're welcome. Enjoy your meal.",
  forgetting:
    "Okay, I'll stop what's running and delete what I have about you within a few minutes; links to your reports stop working too. Google keeps what I asked it about restaurants for up to 30 days, without your name or LINE account. I can't delete messages in this chat, that part is up to you.",
  budgetSpent: "That's all I can do today, for everybody. I'm back tomorrow, just tap or ask again then.",
  dailyLimit: (perDay) => `That was all ${perDay} for today. See you tomorrow.`,
  apology: {
    NoReviews: (names) => `Sorry, I couldn't find enough reviews with sources to write about ${names ?? 'this place'}.`,
    ModelRefused: (names) => `Sorry, I tried twice but couldn't write a usable report about ${names ?? 'this place'}.`,
    GeminiUnavailable: (names) =>
      `Sorry, no report about ${names ?? 'this place'} this time: the service that writes them stayed out of reach. Please try again later.`,
    BatchFailed: (names) =>
      `Sorry, the report about ${names ?? 'this place'} failed halfway. I can try once more if you like.`,
    DayQuota: (names) =>
      `Sorry, no report about ${names ?? 'this place'} today: Google won't answer any more of my questions. Please try again tomorrow.`,
    StoppedByOperator: (names) =>
      `Sorry, we had to stop the report about ${names ?? 'this place'}. It's nothing you did, you can try again.`,
  },
  stages: {
    collecting: 'finding out what people say',
    submitting: 'reviews found, handing them in',
    queued: "in the queue, it's busy",
    waiting: 'the report is being put together',
    'answering-now': 'writing it right now',
    delivering: 'done, about to send it',
    held: 'ready and waiting: ask and you get it',
    delivered: 'sent to you',
    apologised: "it didn't work out, I told you",
    cancelled: 'cancelled',
  },
  labels: {
    shareLocation: 'Share location',
    otherLocation: 'Look elsewhere',
    analyse: 'Read reviews',
    analyseAll: 'All of them',
    map: 'Map',
    again: 'Analyse again',
    now: 'Write it now',
    cancel: 'Cancel',
    status: 'Status',
    retry: 'Try again',
  },
  said: {
    analyse: (names) => `Read the reviews of ${names}`,
    again: (names) => `Analyse ${names} again`,
    now: (names) => `Write ${names} now`,
    cancel: (names) => `Cancel ${names}`,
    status: (names) => `How far is ${names}?`,
  },
  saidAnalyseAll: 'All of them, please',
  commands: { help: 'help', status: 'status', cancel: 'cancel', forgetMe: 'forget me' },
};
