import { TestEnvironment } from 'jest-environment-node';

const dispatcherKey = Symbol.for('undici.globalDispatcher.1');

/** Node's environment plus the outer undici dispatcher, without which @google/genai refuses to run inside Jest. */
export default class HyobanEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    await fetch('http://127.0.0.1:1').catch(() => undefined); // makes Node create its dispatcher
    this.global[dispatcherKey] = globalThis[dispatcherKey];
  }
}
