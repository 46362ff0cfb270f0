import { configure, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';

import { asked, noFindings, NOW, open, site as bare } from './app.fixture';
import type { MemoryHost } from './lib/host/memory';
import { demoBilling } from './lib/host/memory/billing-demo';
import { HostFault } from './lib/host/types';

// Whole journeys with axe in between take seconds where the machine has other work as well.
vi.setConfig({ testTimeout: 30_000 });
configure({ asyncUtilTimeout: 5000 });

const site = () => bare(demoBilling);

/** The same with a short table, where only the side panel matters. */
function few(): MemoryHost {
  const host = site();
  host.sessions = host.sessions.filter((one) => [1170, 1180, 1187].includes(one.id));
  return host;
}

describe('cards', () => {
  it('learns a card: it appears by event, and goes to a new driver', async () => {
    const host = site();
    const user = await open(host, 'billing/people');
    await user.click(screen.getByRole('button', { name: 'Learn a card' }));
    const dialog = await screen.findByRole('dialog', { name: 'Learn a card' });
    expect(within(dialog).getByText('Hold the card to any charger')).toBeInTheDocument();
    host.changeToken('04NEWCARD1', { standing: 'unknown', lastSeenAt: NOW, lastSeenStation: 3, refused: 1 });
    expect(await within(dialog).findByText('A new card was held to Bay 3.')).toBeInTheDocument();
    await user.selectOptions(within(dialog).getByLabelText('Whose is it'), 'new');
    await user.type(within(dialog).getByLabelText('Name'), 'Tomás Keane');
    await user.selectOptions(within(dialog).getByLabelText('Cost centre'), 'Staff');
    await noFindings();
    await user.click(within(dialog).getByRole('button', { name: 'Give and let charge' }));
    expect(await screen.findByText('04NEWCARD1 belongs to Tomás Keane and may charge')).toBeInTheDocument();
    expect(asked(host, 'saveDriver')).toMatchObject([{ driver: { name: 'Tomás Keane', costCentre: 2 } }]);
    expect(asked(host, 'giveToken')).toEqual([{ value: '04NEWCARD1', driver: 6, start: true }]);
    expect(await screen.findByRole('cell', { name: 'Tomás Keane' })).toBeInTheDocument();
  });

  it('says whose a known card is instead of giving it away', async () => {
    const host = site();
    const user = await open(host, 'billing/people');
    await user.click(screen.getByRole('button', { name: 'Learn a card' }));
    host.changeToken('04A2B3C4D5', { lastSeenAt: NOW, lastSeenStation: 1 });
    expect(await screen.findByText(/is known already. It belongs to: Aoife Byrne/)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Give and let charge' })).toBeNull();
  });

  it('asks on the Overview what becomes of a card that was shown just now', async () => {
    const host = site();
    const user = await open(host, 'overview');
    host.changeToken('04STRANGER', { standing: 'unknown', lastSeenAt: NOW, lastSeenStation: 2, refused: 1 });
    expect(await screen.findByText(/^A card that nobody knows was held to Bay 2/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Leave it' }));
    await waitFor(() => expect(screen.queryByText(/^A card that nobody knows was held/)).toBeNull());
    host.changeToken('04STRANGER', { standing: 'unknown', lastSeenAt: NOW + 1, lastSeenStation: 2, refused: 2 });
    await user.click(await screen.findByRole('button', { name: 'Let it charge' }));
    expect(asked(host, 'giveToken')).toEqual([{ value: '04STRANGER', driver: null, start: true }]);
  });

  it('shows what a file of people would change before it changes it', async () => {
    const host = site();
    const user = await open(host, 'billing/people');
    const read = async (text: string) => {
      await user.click(screen.getByRole('button', { name: 'Import, export' }));
      await user.click(screen.getByRole('button', { name: /^Import drivers and cards/ }));
      await user.upload(screen.getByLabelText('File'), new File([text], 'people.csv', { type: 'text/csv' }));
    };
    await read('token,driver\n04A2B3C4D5,Aoife Byrne\n,Jim\n');
    expect(await screen.findByText('1 line is wrong')).toBeInTheDocument();
    expect(screen.getByText('The number of the card is missing or too long')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Import' }));
    expect(asked(host, 'readPeople')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await read('token,driver\n04A2B3C4D5,Aoife Byrne\n04NEW,Jim\n');
    await user.click(await screen.findByRole('button', { name: 'Import' }));
    expect(await screen.findByText('Imported: 1 new, 0 changed')).toBeInTheDocument();
  });

  it('changes who nobody knows may do by two settings', async () => {
    const host = site();
    const user = await open(host, 'billing/people');
    await user.click(screen.getByRole('button', { name: 'asks me' }));
    expect(asked(host, 'saveSettings')).toMatchObject([{ settings: { askUnknown: true, freeCharging: false } }]);
    await user.click(await screen.findByRole('button', { name: 'may charge' }));
    expect(await screen.findByText('Every card may charge now, also cards that nobody knows.')).toBeInTheDocument();
    expect(host.snapshot.settings).toMatchObject({ askUnknown: false, freeCharging: true });
  });
});

describe('tariffs', () => {
  it('makes a tariff with a night price, and uses it for a cost centre', async () => {
    const host = site();
    const user = await open(host, 'billing/tariffs');
    await user.click(screen.getByRole('button', { name: 'Add a tariff' }));
    const dialog = await screen.findByRole('dialog', { name: 'Add a tariff' });
    await user.type(within(dialog).getByLabelText('Name'), 'Vans');
    await user.type(within(dialog).getByLabelText('A kWh'), '0,36');
    await user.click(within(dialog).getByRole('button', { name: 'Add a night price' }));
    await user.type(within(dialog).getByLabelText('Price of: A kWh'), '0.24');
    await noFindings();
    await user.click(within(dialog).getByRole('button', { name: /^What would it have made of/ }));
    expect(await within(dialog).findByText(/would be €/)).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('A kWh costs €0.36; 23:00 to 07:00: €0.24.')).toBeInTheDocument();
    expect(asked(host, 'saveTariff')).toMatchObject([
      { tariff: null, name: 'Vans', version: { elements: [{ price: '0.24' }, { price: '0.36' }] } },
    ]);
    await user.click(screen.getByRole('button', { name: 'Use it for… Vans' }));
    await user.selectOptions(await screen.findByLabelText('For whom'), 'Kinsale Marine');
    await user.click(screen.getByRole('button', { name: 'Use it' }));
    expect(asked(host, 'useTariff')).toEqual([{ tariff: 3, station: null, costCentre: 3 }]);
    expect(await screen.findByText('Kinsale Marine', { selector: '.chip' })).toBeInTheDocument();
  });

  it('changes prices by a new version and keeps the old one', async () => {
    const host = site();
    const user = await open(host, 'billing/tariffs');
    await user.click(screen.getByRole('button', { name: 'Change prices… Staff' }));
    const dialog = await screen.findByRole('dialog', { name: 'Change “Staff”' });
    const price = within(dialog).getByLabelText('A kWh');
    expect(price).toHaveValue('0.30');
    await user.clear(price);
    await user.type(price, '0.33');
    await user.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(host.snapshot.books.tariffs.find((one) => one.id === 2)?.versions).toHaveLength(2));
    // It counts from tomorrow on, so the old one is still what is said.
    expect(screen.getAllByText('A kWh costs €0.30.').length).toBeGreaterThan(0);
  });
});

describe('a session’s cost', () => {
  it('stands beside its energy, ticks while it runs, and adds up in the totals', async () => {
    const host = few();
    await open(host, 'sessions/1187');
    expect(await screen.findByRole('table', { name: 'Cost by tariff element' })).toBeInTheDocument();
    const cost = await screen.findByText(/^€/, { selector: '.panel-cost' });
    const before = cost.textContent;
    host.changeSession(1187, host.billing.withCost({ ...host.sessions[0]!, energyWh: 20_000 }));
    await waitFor(() => expect(screen.getByText(/^€/, { selector: '.panel-cost' }).textContent).not.toBe(before));
  });

  it('repairs a session: explains, asks why, keeps the old figures, and undoes', async () => {
    const host = few();
    const user = await open(host, 'sessions/1170');
    const finding = await screen.findByRole('region', { name: 'Too little energy' });
    expect(within(finding).getByText('0.02 kWh')).toBeInTheDocument();
    expect(within(finding).getByText('18.00 kWh')).toBeInTheDocument();
    await noFindings();
    await user.click(within(finding).getByRole('button', { name: 'Repair' }));
    const dialog = await screen.findByRole('dialog', { name: 'Repair session 1170?' });
    expect(within(dialog).getByLabelText('Why')).toHaveValue('The charger told kWh as Wh.');
    await user.click(within(dialog).getByRole('button', { name: 'Repair' }));
    expect(asked(host, 'amend')).toEqual([
      {
        session: 1170,
        change: { kind: 'repair', finding: 'tooSmall' },
        reason: 'The charger told kWh as Wh.',
      },
    ]);
    expect(await screen.findByRole('heading', { name: 'What was put right' })).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: 'Too little energy' })).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Undo' }));
    await user.click(await screen.findByRole('button', { name: 'Take it back' }));
    expect(await screen.findByText('Change taken back', { selector: 'b' })).toBeInTheDocument();
  });

  it('gives a session to another driver, with the reason', async () => {
    const host = few();
    const user = await open(host, 'sessions/1180');
    await user.click(await screen.findByRole('button', { name: 'Change driver…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Whose was session 1180?' });
    await user.selectOptions(within(dialog).getByLabelText('Driver'), 'Guest 214');
    await user.click(within(dialog).getByRole('button', { name: 'Change driver' }));
    expect(asked(host, 'amend')).toMatchObject([{ change: { kind: 'driver', driver: 2 } }]);
  });

  it('takes typed figures as they are, and none that run backwards', async () => {
    const host = few();
    const user = await open(host, 'sessions/1180');
    await user.click(await screen.findByRole('button', { name: 'Correct figures…' }));
    const stop = screen.getByLabelText('Meter at the end');
    await user.clear(stop);
    await user.type(stop, '14882');
    expect(screen.getByText('The meter at the end is less than at the beginning')).toBeInTheDocument();
    await user.clear(stop);
    await user.type(stop, '14892,4');
    await user.type(screen.getByLabelText('Why'), 'Read off the meter');
    await user.click(screen.getByRole('button', { name: 'Correct figures' }));
    const before = host.asked.find((one) => one.ask === 'amend')?.fields;
    expect(before).toMatchObject({ change: { kind: 'figures', meterStartWh: 14_882_400, meterStopWh: 14_892_400 } });
  });

  it('finds what needs repair by its filter, and saves it as a workbook by key', async () => {
    const host = site();
    const user = await open(host, 'sessions?wrong');
    expect(await screen.findByText('3 sessions')).toBeInTheDocument();
    await user.keyboard('{Control>}e{/Control}');
    expect(host.files).toMatchObject([{ name: 'sessions.xlsx', query: { wrong: true } }]);
  });
});

describe('statements', () => {
  it('plans last month, says what is in the way, and issues what was chosen', async () => {
    const host = site();
    const user = await open(host, 'billing/statements');
    expect(await screen.findByText('1 session needs repair')).toBeInTheDocument();
    expect(screen.getByRole('checkbox', { name: 'Choose Guest 214' })).not.toBeChecked();
    await noFindings();
    await user.click(screen.getByRole('checkbox', { name: 'Choose Guest 214' }));
    await user.click(screen.getByRole('button', { name: 'Issue 4 statements' }));
    const dialog = await screen.findByRole('dialog', { name: 'Issue 4 statements?' });
    expect(within(dialog).getByText('1 of them leaves sessions out. They come on the next one.')).toBeInTheDocument();
    await user.click(within(dialog).getByRole('button', { name: 'Issue 4 statements' }));
    expect(asked(host, 'issueStatements').at(-1)).toMatchObject({
      from: Date.UTC(2026, 7, 31, 23),
      to: Date.UTC(2026, 8, 30, 23),
      kind: 'driver',
    });
    expect(await screen.findByText('2026-0006', { selector: 'b' })).toBeInTheDocument();
  });

  it('marks them paid, and corrects what was amended since', async () => {
    const host = site();
    const user = await open(host, 'billing/statements');
    await user.click(await screen.findByRole('button', { name: /^Mark as paid/ }));
    expect(await screen.findByText('2026-0002 is paid')).toBeInTheDocument();
    const [first] = host.billing.statements;
    host.tell({ kind: 'statement', view: { ...first!, outdated: true } });
    await user.click(await screen.findByRole('button', { name: /^Issue a correction/ }));
    expect(await screen.findByText('2026-0003 corrects 2026-0002')).toBeInTheDocument();
    expect(screen.getByText('Corrected by 2026-0003')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Write these into the folder' }));
    expect(await screen.findByText('3 statements are in /home/owner/Documents/Forecourt')).toBeInTheDocument();
  });
});

describe('the other books', () => {
  it('shows a report with totals and saves it', async () => {
    const host = site();
    const user = await open(host, 'billing/reports');
    await user.selectOptions(await screen.findByLabelText('Report'), 'By driver');
    expect(await screen.findByRole('cell', { name: 'Aoife Byrne' })).toBeInTheDocument();
    expect(screen.getByRole('cell', { name: 'Total' })).toBeInTheDocument();
    await noFindings();
    await user.click(screen.getByRole('button', { name: 'Excel' }));
    expect(host.files).toMatchObject([{ name: 'drivers.xlsx', query: { from: Date.UTC(2026, 7, 31, 23) } }]);
  });

  it('checks the books and names the session where they break', async () => {
    const host = site();
    const user = await open(host, 'billing/ledger');
    await user.click(screen.getByRole('button', { name: 'Check the books' }));
    expect(await screen.findByText('The books hold.')).toBeInTheDocument();
    host.billing.broken = { session: 1177, entry: 0, why: 'content' };
    await user.click(screen.getByRole('button', { name: 'Check the books' }));
    expect(await screen.findByText('The books do not hold.')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Session 1177' })).toHaveAttribute('href', '#/sessions/1177');
    await noFindings();
  });

  it('takes no account number whose check digits are wrong', async () => {
    const host = site();
    const user = await open(host, 'billing/sender');
    const iban = screen.getByLabelText('Account number (IBAN)');
    await user.clear(iban);
    await user.type(iban, 'IE29 AIBK 9311 5212 3456 79');
    expect(screen.getByText(/its check digits do not fit/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(asked(host, 'saveSender')).toEqual([]);
    await user.clear(iban);
    await user.type(iban, 'DE89 3704 0044 0532 0130 00');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(asked(host, 'saveSender')).toMatchObject([{ sender: { iban: 'DE89370400440532013000' } }]);
    await noFindings();
  });

  it('asks for the name before it removes a cost centre, and says why it cannot', async () => {
    const host = site();
    const user = await open(host, 'billing/centres');
    await user.click(screen.getByRole('button', { name: 'Edit Guests' }));
    await user.click(await screen.findByRole('button', { name: 'Remove…' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Remove Guests?' });
    await user.click(within(dialog).getByRole('button', { name: 'Remove the cost centre' }));
    expect(asked(host, 'removeCostCentre')).toEqual([]);
    await user.type(within(dialog).getByLabelText('Type “Guests” to remove it'), 'Guests');
    host.faults.set('removeCostCentre', new HostFault('storageFull'));
    await user.click(within(dialog).getByRole('button', { name: 'Remove the cost centre' }));
    expect(await screen.findByRole('alert')).toBeInTheDocument();
    host.faults.delete('removeCostCentre');
    await user.click(within(dialog).getByRole('button', { name: 'Remove the cost centre' }));
    expect(await screen.findByText('Guests is removed')).toBeInTheDocument();
  });
});
