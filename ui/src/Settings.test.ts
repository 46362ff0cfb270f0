import { screen, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { NOW, open as openWith, site } from './app.fixture';
import type { MemoryHost } from './lib/host/memory';
import { demoConfiguration } from './lib/host/memory/configuration';

let host: MemoryHost;

beforeEach(() => {
  host = site((made) => made.configurations.set(1, demoConfiguration(NOW)));
});

const open = (address: string) => openWith(host, address);
const lastCommand = () => host.snapshot.orders[0]?.command;
const lastId = () => host.snapshot.orders[0]?.id ?? 0;

describe('the Configuration tab', () => {
  it('sends a change and shows the charger’s answer in its row', async () => {
    const user = await open('charger/1/configuration');
    await user.click(await screen.findByRole('button', { name: 'Change Wait for the car after showing a card' }));
    const field = screen.getByLabelText('Wait for the car after showing a card, new value, s');
    await user.clear(field);
    await user.type(field, '90{Enter}');
    expect(lastCommand()).toEqual({ do: 'changeSetting', key: 'ConnectionTimeOut', value: '90' });
    const row = document.querySelector<HTMLElement>('[data-key="ConnectionTimeOut"]') as HTMLElement;
    expect(await within(row).findByText('Asking the charger…')).toBeInTheDocument();
    host.moveOrder(lastId(), 'notSupported', 'NotSupported');
    expect(await within(row).findByText('The charger does not know this setting.')).toBeInTheDocument();
  });

  it('marks what waits for a restart, and offers the restart', async () => {
    const user = await open('charger/1/configuration');
    expect(await screen.findByText('After restart: 10 s')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Restart when idle' }));
    expect(lastCommand()).toEqual({ do: 'restart', now: false });
  });

  it('never sends a password as a plain setting', async () => {
    const user = await open('charger/1/configuration');
    await user.click(await screen.findByRole('button', { name: 'Change Password of the charger' }));
    await user.type(screen.getByLabelText('Password of the charger, new value'), 'sixteen-letters-');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(lastCommand()).toEqual({ do: 'changePassword', password: 'sixteen-letters-' });
  });

  it('reads settings again when the charger told them', async () => {
    host.configurations.delete(1);
    const user = await open('charger/1/configuration');
    await user.click(await screen.findByRole('button', { name: 'Read the settings' }));
    host.configurations.set(1, demoConfiguration(NOW));
    host.moveOrder(lastId(), 'tookEffect', '14 settings');
    expect(await screen.findByText(/14 settings, read from the charger at 14:20/)).toBeInTheDocument();
  });

  it('tells a charger with OCPP 2 apart from one that was never read', async () => {
    await open('charger/2/configuration');
    expect(await screen.findByText('Settings of OCPP 2.0.1 come later')).toBeInTheDocument();
  });
});

describe('the Orders tab', () => {
  it('does not offer what the charger said it cannot do', async () => {
    await open('charger/1/orders');
    const button = await screen.findByRole('button', { name: 'Forget the cards' });
    await vi.waitFor(() => expect(button).toHaveAttribute('title', 'The charger said that it cannot do this'));
  });

  it('lists what is reserved and cancels it by its number', async () => {
    const user = await open('charger/1/orders');
    await user.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(lastCommand()).toEqual({ do: 'cancelReservation', reservation: 4 });
  });
});

describe('several chargers', () => {
  it('are restarted without those that charge', async () => {
    const user = await open('chargers');
    await user.click(screen.getByRole('button', { name: 'Several at once…' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByLabelText(/Restart when idle/));
    await user.click(within(dialog).getByRole('button', { name: 'Restart 2 chargers' }));
    expect(host.asked.at(-1)).toEqual({
      ask: 'orderAll',
      fields: { stations: [3, 5], command: { do: 'restart', now: false } },
    });
    expect(await within(dialog).findAllByText('asked, not sent yet')).toHaveLength(2);
  });
});
