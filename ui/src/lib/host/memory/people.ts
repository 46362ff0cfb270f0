// Reading a file of people in memory: `card,driver,cost centre` a line.

import { NO_POST } from '../../billing/nothing';
import type { PeopleImportView, PeopleLineView } from '../generated/bridge';
import type { Around, MemoryBilling } from './billing';

export function readPeople(around: Around, billing: MemoryBilling, text: string, apply: boolean): PeopleImportView {
  const lines = text
    .split(/\r?\n/)
    .slice(1)
    .map((line, at): PeopleLineView | null => {
      if (line.trim() === '') return null;
      const [token = '', driver = ''] = line.split(/[,;]/).map((part) => part.trim());
      const known = around.snapshot.tokens.find((one) => one.value === token);
      const name = billing.books.drivers.find((one) => one.id === known?.driver)?.name ?? '';
      const said = { line: at + 2, token, driver };
      if (token === '') return { ...said, change: 'wrong', fields: ['token'] };
      if (!known) return { ...said, change: 'new', fields: ['driver'] };
      return name === driver
        ? { ...said, change: 'same', fields: [] }
        : { ...said, change: 'changed', fields: ['driver'] };
    })
    .filter((line) => line !== null);
  const count = (change: PeopleLineView['change']) => lines.filter((line) => line.change === change).length;
  if (apply && count('wrong') === 0) {
    for (const { token, driver } of lines) {
      const found =
        billing.books.drivers.find((one) => one.name === driver) ??
        billing.handlers.saveDriver({
          driver: {
            id: null,
            name: driver,
            costCentre: null,
            stations: null,
            post: NO_POST,
          },
        });
      around.changeToken(token, { driver: found.id });
    }
  }
  return { lines, new: count('new'), changed: count('changed'), same: count('same'), wrong: count('wrong') };
}
