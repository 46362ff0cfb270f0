// Orders from the screen, and a technician's journey through them, with a charger whose every answer is known.

import { readFileSync } from 'node:fs';

import { startCharger } from './charger.mjs';
import { assert, startCore, temporary, test, until } from './support.mjs';

export async function orders({ openContext, openPage, axe, shot }) {
  const data = temporary('e2e-orders');
  const core = await startCore({ data: data.path, options: ['--accept-unknown'] });
  const charger = await startCharger({ ocpp: core.ocpp, name: 'CP-01' });
  const context = await openContext();
  const page = await openPage(context);
  await page.goto(`${core.address}#token=${core.token}`);
  await page.locator('main h1').first().waitFor();
  const go = async (address) => {
    await page.goto(`${core.address}#/${address}`);
    await page.locator('main h1').first().waitFor();
  };
  /** The newest line of the history. */
  const newest = () => page.locator('.steps-log li').first();
  const group = (name) => page.getByRole('region', { name });

  await test('a card is added for what follows', async () => {
    await go('billing/people');
    await page.getByRole('button', { name: 'Add a card' }).click();
    await page.getByLabel('Number of the card').fill('04A2B3C4');
    await page.getByLabel('Name of the card').fill('Aoife Byrne');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Aoife Byrne is saved').waitFor();
  });

  await test('a connector is reserved, listed, and given free again', async () => {
    await go('charger/1/orders');
    await group('Reservations').getByRole('button', { name: 'Reserve…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Connector').selectOption('1');
    await dialog.getByLabel('For', { exact: true }).selectOption({ label: 'Aoife Byrne' });
    await axe(page, 'reserve dialog');
    await shot(page, 'orders-reserve');
    await dialog.getByRole('button', { name: 'Reserve', exact: true }).click();
    const line = group('Reservations').locator('.lines li').filter({ hasText: 'Aoife Byrne' });
    await line.getByText(/^until/).waitFor();
    const [told] = charger.told('ReserveNow');
    assert(told?.connectorId === 1 && told.idTag === '04A2B3C4', `told ${JSON.stringify(told)}`);
    await line.getByRole('button', { name: 'Cancel' }).click();
    await line.getByText('was cancelled').waitFor();
    assert(charger.told('CancelReservation')[0]?.reservationId === told.reservationId, 'the same reservation');
  });

  await test('a limit with two steps is set, what results is drawn, and limits are taken away', async () => {
    const limits = group('Limits');
    await limits.getByRole('button', { name: 'Set a limit…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Step 1, limit').fill('16');
    await dialog.getByRole('button', { name: 'Add a step' }).click();
    await dialog.getByLabel('Step 2, limit').fill('6.5');
    await axe(page, 'limit dialog');
    await shot(page, 'orders-limit');
    await dialog.getByRole('button', { name: 'Set the limit' }).click();
    await page.getByText('Bay 1 keeps to the limit').waitFor();
    const profile = charger.told('SetChargingProfile')[0]?.csChargingProfiles;
    assert(profile?.chargingProfilePurpose === 'TxDefaultProfile', `told ${JSON.stringify(profile)}`);
    const periods = profile.chargingSchedule.chargingSchedulePeriod;
    // It may begin a little in the past, for slow clocks; then the second step keeps its moment.
    const later = periods[1].startPeriod - 3600;
    assert(later >= 0 && later <= 120, `told ${JSON.stringify(profile.chargingSchedule)}`);
    assert(periods[1].limit === 6.5, `told ${JSON.stringify(periods)}`);
    await limits.getByRole('button', { name: 'Ask for it' }).click();
    await limits.locator('.stairs').waitFor();
    await limits.getByRole('cell', { name: '32 A' }).waitFor();
    await shot(page, 'orders-composite');
    await limits.getByRole('button', { name: 'Take limits away…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take them away' }).click();
    await page.getByText('Bay 1 dropped its limits').waitFor();
    assert(charger.told('ClearChargingProfile').length === 1, 'the charger was told');
  });

  await test('the charger’s memory of cards is cleared only by who types its bay', async () => {
    await group('Cards in the charger').getByRole('button', { name: 'Forget the cards' }).click();
    const dialog = page.getByRole('alertdialog');
    await axe(page, 'clear cache dialog');
    // Forced: the button is off, and pressing it all the same must do nothing.
    await dialog.getByRole('button', { name: 'Forget the cards' }).click({ force: true });
    assert(charger.told('ClearCache').length === 0, 'not without the bay number');
    await dialog.getByLabel('Type the bay number, 1').fill('1');
    await dialog.getByRole('button', { name: 'Forget the cards' }).click();
    await page.getByText('Bay 1 forgot the cards it remembered').waitFor();
  });

  await test('the card list is sent, and its version read', async () => {
    const cards = group('Cards in the charger');
    await cards.getByRole('button', { name: 'Send all' }).click();
    await page.getByText('Bay 1 took the card list').waitFor();
    const list = charger.told('SendLocalList')[0];
    assert(list?.updateType === 'Full' && list.localAuthorizationList[0]?.idTag === '04A2B3C4', JSON.stringify(list));
    await cards.getByRole('button', { name: 'Ask for it' }).click();
    await cards.getByText('It holds version 3.').waitFor();
  });

  await test('a maker’s message brings its answer, and certificates are listed', async () => {
    const maker = group('The maker’s own messages');
    await maker.getByLabel('Maker’s name for itself').fill('com.kestrel');
    await maker.getByLabel('Content, may be empty').fill('ping');
    await maker.getByRole('button', { name: 'Send' }).click();
    await maker.getByText('heard ping').waitFor();
    const certificates = group('Certificates');
    await certificates.getByRole('button', { name: 'List them' }).click();
    await certificates.getByText('Serial number 2a').waitFor();
    await certificates.getByRole('button', { name: 'Remove…' }).click();
    const dialog = page.getByRole('alertdialog');
    await axe(page, 'remove certificate dialog');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    assert(charger.told('DeleteCertificate').length === 0, 'Enter keeps it');
    await axe(page, 'orders');
    await shot(page, 'orders');
  });

  await test('the history says who asked', async () => {
    await newest().getByText('asked in a browser').waitFor();
    await newest().getByText('GetInstalledCertificateIds').waitFor();
  });

  await test('firmware is fetched from an address, a log is sent to one, a certificate is handed over', async () => {
    const files = group('Firmware and files');
    await files.getByText('By an address of your own').click();
    await files.getByRole('button', { name: 'Update…' }).click();
    let dialog = page.getByRole('dialog');
    await dialog.getByLabel('Where the file lies').fill('firmware.bin');
    await dialog.getByText('An address looks like').waitFor();
    await axe(page, 'firmware dialog');
    await dialog.getByLabel('Where the file lies').fill('http://192.168.1.20:8000/wall-1.3.bin');
    await shot(page, 'orders-firmware');
    await dialog.getByRole('button', { name: 'Update the firmware' }).click();
    await until('the charger was told', async () => charger.told('UpdateFirmware').length === 1);
    assert(charger.told('UpdateFirmware')[0].location === 'http://192.168.1.20:8000/wall-1.3.bin', 'where it lies');
    await charger.call('FirmwareStatusNotification', { status: 'Downloading' });
    await charger.call('FirmwareStatusNotification', { status: 'Installed' });
    await page.getByText('Bay 1 has the new firmware').waitFor();
    await files.getByText('Signed', { exact: true }).click();
    await files.getByRole('button', { name: 'Update…' }).click();
    dialog = page.getByRole('dialog');
    await dialog.getByLabel('Where the file lies').fill('http://192.168.1.20:8000/wall-1.3.bin');
    await dialog
      .getByLabel('Certificate that signed it (PEM)')
      .fill('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----');
    await dialog.getByLabel('Signature (base64)').fill('c2lnbmF0dXJl');
    await dialog.getByRole('button', { name: 'Update the firmware' }).click();
    await until('the charger was told', async () => charger.told('SignedUpdateFirmware').length === 1);
    await files.getByLabel('What').selectOption('securityLog');
    await files.getByLabel('Where to').fill('ftp://someone:secret@192.168.1.20/logs/');
    await files.getByRole('button', { name: 'Have it sent' }).click();
    await until('the charger was told', async () => charger.told('GetLog').length === 1);
    assert(charger.told('GetLog')[0].logType === 'SecurityLog', 'which log');
    await newest().getByText('ftp://192.168.1.20/logs/').waitFor();
    await group('Certificates').getByRole('button', { name: 'Hand over…' }).click();
    dialog = page.getByRole('dialog');
    await dialog.getByLabel('Certificate (PEM)').fill('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----');
    await dialog.getByRole('button', { name: 'Hand it over' }).click();
    await until('the charger was told', async () => charger.told('CertificateSigned').length === 1);
    await shot(page, 'orders-files');
  });

  await test('a technician’s journey: read, change, restart, trigger, follow in Messages, save the trace', async () => {
    await go('charger/1/configuration');
    const read = page.getByRole('button', { name: /^Read (the settings|again)$/ });
    await read.first().click();
    const interval = page.locator('[data-key="MeterValueSampleInterval"]');
    await interval.getByText('60 s', { exact: true }).waitFor();
    await interval.getByRole('button', { name: /^Change/ }).click();
    await page.getByLabel(/How often it sends meter readings, new value/).fill('15');
    await page.keyboard.press('Enter');
    await interval.getByText('After restart: 15 s').waitFor();
    await page.getByText(/accepted, restart needed/).waitFor();
    await shot(page, 'journey-reboot-required');
    await page.getByRole('button', { name: 'Restart when idle' }).click();
    await page.getByText('Bay 1 has restarted').waitFor({ timeout: 60_000 });
    await interval.getByText('15 s', { exact: true }).waitFor();
    await go('charger/1/orders');
    await page.getByLabel('Which message').selectOption('meter');
    await group('Ask for a message').getByRole('button', { name: 'Ask for it' }).click();
    await page.getByText('Bay 1 sent a meter reading').waitFor();
    await page.getByRole('tab', { name: 'Messages' }).click();
    for (const term of ['MeterValues', 'TriggerMessage', 'BootNotification', 'Reset', 'ChangeConfiguration']) {
      await page.locator('.msg summary .term').getByText(term).first().waitFor();
    }
    const line = page.locator('.msg').filter({ hasText: 'ChangeConfiguration' }).first();
    await line.locator('summary').click();
    await line.getByText('RebootRequired').first().waitFor();
    await shot(page, 'journey-messages');
    await page.getByRole('button', { name: 'Save trace…' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('dialog').getByRole('button', { name: /^Save/ }).click(),
    ]);
    const saved = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\n');
    const lines = saved.map((text) => JSON.parse(text));
    assert(lines.length > 5, `only ${lines.length} lines were saved`);
    assert(
      saved.some((text) => text.includes('RebootRequired')),
      'the trace holds the charger’s answer',
    );
  });

  await test('without contact nothing is offered, and the page says why', async () => {
    charger.stop();
    await go('charger/1/orders');
    await page.getByText('No contact. Nothing can be ordered until the charger is back.').waitFor();
    const button = group('Power and service').getByRole('button', { name: 'Restart when idle' });
    await until('the button is off', async () => (await button.getAttribute('aria-disabled')) === 'true');
    await shot(page, 'orders-offline');
  });

  await context.close();
  await core.stop();
  data.remove();
}
