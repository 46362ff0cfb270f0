import { describe, expect, it } from 'vitest';

import { faultWords } from './faults';
import { HostFault } from './host/types';

describe('the words of a refusal', () => {
  it('are those of its field and reason, of its reason, or of its code', () => {
    const invalid = (field: string, reason: string) => faultWords(new HostFault('invalid', { field, reason }));
    expect(invalid('change', 'same')).toBe('Nothing would change by this.');
    expect(invalid('height', 'odd')).toBe('Forecourt could not accept this: height odd.');
    expect(faultWords(new HostFault('conflict', { reason: 'over' }))).toBe('It is already over.');
    expect(faultWords(new HostFault('notFound', { what: 'session' }))).toBe('It is not there any more.');
  });
});
