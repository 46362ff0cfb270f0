// Settings of chargers, in a real browser against the real core with chargers whose every answer is known.

import { startCharger } from './charger.mjs';
import { assert, startCore, temporary, test, until } from './support.mjs';

/** Row of a setting. */
const row = (page, key) => page.locator(`[data-key="${key}"]`);
const change = (page, key) => row(page, key).getByRole('button', { name: /^Change/ });

export async function settings({ openContext, openPage, axe, shot, looks }) {
  const data = temporary('e2e-settings');
  const core = await startCore({ data: data.path, options: ['--accept-unknown'] });
  const first = await startCharger({ ocpp: core.ocpp, name: 'CP-01' });
  const second = await startCharger({
    ocpp: core.ocpp,
    name: 'CP-02',
    settings: {
      HeartbeatInterval: { value: '60' },
      ConnectionTimeOut: { value: '45' },
      NumberOfConnectors: { value: '2', readonly: true },
      Extra: { value: 'x' },
    },
  });
  const context = await openContext();
  const page = await openPage(context);
  await page.goto(`${core.address}#token=${core.token}`);
  await page.locator('main h1').first().waitFor();
  const go = async (address) => {
    await page.goto(`${core.address}#/${address}`);
    await page.locator('main h1').first().waitFor();
  };

  await test('settings that were never read are read with one button', async () => {
    await go('charger/1/configuration');
    const read = page.getByRole('button', { name: 'Read the settings' });
    await read.waitFor();
    await axe(page, 'settings never read');
    await shot(page, 'settings-never');
    await read.click();
    await page.locator('.cfg').waitFor();
    await page.getByText(/16 settings, read from the charger at/).waitFor();
    await go('charger/2/configuration');
    await page.getByRole('button', { name: 'Read the settings' }).click();
    await page.locator('.cfg').waitFor();
    await go('charger/1/configuration');
  });

  await test('they are found by their name, their meaning and their kind', async () => {
    const rows = page.locator('.cfg tr[data-key]');
    await page.getByLabel('Find a setting').fill('hello');
    await until('one setting', async () => (await rows.count()) === 1);
    await row(page, 'HeartbeatInterval').waitFor();
    await page.getByLabel('Find a setting').fill('no such word');
    await page.getByRole('button', { name: 'Show all settings' }).click();
    await page.getByRole('button', { name: /Maker’s own/ }).click();
    await until('the maker’s own', async () => (await rows.count()) === 2);
    await page.getByRole('button', { name: /^All/ }).click();
    await row(page, 'NumberOfConnectors').getByText('Read only').waitFor();
  });

  await test('a password is never on the page, whatever its maker calls it', async () => {
    await row(page, 'WifiPassword').getByText('Kept secret').waitFor();
    assert(!(await page.content()).includes('do-not-show-me'), 'the maker’s password is on the page');
    await change(page, 'AuthorizationKey').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Make one up' }).click();
    await axe(page, 'password dialog');
    await shot(page, 'settings-password');
    const typed = await dialog.locator('input').inputValue();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Bay 1 took the new password').waitFor();
    const sent = first.told('ChangeConfiguration').find(({ key }) => key === 'AuthorizationKey')?.value;
    assert(sent === Buffer.from(typed).toString('hex').toUpperCase() || sent === typed, `sent ${sent} for ${typed}`);
  });

  await test('a change shows the charger’s real answer: taken, refused', async () => {
    await change(page, 'HeartbeatInterval').click();
    await page.getByLabel(/How often the charger says hello, new value/).fill('120');
    await axe(page, 'settings editor');
    await shot(page, 'settings-editor');
    await page.keyboard.press('Enter');
    await row(page, 'HeartbeatInterval').getByText('120 s', { exact: true }).waitFor();
    await row(page, 'HeartbeatInterval').getByText('The charger took it.').waitFor();
    assert(first.state.settings.HeartbeatInterval.value === '120', 'the charger holds the new value');
    await change(page, 'ConnectionTimeOut').click();
    await page.getByLabel(/Wait for the car after showing a card, new value/).fill('-1');
    await page.getByText('That is less than chargers usually take.').waitFor();
    await row(page, 'ConnectionTimeOut').getByRole('button', { name: 'Save' }).click();
    await row(page, 'ConnectionTimeOut').getByText('It knows the setting, but does not take this value.').waitFor();
    await row(page, 'ConnectionTimeOut').getByText('Rejected').waitFor();
    await row(page, 'ConnectionTimeOut').getByText('120 s').waitFor();
  });

  await test('a list is chosen word by word, a switch with one press', async () => {
    await change(page, 'MeterValuesSampledData').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Voltage').check();
    await axe(page, 'list dialog');
    await shot(page, 'settings-list');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row(page, 'MeterValuesSampledData').getByText('Energy, Power, Voltage').waitFor();
    await change(page, 'AllowOfflineTxForUnknownId').click();
    await row(page, 'AllowOfflineTxForUnknownId').getByRole('button', { name: 'Yes' }).click();
    await row(page, 'AllowOfflineTxForUnknownId').getByRole('button', { name: 'Save' }).click();
    await row(page, 'AllowOfflineTxForUnknownId').getByText('Yes', { exact: true }).waitFor();
    assert(first.state.settings.AllowOfflineTxForUnknownId.value === 'true', 'the charger holds the switch');
  });

  await test('what counts after a restart is marked until the charger has restarted', async () => {
    await change(page, 'MeterValueSampleInterval').click();
    await page.getByLabel(/How often it sends meter readings, new value/).fill('10');
    await page.keyboard.press('Enter');
    const after = row(page, 'MeterValueSampleInterval').getByText('After restart: 10 s');
    await after.waitFor();
    await page.getByText('One change takes effect after a restart.').waitFor();
    await shot(page, 'settings-after-restart');
    await page.reload();
    await after.waitFor();
    const boots = first.state.boots;
    await page.getByRole('button', { name: 'Restart when idle' }).click();
    await after.waitFor({ state: 'detached', timeout: 40_000 });
    await row(page, 'MeterValueSampleInterval').getByText('10 s', { exact: true }).waitFor();
    assert(first.state.boots === boots + 1, 'the charger restarted once');
  });

  await test('settings are copied from a sibling after a preview, and undone', async () => {
    await page.getByRole('link', { name: 'Copy from another charger…' }).click();
    const heartbeat = page.getByLabel('Copy How often the charger says hello');
    await heartbeat.waitFor();
    for (const words of ['It is read only here.', 'This charger does not have it.', 'It is a secret.']) {
      await page.getByText(words).first().waitFor();
    }
    await axe(page, 'copy preview');
    await shot(page, 'settings-copy');
    const before = first.told('ChangeConfiguration').length;
    await page.getByLabel('Copy What each reading contains').uncheck();
    await page.getByLabel('Copy Free charging for unknown cards when offline').uncheck();
    await page.getByLabel('Copy How often it sends meter readings').uncheck();
    await page.getByRole('button', { name: 'Copy 2 settings to Bay 1' }).click();
    await page.getByText('2 of 2 settings answered').waitFor();
    await shot(page, 'settings-copied');
    const sent = first.told('ChangeConfiguration').slice(before);
    assert(
      JSON.stringify(sent.map(({ key, value }) => [key, value])) ===
        JSON.stringify([
          ['HeartbeatInterval', '60'],
          ['ConnectionTimeOut', '45'],
        ]),
      `sent ${JSON.stringify(sent)}`,
    );
    await page.getByRole('link', { name: 'All settings' }).click();
    await page.getByRole('button', { name: 'Undo…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await axe(page, 'undo dialog');
    await shot(page, 'settings-undo');
    for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck();
    await dialog.getByLabel(/How often the charger says hello/).check();
    await dialog.getByLabel(/Wait for the car/).check();
    await dialog.getByRole('button', { name: 'Undo 2 changes' }).click();
    await dialog.getByText('2 of 2 settings answered').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await row(page, 'HeartbeatInterval').getByText('120 s', { exact: true }).waitFor();
    await row(page, 'ConnectionTimeOut').getByText('120 s', { exact: true }).waitFor();
  });

  await test('the settings of the first contact are kept and compared with today’s', async () => {
    await page.getByRole('link', { name: 'Earlier settings…' }).click();
    const changed = page.locator('.diff-changed').filter({ hasText: 'MeterValueSampleInterval' });
    await changed.getByText('60 s').waitFor();
    await changed.getByText('10 s', { exact: true }).waitFor();
    await axe(page, 'earlier settings');
    await shot(page, 'settings-earlier');
  });

  await test('several chargers are told the same, with a line of result each', async () => {
    await go('chargers');
    await page.getByRole('button', { name: 'Several at once…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Change a setting').check();
    await dialog.getByLabel('Setting', { exact: true }).selectOption('WebSocketPingInterval');
    await dialog.getByLabel('Value').fill('25');
    await axe(page, 'several chargers');
    await shot(page, 'several');
    await dialog.getByRole('button', { name: 'Change it at 2 chargers' }).click();
    await until('both took it', async () => (await dialog.getByText('taken').count()) === 2);
    await shot(page, 'several-done');
    for (const charger of [first, second]) {
      assert(charger.state.settings.WebSocketPingInterval.value === '25', 'each charger holds it');
    }
    await dialog.getByRole('button', { name: 'Close' }).click();
  });

  await test('without contact the last settings stay, and nothing can be changed', async () => {
    second.stop();
    await go('charger/2/configuration');
    await page.getByText('No contact. These are the settings as they were read last.').waitFor();
    assert((await change(page, 'HeartbeatInterval').getAttribute('aria-disabled')) === 'true', 'Change is off');
    await shot(page, 'settings-offline');
  });

  for (const look of looks) {
    const looked = await openContext(look.options);
    const sheet = await openPage(looked);
    await sheet.goto(`${core.address}#token=${core.token}`);
    await sheet.locator('main h1').first().waitFor();
    for (const part of ['configuration', 'configuration/copy', 'configuration/earlier', 'orders']) {
      await test(`axe finds nothing on a charger’s ${part}, ${look.name}`, async () => {
        await sheet.goto(`${core.address}#/charger/1/${part}`);
        await sheet.locator('.cfg, .ord-grid').first().waitFor();
        await axe(sheet, `${part} ${look.name}`);
        const beyond = await sheet.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert(beyond <= 0, `the page is ${beyond} px wider than the screen`);
        await shot(sheet, `${part.replaceAll('/', '-')}-${look.name}`);
      });
    }
    await looked.close();
  }

  await context.close();
  first.stop();
  second.stop();
  await core.stop();
  data.remove();
}
