// Mail and the monthly report for screens without a core.

import type { MailView, MonthlyView } from '../generated/bridge';

export const NO_MAIL: MailView = { host: '', port: 465, security: 'tls', user: '', from: '', hasPassword: false };

export const NO_PLAN: MonthlyView = {
  plan: { on: false, folder: '', csv: true, xlsx: false, pdf: true, mailTo: [] },
  runs: [],
  mail: false,
};
