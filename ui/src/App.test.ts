import { screen, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';

import { NOW, open, site } from './app.fixture';
import { MemoryHost } from './lib/host/memory';
import { demoSnapshot } from './lib/host/memory/demo';
import { HostFault } from './lib/host/types';

const lastOrder = (host: MemoryHost) => host.snapshot.orders[0];

describe('Overview', () => {
  it('answers in its heading whether all is well, and counts what is urgent', async () => {
    await open(site(), 'overview');
    const heading = screen.getByRole('heading', { level: 1 });
    expect(heading).toHaveTextContent('Two cars charging, one waiting for power. Bay 5 and Bay 6 need you.');
    expect(screen.getByRole('link', { name: /Overview/ })).toHaveTextContent('2');
    expect(screen.getByText('5 of 6 chargers connected')).toBeInTheDocument();
  });

  it('follows the power as it moves', async () => {
    const host = site();
    await open(host, 'overview');
    host.changeConnector(1, 1, { live: { at: NOW, powerW: 7400, currentMa: null, socPermille: null } });
    expect(await screen.findByText('7.4', { selector: '.bay .figure' })).toBeInTheDocument();
  });

  it('is the Connect screen while there is no charger, and lets the one that knocks in', async () => {
    const host = new MemoryHost(demoSnapshot(NOW, 'first'));
    const user = await open(host, 'overview');
    expect(document.querySelector('[data-test="address"]')).toHaveTextContent('192.168.1.20:9310');
    await user.type(screen.getByLabelText('Call it'), 'Front door');
    await user.click(screen.getByRole('button', { name: 'Accept as Bay 1' }));
    expect(host.asked).toContainEqual({ ask: 'admitStation', fields: { station: 7, name: 'Front door', bay: 1 } });
    expect(await screen.findByRole('heading', { level: 3, name: 'Front door' })).toBeInTheDocument();
  });

  it('dims with the last known values while the core is away, and orders nothing', async () => {
    const host = site();
    const user = await open(host, 'overview');
    host.faults.set('snapshot', new HostFault('unreachable'));
    host.link('closed');
    expect(await screen.findByText('Paused since 14:32, trying again.')).toBeInTheDocument();
    const start = screen.getAllByRole('button', { name: 'Start a charge' })[0] as HTMLElement;
    expect(start).toHaveAttribute('title', 'Not possible while the page is paused');
    await user.click(start);
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});

describe('one charger', () => {
  it('shows an order’s way on its own button', async () => {
    const host = site();
    const user = await open(host, 'charger/2');
    await user.click(screen.getByRole('button', { name: 'Stop charging' }));
    const busy = await screen.findByRole('button', { name: 'Asking the charger…' });
    expect(busy).toHaveAttribute('aria-busy', 'true');
    host.moveOrder(lastOrder(host)?.id ?? 0, 'accepted', 'Accepted');
    expect(await screen.findByRole('button', { name: 'Waiting for it to happen…' })).toBeInTheDocument();
    host.moveOrder(lastOrder(host)?.id ?? 0, 'tookEffect', 'Accepted');
    expect(await screen.findByText('Bay 2 stopped')).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Stop charging' })).toBeEnabled();
  });

  it('starts for the card that was chosen', async () => {
    const host = site();
    const user = await open(host, 'charger/3');
    await user.click(screen.getByRole('button', { name: 'Start…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Start charging at Bay 3' });
    await user.click(within(dialog).getByLabelText(/Aoife Byrne/));
    await user.click(within(dialog).getByRole('button', { name: 'Start charging' }));
    expect(lastOrder(host)?.command).toEqual({
      do: 'start',
      evse: 1,
      connector: 1,
      token: '04A2B3C4D5',
      profile: null,
    });
  });

  it('asks before it unlocks a cable that charges, and stops first', async () => {
    const host = site();
    const user = await open(host, 'charger/1');
    await user.click(screen.getByRole('button', { name: 'Unlock cable' }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Unlock the cable while it charges?' });
    expect(within(dialog).getByRole('button', { name: 'Cancel' })).toHaveFocus();
    await user.click(within(dialog).getByRole('button', { name: 'Stop and unlock' }));
    expect(lastOrder(host)?.command).toEqual({ do: 'stop', session: 1185 });
  });

  it('names the charges that a restart ends, and offers the safe way first', async () => {
    const host = site();
    const user = await open(host, 'charger/2');
    await user.click(screen.getByRole('button', { name: 'Restart' }));
    await user.click(screen.getByRole('button', { name: /Restart now/ }));
    const dialog = await screen.findByRole('alertdialog', { name: 'Restart Bay 2 now?' });
    expect(within(dialog).getByText('Guest 214', { exact: false })).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Restart now, end 1 charge' })).toBeInTheDocument();
    expect(within(dialog).getByRole('button', { name: 'Restart when idle' })).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(lastOrder(host)?.command).toEqual({ do: 'restart', now: false });
  });

  it('orders nothing without contact and says why', async () => {
    const host = site();
    const user = await open(host, 'charger/6');
    const start = screen.getByRole('button', { name: 'Start…' });
    expect(start).toHaveAttribute('title', 'Not possible while there is no contact');
    await user.click(start);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('changes tabs with the arrow keys', async () => {
    const user = await open(site(), 'charger/1');
    screen.getByRole('tab', { name: 'Live' }).focus();
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: /Sessions/ })).toHaveAttribute('aria-selected', 'true');
    expect(await screen.findByRole('table', { name: /Charging sessions/ })).toBeInTheDocument();
  });
});

describe('Sessions', () => {
  it('shows the totals of everything selected and takes over what changes', async () => {
    const host = site();
    await open(host, 'sessions');
    expect(await screen.findByText('3 still running')).toBeInTheDocument();
    const open1187 = host.sessions.find((session) => session.id === 1187);
    if (!open1187) throw new Error('the demo has session 1187');
    host.tell({ kind: 'session', view: { ...open1187, endedAt: NOW, energyWh: 12_340, reason: 'Local' } });
    expect(await screen.findByText('12.34')).toBeInTheDocument();
    expect(screen.getByText('2 still running')).toBeInTheDocument();
  });

  it('exports what the filter shows', async () => {
    const host = site();
    const user = await open(host, 'sessions');
    await user.selectOptions(screen.getByLabelText('Charger'), '2');
    await user.click(screen.getByRole('button', { name: 'Export' }));
    await user.click(screen.getByRole('button', { name: /CSV for a spreadsheet/ }));
    expect(host.files[0]).toMatchObject({ name: 'sessions.csv', query: { flavour: 'spreadsheet', station: 2 } });
  });

  it('names the filter that emptied the table and drops it', async () => {
    const user = await open(site(), 'sessions');
    await user.type(await screen.findByLabelText('Search sessions'), 'nobody');
    expect(await screen.findByText('No session matches “nobody”')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Show all sessions' }));
    expect(await screen.findByText('49 sessions')).toBeInTheDocument();
  });
});

describe('Cards and signing in', () => {
  it('allows a card that was seen and refused', async () => {
    const host = site();
    const user = await open(host, 'cards');
    await user.click(screen.getByRole('button', { name: 'Allow 04DEADBEEF' }));
    expect(host.asked.at(-1)).toMatchObject({
      ask: 'giveToken',
      fields: { value: '04DEADBEEF', driver: null, start: false },
    });
    expect(await screen.findByText('04DEADBEEF may charge')).toBeInTheDocument();
  });

  it('asks for the operator token and goes on with the right one', async () => {
    const host = site();
    host.faults.set('snapshot', new HostFault('notSignedIn'));
    const user = await open(host, 'overview');
    await user.type(await screen.findByLabelText('Operator token'), 'wrong');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('This is not the token of this Forecourt.')).toBeInTheDocument();
    await user.clear(screen.getByLabelText('Operator token'));
    await user.type(screen.getByLabelText('Operator token'), 'right');
    await user.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText(/Two cars charging/)).toBeInTheDocument();
  });
});

describe('keys', () => {
  it('goes to places, and leaves letters alone in fields', async () => {
    const user = await open(site(), 'overview');
    await user.keyboard('gs');
    await vi.waitFor(() => expect(location.hash).toBe('#/sessions'));
    await user.type(await screen.findByLabelText('Search sessions'), 'gc');
    expect(location.hash).toBe('#/sessions');
  });

  it('opens a bay by its number from the Overview', async () => {
    const user = await open(site(), 'overview');
    await user.keyboard('3');
    await vi.waitFor(() => expect(location.hash).toBe('#/charger/3'));
  });
});
