export { reportPageHeaders } from './headers.ts';
export { renderNoticePage } from './notice-page.ts';
export { renderReportPage } from './report-page.ts';
