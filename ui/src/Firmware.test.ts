import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import { asked, noFindings, NOW, open, site as bare } from './app.fixture';
import { demoFirmware } from './lib/host/memory/firmware-demo';
import { HostFault } from './lib/host/types';

const site = () => bare(demoFirmware);

describe('an update of one charger', () => {
  it('takes a dropped file, asks what it is for, and begins tonight', async () => {
    const host = site();
    const user = await open(host, 'charger/3/firmware');
    await user.click(await screen.findByRole('button', { name: 'Choose another…' }));
    await user.upload(screen.getByLabelText('Firmware file on this computer'), new File(['firmware'], 'new.bin'));
    const about = await screen.findByRole('dialog', { name: 'About this file' });
    await user.type(within(about).getByLabelText('Model'), 'AC22');
    await user.type(within(about).getByLabelText('Version that it installs'), '1.9.0');
    await user.click(within(about).getByRole('button', { name: 'Save' }));
    await noFindings();
    await user.click(await screen.findByRole('button', { name: 'Update tonight' }));
    expect(asked(host, 'startUpdate')).toEqual([
      {
        station: 3,
        file: 4,
        when: { kind: 'at', at: Date.UTC(2026, 9, 15, 1), ifIdle: true },
        retries: null,
        retryS: null,
        scheme: null,
        confirmed: false,
      },
    ]);
    expect(await screen.findByText('It begins at 15 Oct 02:00 if nobody is charging.')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Cancel update' }));
    expect(await screen.findByText(/^The update was cancelled here\. The charger keeps 1\.8\.0\./)).toBeInTheDocument();
  });

  it('refuses a file for another model until somebody says so', async () => {
    const host = site();
    const user = await open(host, 'charger/4/firmware');
    await user.click(await screen.findByRole('button', { name: /^Choose from the library/ }));
    await user.click(screen.getByRole('radio', { name: /norvolt-dc40-2\.4\.0\.bin/ }));
    await user.click(screen.getByRole('button', { name: 'Choose' }));
    const go = screen.getByRole('button', { name: 'Update tonight' });
    await user.click(go);
    expect(asked(host, 'startUpdate')).toEqual([]);
    expect(go).toHaveAttribute('aria-disabled', 'true');
    await user.click(screen.getByRole('checkbox', { name: /Use it all the same/ }));
    await user.click(screen.getByRole('radio', { name: /At once/ }));
    expect(screen.getByText(/^One car is charging\./)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Update now' }));
    expect(asked(host, 'startUpdate')).toMatchObject([{ confirmed: true, when: { kind: 'now' } }]);
  });

  it('follows its steps, and says what to do when it fails', async () => {
    const host = site();
    await open(host, 'charger/2/firmware');
    expect(await screen.findByText('11.3 of 18.3 MB')).toBeInTheDocument();
    const update = host.firmware.updates[0]?.id ?? 0;
    host.firmware.move(update, { state: 'rebooting', canCancel: false, word: 'InstallRebooting' });
    expect(await screen.findByText(/Contact is lost for some minutes\. That is expected\./)).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Cancel update' })).toBeNull();
    host.firmware.move(update, { state: 'failed', reason: 'sameVersion', overAt: NOW });
    expect(await screen.findByText('The charger restarted, but still runs 2.3.1.')).toBeInTheDocument();
    expect(screen.getByText(/^Check that the file is for this model/)).toBeInTheDocument();
    await noFindings();
  });

  it('that failed or got stuck stands among what needs you', async () => {
    const host = site();
    await open(host, 'overview');
    expect(await screen.findByText('The update of Bay 3 failed')).toBeInTheDocument();
    const update = host.firmware.updates[0]?.id ?? 0;
    host.firmware.move(update, { state: 'stalled', reason: 'silent' });
    expect(await screen.findByText('The update of Bay 2 got stuck')).toBeInTheDocument();
    host.firmware.begin(3, 1, { askedAt: NOW, changedAt: NOW });
    await waitFor(() => expect(screen.queryByText('The update of Bay 3 failed')).toBeNull());
  });
});

describe('the library', () => {
  it('says why a file is still needed', async () => {
    const host = site();
    const user = await open(host, 'firmware');
    await user.click(await screen.findByRole('button', { name: 'Delete: norvolt-dc40-2.4.0.bin' }));
    await user.click(screen.getByRole('button', { name: 'Delete the file' }));
    expect(await screen.findByText(/^An update still needs this file\./)).toBeInTheDocument();
  });

  it('tells why a signature is not kept', async () => {
    const host = site();
    host.faults.set('editFirmware', new HostFault('badSignature', { reason: 'expired' }));
    const user = await open(host, 'firmware');
    await user.click(await screen.findByRole('button', { name: 'Edit: update.bin' }));
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/has expired, or is not valid yet/)).toBeInTheDocument();
  });
});

