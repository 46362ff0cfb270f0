// Firmware and logs from the screen: six chargers that really fetch, of which the third cannot install.

import { createServer } from 'node:net';

import { assert, startCore, temporary, test, until } from './support.mjs';
import { firmwareFile, startUpdatable } from './updatable.mjs';

const VERSION = '1.9.0';
const SIZE = 24 * 1024 * 1024;

/** A port that is free now, for a listener that opens later. */
function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer().on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

export async function firmware({ openContext, openPage, axe, shot, looks }) {
  const data = temporary('e2e-firmware');
  const options = ['--accept-unknown', '--files', `127.0.0.1:${await freePort()}`];
  const core = await startCore({ data: data.path, options });
  const chargers = [];
  for (let at = 1; at <= 6; at += 1) {
    const slow = at === 6 ? { pause: 40 } : {};
    chargers.push(await startUpdatable({ ocpp: core.ocpp, name: `CP-0${at}`, spoils: at === 3, ...slow }));
  }
  const file = firmwareFile(VERSION, SIZE);
  const context = await openContext();
  const page = await openPage(context);
  const open = async (sheet, address) => {
    await sheet.goto(`${core.address}#/${address}`);
    await sheet.locator('main h1').first().waitFor();
  };
  const go = (address) => open(page, address);
  await page.goto(`${core.address}#token=${core.token}`);
  await page.locator('main h1').first().waitFor();

  await test('a firmware file is added, and what its name tells is filled in', async () => {
    await go('firmware');
    await page.getByText('No firmware files yet').waitFor();
    const upload = { name: `kestrel-ac22-${VERSION}.bin`, mimeType: 'application/octet-stream', buffer: file.content };
    await page.getByLabel('Firmware file on this computer').setInputFiles(upload);
    const dialog = page.getByRole('dialog', { name: 'About this file' });
    await dialog.waitFor({ timeout: 30_000 });
    assert((await dialog.getByLabel('Model').inputValue()).toUpperCase() === 'AC22', 'the model is read from the name');
    assert((await dialog.getByLabel(/^Version/).inputValue()) === VERSION, 'the version is read from the name');
    await dialog.getByLabel('Notes').fill('Fixes the display that stays dark.');
    await axe(page, 'about a firmware file');
    await shot(page, 'firmware-about');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Show the whole SHA-256' }).or(page.locator('.hash')).first().click();
    await page.getByText(`sha256 ${file.sha256}`).waitFor();
  });

  await test('one charger is updated: it downloads, restarts, and its version is seen', async () => {
    await go('charger/6/firmware');
    await page.getByRole('button', { name: /^Choose from the library/ }).click();
    await page.getByRole('button', { name: 'Choose', exact: true }).click();
    await page.getByRole('radio', { name: /^At once/ }).check();
    await shot(page, 'firmware-plan');
    await page.getByRole('button', { name: 'Update now' }).click();
    await page.getByText(/ of 25\.2 MB/).waitFor();
    await page.getByText(/about .* left/).waitFor({ timeout: 20_000 });
    await axe(page, 'a running update');
    await shot(page, 'firmware-downloading');
    await page.getByText(`The charger runs ${VERSION}.`).waitFor({ timeout: 60_000 });
    const [got] = chargers[5].fetched;
    assert(got?.sha256 === file.sha256 && got.bytes === SIZE, `it fetched ${JSON.stringify(got)}`);
    await shot(page, 'firmware-installed');
  });

  await test('a rollout goes to one first, waits for a word, and stops at the first failure', async () => {
    await go('firmware');
    await page.getByRole('button', { name: /^Roll out: / }).click();
    const dialog = page.getByRole('dialog');
    // The one that has it already is added, so that all six are in.
    for (const box of await dialog.locator('.several input[type="checkbox"]').all()) await box.check();
    await dialog.getByRole('radio', { name: /^At once/ }).check();
    await axe(page, 'rollout dialog');
    await shot(page, 'firmware-rollout-dialog');
    await dialog.getByRole('button', { name: 'Roll out to 6 chargers' }).click();
    const go6 = page.getByRole('button', { name: 'Go on with the others' });
    await go6.waitFor({ timeout: 60_000 });
    assert(chargers[1].fetched.length === 0, 'the second waits for the first');
    await shot(page, 'firmware-rollout-proving');
    await go6.click();
    await page.getByText(/^It stopped at Bay 3: /).waitFor({ timeout: 60_000 });
    await page
      .getByText(/“Could not be installed”\. Two chargers have the new version\. Three chargers were not touched\./)
      .waitFor();
    await page.getByText('6 chargers', { exact: true }).click();
    assert((await page.getByText('Not touched', { exact: true }).count()) === 3, 'three were not touched');
    const told = chargers.map((charger) => charger.told('UpdateFirmware').length);
    assert(told.join() === '1,1,1,0,0,1', `told ${told}`);
    await axe(page, 'a stopped rollout');
    await shot(page, 'firmware-rollout-stopped');
  });

  await test('the failure stands among what needs you, and in the charger’s history', async () => {
    await go('overview');
    await page.getByText('The update of Bay 3 failed').waitFor();
    await page.getByRole('link', { name: 'See the update' }).click();
    await page.getByText('The charger has the file, but could not install it. It keeps 1.8.0.').waitFor();
    await shot(page, 'firmware-failed');
    await go('charger/1/firmware');
    await page.getByText(`The charger runs ${VERSION}.`).waitFor();
  });

  await test('an update for tonight waits, and is cancelled', async () => {
    await go('charger/4/firmware');
    await page.getByRole('button', { name: /^Choose from the library/ }).click();
    await page.getByRole('button', { name: 'Choose', exact: true }).click();
    await page.getByRole('button', { name: 'Update tonight' }).click();
    await page.getByRole('button', { name: 'Cancel update' }).waitFor();
    await shot(page, 'firmware-tonight');
    await page.getByText(/It begins at .*02:00 if nobody is charging\./).waitFor();
    await page.getByRole('button', { name: 'Cancel update' }).click();
    await page.getByText(/^The update was cancelled here\./).waitFor();
    assert(chargers[3].told('UpdateFirmware').length === 0, 'the charger was not told');
  });

  await test('a charger sends its log, which is looked into, saved and deleted', async () => {
    await go('charger/2/diagnostics');
    await page.getByRole('button', { name: 'Ask for the log' }).click();
    await axe(page, 'ask for a log');
    await page.getByRole('dialog').getByRole('button', { name: 'Ask for the log' }).click();
    const look = page.getByRole('button', { name: /^Look into .*CP-02.*\.log/ });
    await look.waitFor({ timeout: 30_000 });
    await shot(page, 'diagnostics-received');
    await look.click();
    await page.getByText('500 lines').waitFor();
    await page.getByLabel('Search in these lines').fill('error');
    await page.getByText('line 442 of CP-02 ERROR relay').waitFor();
    await axe(page, 'a look into a log');
    await shot(page, 'diagnostics-look');
    await page.getByRole('button', { name: 'Close' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /^Save .*\.log/ }).click(),
    ]);
    assert(/CP-02.*\.log$/.test(download.suggestedFilename()), `saved as ${download.suggestedFilename()}`);
    await page.getByRole('button', { name: /^Delete .*\.log/ }).click();
    await page.getByRole('button', { name: 'Delete the file' }).click();
    await look.waitFor({ state: 'detached' });
  });

  await test('a file that is dropped is read in, unless it is empty', async () => {
    await go('firmware');
    const dataTransfer = await page.evaluateHandle(() => {
      const files = new DataTransfer();
      files.items.add(new File([], 'empty.bin'));
      return files;
    });
    await page.dispatchEvent('.lib', 'drop', { dataTransfer });
    await page.getByText(/^empty\.bin is empty\./).waitFor();
  });

  for (const look of looks) {
    const looked = await openContext(look.options);
    const sheet = await openPage(looked);
    await sheet.goto(`${core.address}#token=${core.token}`);
    await sheet.locator('main h1').first().waitFor();
    for (const screen of ['firmware', 'charger/3/firmware', 'charger/2/diagnostics']) {
      await test(`axe finds nothing on ${screen}, ${look.name}`, async () => {
        await open(sheet, screen);
        await sheet.locator('.lib-file, .fw, .own-log').first().waitFor();
        await axe(sheet, `${screen} ${look.name}`);
        const beyond = await sheet.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert(beyond <= 0, `the page is ${beyond} px wider than the screen`);
        await shot(sheet, `${screen.replaceAll('/', '-')}-${look.name}`);
      });
    }
    await looked.close();
  }

  await demonstration({ context, openPage, axe, shot, content: file.content });

  await context.close();
  for (const charger of chargers) charger.stop();
  await core.stop();
  data.remove();
}

