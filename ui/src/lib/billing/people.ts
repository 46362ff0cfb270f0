// What becomes of a line in a file of people.

import type { PeopleLineView } from '../host/generated/bridge';
import { isKey, t } from '../text/text';

/** A field that this interface does not know is shown as it is. */
export function fieldWords(field: string): string {
  const key = `people.field.${field}`;
  return isKey(key) ? t(key) : field;
}

export function changeWords(line: PeopleLineView): string {
  if (line.change !== 'wrong') return t(`people.change.${line.change}`);
  const key = `people.wrong.${line.fields[0] ?? ''}`;
  return isKey(key) ? t(key) : t('people.change.wrong');
}
