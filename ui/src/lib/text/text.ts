// Words by key. English is the source; a missing key does not compile.

import en from './en.json';

type Catalogue = typeof en;
export type Key = keyof Catalogue;
/** The stem of keys that end in `_one` and `_other`. */
export type CountKey = { [K in Key]: K extends `${infer Stem}_other` ? Stem : never }[Key];
export type Params = Readonly<Record<string, string | number>>;

function fill(pattern: string, params: Params): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : String(value);
  });
}

/** The words of a key, with `{name}` replaced. */
export function t(key: Key, params: Params = {}): string {
  return fill(en[key], params);
}

/** All of them, for a search in what is on the screen. */
export const KEYS = Object.keys(en) as readonly Key[];

export function isKey(key: string): key is Key {
  return key in en;
}

const rules = new Intl.PluralRules('en');

/** The words of a key that counts; `{count}` is filled in unless given. */
export function tn(stem: CountKey, count: number, params: Params = {}): string {
  const key = `${stem}_${rules.select(count)}`;
  return t(isKey(key) ? key : (`${stem}_other` as Key), { count, ...params });
}

/** Small counts as words, as a sentence wants them. */
export function countWord(count: number): string {
  const key = `number.${count}`;
  return isKey(key) ? t(key) : String(count);
}

export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en') + text.slice(1);
}

/** A piece of a sentence with light marks: `**strong**` and `` `term` ``. Text stays text. */
export interface Piece {
  kind: 'plain' | 'strong' | 'term';
  text: string;
}

export function pieces(text: string): Piece[] {
  return text
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part): Piece => {
      if (part.startsWith('**')) return { kind: 'strong', text: part.slice(2, -2) };
      if (part.startsWith('`')) return { kind: 'term', text: part.slice(1, -1) };
      return { kind: 'plain', text: part };
    });
}