describe('a file that is dropped', () => {
  const drop = (file: File) => ({ dataTransfer: { types: ['Files'], files: [file], dropEffect: 'copy' } });

  it('is read in where it may be, and nowhere else opened', async () => {
    const host = site();
    await open(host, 'firmware');
    const library = await screen.findByRole('region', { name: 'Library' });
    await fireEvent.drop(library, drop(new File(['firmware'], 'dropped.bin')));
    expect(await screen.findByRole('dialog', { name: 'About this file' })).toHaveTextContent('dropped.bin');
    expect(await fireEvent.drop(document.body, drop(new File(['x'], 'stray.pdf')))).toBe(false);
    expect(host.firmware.files.map((file) => file.name)).not.toContain('stray.pdf');
  });
});

describe('a rollout', () => {
  it('begins with what fits, goes on when told so, and says where it stopped', async () => {
    const host = site();
    const user = await open(host, 'firmware');
    const stopped = 'It stopped at Bay 3: “Could not be installed”. One charger has the new version.';
    expect(await screen.findByText(`${stopped} Two chargers were not touched.`)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Roll out: kestrel-ac22-1.8.4.fw' }));
    const dialog = await screen.findByRole('dialog', { name: 'Roll out to several chargers' });
    await user.click(within(dialog).getByRole('button', { name: 'Earlier: Garden wall' }));
    await noFindings();
    await user.click(within(dialog).getByRole('button', { name: 'Roll out to 5 chargers' }));
    expect(asked(host, 'startRollout')).toMatchObject([{ file: 1, stations: [3, 1, 4, 5, 6], confirmed: false }]);
    expect(await screen.findByText('Bay 3 is updated first. The four others wait.')).toBeInTheDocument();
    host.firmware.moveRollout(2, { state: 'proving' });
    await user.click(await screen.findByRole('button', { name: 'Go on with the others' }));
    expect(asked(host, 'continueRollout')).toEqual([{ rollout: 2 }]);
    await user.click(await screen.findByRole('button', { name: 'Stop' }));
    expect(await screen.findByText(/^You stopped it\./)).toBeInTheDocument();
  });
});

describe('the charger’s own log', () => {
  it('is asked for, comes, and is looked into', async () => {
    const host = site();
    const user = await open(host, 'charger/2/diagnostics');
    await user.click(await screen.findByRole('button', { name: 'Ask for the log' }));
    const dialog = await screen.findByRole('dialog', { name: 'Ask Bay 2 for its log' });
    await user.click(within(dialog).getByRole('radio', { name: /Security log/ }));
    await user.click(within(dialog).getByRole('radio', { name: 'The last day' }));
    await user.click(within(dialog).getByRole('button', { name: 'Ask for the log' }));
    expect(asked(host, 'askLog')).toEqual([
      { station: 2, kind: 'security', from: NOW - 86_400_000, to: NOW, scheme: null },
    ]);
    host.firmware.moveLog(3, { state: 'failed', reason: 'nothingArrived' });
    expect(await screen.findByText(/but nothing arrived here/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Look into NV4-22-01877_0930.log' }));
    await user.type(await screen.findByLabelText('Search in these lines'), 'error');
    expect(await screen.findByText('5 lines')).toBeInTheDocument();
    await noFindings();
    await user.click(screen.getByRole('button', { name: 'Close' }));
    await user.click(screen.getByRole('button', { name: 'Look into NV4-22-01877_1012.zip' }));
    await user.click(await screen.findByRole('button', { name: 'system/boot.log' }));
    expect(await screen.findByText('60 lines')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Back to NV4-22-01877_1012.zip' }));
    await user.click(await screen.findByRole('button', { name: 'relay.bin' }));
    expect(await screen.findByText(/^This is neither text nor an archive/)).toBeInTheDocument();
  });

  it('is saved and deleted', async () => {
    const host = site();
    const user = await open(host, 'charger/2/diagnostics');
    await user.click(await screen.findByRole('button', { name: 'Save NV4-22-01877_0930.log' }));
    expect(host.saved).toEqual([1]);
    await user.click(screen.getByRole('button', { name: 'Delete NV4-22-01877_0930.log' }));
    await user.click(screen.getByRole('button', { name: 'Delete the file' }));
    await waitFor(() => expect(screen.queryByText('NV4-22-01877_0930.log')).toBeNull());
    expect(asked(host, 'removeReceived')).toEqual([{ file: 1 }]);
  });
});
