// Switches of a charger's peculiarities in words.

import type { SwitchForm, SwitchView } from '../host/generated/bridge';
import { isKey, t, type Key } from '../text/text';

function known(key: string): Key | null {
  return isKey(key) ? key : null;
}

/** What a switch is about; a switch that this interface does not know yet keeps its name. */
export function switchName(name: string): string {
  const key = known(`switch.${name}`);
  return key ? t(key) : name;
}

/** What it is good for. */
export function switchNote(name: string): string {
  const key = known(`switch.${name}.note`);
  return key ? t(key) : '';
}

/** A word that a switch takes. */
export function switchWord(word: string): string {
  const key = known(`switchWord.${word}`);
  return key ? t(key) : word;
}

function words(list: string): string {
  return list
    .split(',')
    .map((word) => switchWord(word.trim()))
    .join(', ');
}

/** A value as a person reads it. */
export function switchValue(form: SwitchForm, value: string): string {
  if (value === '') return t('diag.none');
  switch (form.kind) {
    case 'flag':
      return t(value === 'yes' ? 'diag.yes' : 'diag.no');
    case 'number':
      return form.unit === '' ? value : t('diag.withUnit', { value, unit: form.unit });
    case 'word':
      return switchWord(value);
    case 'order':
      return words(value);
    case 'text':
    case 'numbers':
    case 'pairs':
      return value;
  }
}

/** Why a value cannot be taken; `null` when it can, as far as the interface knows. */
export function switchRefusal(form: SwitchForm, value: string): string | null {
  const text = value.trim();
  switch (form.kind) {
    case 'number': {
      if (text === '' && form.open) return null;
      const number = Number(text);
      const fits = text !== '' && Number.isInteger(number) && number >= form.min && number <= form.max;
      return fits ? null : t('diag.range', { min: form.min, max: form.max });
    }
    case 'order':
      return text === '' ? t('diag.atLeastOne') : null;
    case 'numbers': {
      const numbers = text === '' ? [] : text.split(',').map((part) => Number(part.trim()));
      const rising = numbers.every((n, at) => Number.isInteger(n) && n > 0 && n > (numbers[at - 1] ?? 0));
      return rising ? null : t('diag.rising');
    }
    case 'pairs': {
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      return lines.every((line) => /^[^=]+=/.test(line.trim())) ? null : t('diag.pairLine');
    }
    case 'flag':
    case 'word':
    case 'text':
      return null;
  }
}

/** Switches worth a look: those that do not stand as for every charger. */
export function unusual(switches: readonly SwitchView[]): SwitchView[] {
  return switches.filter((one) => one.by !== 'default');
}
