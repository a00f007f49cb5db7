export { analysis } from './analysis.ts';
export { nearby } from './nearby.ts';
