// Books before anything is in them.

import type { BooksView, PostView, WindowView } from '../host/generated/bridge';

export const NO_POST: PostView = { recipient: '', address: '', email: '', language: '' };

export const ALWAYS: WindowView = { fromMinute: null, toMinute: null, weekdays: [], seasonFrom: null, seasonTo: null };

export const NO_BOOKS: BooksView = {
  drivers: [],
  costCentres: [],
  tariffs: [],
  uses: [],
  sender: {
    name: '',
    address: '',
    email: '',
    vatId: '',
    iban: '',
    payee: '',
    payDays: 14,
    series: '',
    footer: '',
    country: '',
    party: '',
  },
};
