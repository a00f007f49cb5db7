export { analysis } from './analysis.ts';
export { forget } from './forget.ts';
export { lateApology } from './late-apology.ts';
export { nearby } from './nearby.ts';
export { sweep } from './sweep.ts';