/** The same with the demonstration's own six chargers, whose drivers go on charging meanwhile. */
async function demonstration({ context, openPage, axe, shot, content }) {
  const data = temporary('e2e-firmware-demo');
  const options = ['--demo', '6', '--demo-quirk', '3:firmware-fails-install'];
  const core = await startCore({
    data: data.path,
    options: [...options, '--files', `127.0.0.1:${await freePort()}`],
  });
  const page = await openPage(context);
  await page.goto(`${core.address}#token=${core.token}`);
  await page.locator('main h1').first().waitFor();
  const go = async (address) => {
    await page.goto(`${core.address}#/${address}`);
    await page.locator('main h1').first().waitFor();
  };

  /** Goes to a charger by its name: they knock in no certain order. */
  const charger = async (name, tab) => {
    await go('chargers');
    await page.getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByRole('tab', { name: tab }).click();
  };

  await test('a simulated charger fetches its firmware, and runs it after its restart', async () => {
    await charger('DEMO-01', 'Firmware');
    const upload = { name: 'norvolt-wall-11-4.3.0.bin', mimeType: 'application/octet-stream', buffer: content };
    await page.getByLabel('Firmware file on this computer').setInputFiles(upload);
    await page.getByRole('radio', { name: /^At once/ }).check();
    await page.getByRole('button', { name: 'Update now' }).click();
    await page.getByText('The charger runs 4.3.0.').waitFor({ timeout: 120_000 });
    await shot(page, 'firmware-demo');
  });

  await test('it sends its log as a zip, and a text in it is read', async () => {
    await charger('DEMO-01', 'Diagnostics');
    await page.getByRole('button', { name: 'Ask for the log' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Ask for the log' }).click();
    const look = page.getByRole('button', { name: /^Look into .*\.zip/ });
    await look.waitFor({ timeout: 60_000 });
    await look.click();
    await page.locator('.look-entries .linkish').first().click();
    await page.locator('.look-text p').first().waitFor();
    await axe(page, 'a text in an archive');
    await shot(page, 'diagnostics-archive');
    await page.getByRole('button', { name: 'Close' }).click();
  });

  await test('a rollout to six simulated chargers stops at the third, and the rest are not touched', async () => {
    await go('firmware');
    await until('six chargers', async () => (await page.locator('.side-foot').innerText()).includes('6 of 6 chargers'));
    await page.getByRole('button', { name: /^Roll out: / }).click();
    const dialog = page.getByRole('dialog');
    const all = [1, 2, 3, 4, 5, 6].map((at) => `DEMO-0${at}`);
    for (const name of all) await dialog.getByRole('checkbox', { name }).uncheck();
    for (const name of all) await dialog.getByRole('checkbox', { name }).check();
    await dialog.getByRole('checkbox', { name: 'Use it all the same' }).check();
    await dialog.getByRole('radio', { name: /^At once/ }).check();
    await shot(page, 'firmware-demo-dialog');
    await dialog.getByRole('button', { name: 'Roll out to 6 chargers' }).click();
    const onward = page.getByRole('button', { name: 'Go on with the others' });
    const stopped = page.getByText(/^It stopped at Bay \d: “Could not be installed”/);
    await until(
      'it stopped',
      async () => {
        // Its drivers may have charged by themselves, so that nobody has to say go.
        if (await onward.isVisible()) await onward.click({ timeout: 1000 }).catch(() => undefined);
        return stopped.isVisible();
      },
      180_000,
    );
    await page.getByText(/Three chargers were not touched\./).waitFor();
    await page.getByText('6 chargers', { exact: true }).click();
    assert((await page.getByText('Not touched', { exact: true }).count()) === 3, 'three were not touched');
    await shot(page, 'firmware-demo-stopped');
    const failed = page.locator('.roll-list li').filter({ hasText: 'DEMO-03' });
    await failed.getByText('Could not be installed').waitFor();
    for (const name of all.slice(3)) {
      await charger(name, 'Firmware');
      await page.getByText('None yet.').waitFor();
    }
  });

  await page.close();
  await core.stop();
  data.remove();
}
