// Values of settings: read into parts, shown in words, checked before they are sent. A charger's value is always text.

import { isKey, t } from '../text/text';
import type { Formats } from '../text/formats';
import { formOf, standardKey, type Form, type Unit } from './keys';

/** The items of a list such as `Voltage, Current.Import`. */
export function items(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The list with an item put in at its place, or taken out. */
export function toggled(value: string, item: string, order: readonly string[]): string {
  const before = items(value);
  if (before.includes(item)) return before.filter((other) => other !== item).join(',');
  const place = (word: string) => (order.includes(word) ? order.indexOf(word) : order.length);
  return [...before, item].toSorted((a, b) => place(a) - place(b)).join(',');
}

/** Connector and rotation of each item of `0.RST, 1.RTS`. What is written otherwise is left out. */
export function rotations(value: string): { connector: number; rotation: string }[] {
  return items(value).flatMap((item) => {
    const match = /^(\d+)\.(\w+)$/.exec(item);
    return match ? [{ connector: Number(match[1]), rotation: match[2] ?? '' }] : [];
  });
}

export function rotationsText(list: readonly { connector: number; rotation: string }[]): string {
  return list.map(({ connector, rotation }) => `${connector}.${rotation}`).join(',');
}

export function truth(value: string): boolean | null {
  const word = value.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** What the setting is called in plain words; a maker's own is called as the charger calls it. */
export function settingName(key: string): string {
  const words = `key.${standardKey(key)?.key ?? ''}`;
  return isKey(words) ? t(words) : key;
}

/** What it means, and what to mind; empty when the name says it. */
export function settingWhy(key: string): string {
  const words = `key.${standardKey(key)?.key ?? ''}.why`;
  return isKey(words) ? t(words) : '';
}

export function settingCaution(key: string): string {
  const words = `key.${standardKey(key)?.key ?? ''}.caution`;
  return isKey(words) ? t(words) : '';
}

/** One word of a list or a choice, in plain words. */
export function itemWords(key: string, item: string): string {
  const words = [`key.${standardKey(key)?.key ?? ''}.${item}`, `item.${item}`].find(isKey);
  return words && isKey(words) ? t(words) : item;
}

export function unitWords(unit: Unit): string {
  return t(`unit.of.${unit}`);
}

/** A value as a sentence would say it: "60 s", "Yes", "Power, energy". `null` = the charger keeps it to itself. */
export function valueWords(key: string, value: string | null, formats: Formats): string {
  const form = formOf(key, value);
  if (form.kind === 'secret') return t('cfg.secret');
  if (value === null) return t('cfg.untold');
  if (value.trim() === '') return t('cfg.empty');
  switch (form.kind) {
    case 'number': {
      const figure = Number(value);
      if (!Number.isFinite(figure)) return value;
      if (figure === 0 && form.zeroIsOff) return t('cfg.off');
      const unit = unitWords(form.unit);
      const shown = formats.number(figure, Number.isInteger(figure) ? 0 : 2);
      return unit === '' ? shown : `${shown}\u00a0${unit}`;
    }
    case 'flag': {
      const yes = truth(value);
      return yes === null ? value : t(yes ? 'cfg.yes' : 'cfg.no');
    }
    case 'choice':
      return itemWords(key, value.trim());
    case 'list':
      return items(value)
        .map((item) => itemWords(key, item))
        .join(', ');
    case 'phases':
      return items(value).join(', ');
    case 'text':
      return value;
  }
}

/** "10 to 900", "at most 20 characters": what the editor says beside it; empty when there is nothing to say. */
export function rangeWords(form: Form, formats: Formats): string {
  if (form.kind === 'secret' && form.min > 0) return t('cfg.range.characters', { min: form.min, max: form.max });
  if (form.kind !== 'number' || form.min === undefined || form.max === undefined) return '';
  const params = { min: formats.number(form.min), max: formats.number(form.max) };
  return form.zeroIsOff ? t('cfg.range.orOff', params) : t('cfg.range', params);
}

/** What is odd about a value that somebody is about to send. The charger decides, so it may be sent all the same. */
export function doubt(form: Form, value: string): string | null {
  switch (form.kind) {
    case 'number': {
      const figure = Number(value);
      if (value.trim() === '' || !Number.isFinite(figure)) return t('cfg.doubt.number');
      if (form.min !== undefined && figure < form.min) return t('cfg.doubt.low');
      if (form.max !== undefined && figure > form.max) return t('cfg.doubt.high');
      return null;
    }
    case 'text':
      return value.length > form.max ? t('cfg.doubt.long') : null;
    case 'flag':
    case 'choice':
    case 'list':
    case 'phases':
    case 'secret':
      return null;
  }
}

/** Why it cannot be sent at all; null when it can. */
export function forbidden(form: Form, value: string): string | null {
  if (value.length > 500) return t('cfg.doubt.long');
  if (form.kind === 'secret' && (value.length < form.min || value.length > form.max)) {
    return t('cfg.wrong.password', { min: form.min, max: form.max });
  }
  return null;
}

/** Two values mean the same although they are written otherwise (`TRUE`, ` 60`). */
export function sameValue(key: string, a: string | null, b: string | null): boolean {
  if (a === b) return true;
  if (a === null || b === null) return false;
  const form = formOf(key, a);
  if (form.kind === 'flag') return truth(a) !== null && truth(a) === truth(b);
  if (form.kind === 'number') return a.trim() !== '' && Number(a) === Number(b);
  if (form.kind === 'list' || form.kind === 'phases') return items(a).join() === items(b).join();
  return a.trim() === b.trim();
}
