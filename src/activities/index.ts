import { adoptBatch } from './adopt-batch.ts';
import { answerNow } from './answer-now.ts';
import { cancelBatch } from './cancel-batch.ts';
import { cancelOrphans } from './cancel-orphans.ts';
import { checkBatch } from './check-batch.ts';
import { cleanUp } from './clean-up.ts';
import { collectReviews } from './collect-reviews.ts';
import { compareNow } from './compare-now.ts';
import { createBatch } from './create-batch.ts';
import type { ActivityDependencies } from './dependencies.ts';
import { endAsCancelled } from './end-as-cancelled.ts';
import { extractNames } from './extract-names.ts';
import { fetchReports } from './fetch-reports.ts';
import { findNeglected } from './find-neglected.ts';
import { findOrphans } from './find-orphans.ts';
import { forgetRuns } from './forget-runs.ts';
import { pushChoices } from './push-choices.ts';
import { pushReport } from './push-report.ts';
import { readEarlierAnswer } from './read-earlier-answer.ts';
import { readLanguage } from './read-language.ts';
import { readTokenTaken } from './read-token-taken.ts';
import { readUnanswered } from './read-unanswered.ts';
import { renderApology } from './render-apology.ts';
import { renderReport } from './render-report.ts';
import { replyChoices } from './reply-choices.ts';
import { replyPlan } from './reply-plan.ts';
import { searchPlaces } from './search-places.ts';
import { showLoading } from './show-loading.ts';
import { uploadJsonl } from './upload-jsonl.ts';

/** Every activity of the worker, standing on the given clients. */
export function createActivities(dependencies: ActivityDependencies) {
  const bind =
    <Input extends unknown[], Output>(activity: (dependencies: ActivityDependencies, ...input: Input) => Output) =>
    (...input: Input): Output =>
      activity(dependencies, ...input);
  return {
    adoptBatch: bind(adoptBatch),
    answerNow: bind(answerNow),
    cancelBatch: bind(cancelBatch),
    cancelOrphans: bind(cancelOrphans),
    checkBatch: bind(checkBatch),
    cleanUp: bind(cleanUp),
    collectReviews: bind(collectReviews),
    compareNow: bind(compareNow),
    createBatch: bind(createBatch),
    endAsCancelled: bind(endAsCancelled),
    extractNames: bind(extractNames),
    fetchReports: bind(fetchReports),
    findNeglected: bind(findNeglected),
    findOrphans: bind(findOrphans),
    forgetRuns: bind(forgetRuns),
    pushChoices: bind(pushChoices),
    pushReport: bind(pushReport),
    readEarlierAnswer: bind(readEarlierAnswer),
    readLanguage: bind(readLanguage),
    readTokenTaken: bind(readTokenTaken),
    readUnanswered: bind(readUnanswered),
    renderApology: bind(renderApology),
    renderReport: bind(renderReport),
    replyChoices: bind(replyChoices),
    replyPlan: bind(replyPlan),
    searchPlaces: bind(searchPlaces),
    showLoading: bind(showLoading),
    uploadJsonl: bind(uploadJsonl),
  };
}

/** Every activity as workflows call it. */
export type Activities = ReturnType<typeof createActivities>;
