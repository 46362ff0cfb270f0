import { expect, test } from 'vitest';

import { HostFault } from '../host/types';
import { Attempt } from './attempt.svelte';

test('a refusal is told with its field, and forgotten when the next attempt begins', async () => {
  const attempt = new Attempt();
  const refused = () => Promise.reject(new HostFault('invalid', { field: 'port', reason: 'range' }));
  expect(await attempt.run(refused)).toBe(false);
  expect(attempt.wrong).toMatch(/1 to 65535/);
  expect([attempt.invalid('port'), attempt.invalid('host'), attempt.busy]).toEqual(['true', undefined, false]);
  expect(await attempt.run(() => Promise.resolve())).toBe(true);
  expect([attempt.wrong, attempt.invalid('port')]).toEqual([null, undefined]);
});

test('while it runs it is not begun again', async () => {
  const attempt = new Attempt();
  let finish = () => undefined as void;
  const first = attempt.run(() => new Promise<void>((done) => (finish = done)));
  expect(attempt.busy).toBe(true);
  expect(await attempt.run(() => Promise.resolve())).toBe(false);
  finish();
  expect(await first).toBe(true);
});
