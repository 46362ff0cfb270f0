import { expect, test } from 'vitest';
import type { SwitchForm } from '../host/generated/bridge';
import { switchName, switchNote, switchRefusal, switchValue } from './peculiar';

const number: SwitchForm = { kind: 'number', min: 1, max: 600, unit: 's', open: false };

test('values are told in words and units', () => {
  expect(switchValue(number, '60')).toBe('60 s');
  expect(switchValue({ kind: 'flag' }, 'no')).toBe('No');
  expect(switchValue({ kind: 'word', words: [] }, 'relative')).toBe('From the beginning of the charge');
  expect(switchValue({ kind: 'order', words: [] }, 'session, station')).toBe('this charge, whole charger');
  expect(switchValue({ kind: 'text', max: 20 }, '')).toBe('None');
  expect(switchValue({ kind: 'pairs' }, 'FreeMode=true')).toBe('FreeMode=true');
});

test('a switch that the interface does not know keeps its name', () => {
  expect(switchName('call-timeout')).toBe('Time to answer');
  expect(switchName('warp')).toBe('warp');
  expect(switchNote('warp')).toBe('');
});

test('what cannot be taken is said before it is sent', () => {
  expect(switchRefusal(number, '60')).toBeNull();
  expect(switchRefusal(number, '0')).toContain('1 to 600');
  expect(switchRefusal(number, '')).not.toBeNull();
  expect(switchRefusal({ ...number, open: true }, '')).toBeNull();
  expect(switchRefusal({ kind: 'numbers' }, '6, 8, 10')).toBeNull();
  expect(switchRefusal({ kind: 'numbers' }, '10, 6')).not.toBeNull();
  expect(switchRefusal({ kind: 'pairs' }, 'FreeMode=true\nA=b')).toBeNull();
  expect(switchRefusal({ kind: 'pairs' }, 'FreeMode')).not.toBeNull();
  expect(switchRefusal({ kind: 'order', words: [] }, '')).not.toBeNull();
});
