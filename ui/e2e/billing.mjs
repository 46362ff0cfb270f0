// The bookkeeper's month in a real browser against the real core: a card, a night price, two charges, a repair, statements.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startCharger } from './charger.mjs';
import { assert, bytesOf, parseCsv, startCore, temporary, test, textOf, until } from './support.mjs';

const CARD = '04E2EB111';
const DRIVER = 'Zoë Müller-Gonçalves';
/** The evening of 12 January, an hour before the night price begins and an hour into it. */
const EVENING = ['2026-01-12T22:00:00Z', '2026-01-12T22:30:00Z', '2026-01-12T23:00:00Z', '2026-01-13T00:00:00Z'];
const MORNING = ['2026-01-13T08:00:00Z', '2026-01-13T08:30:00Z', '2026-01-13T09:00:00Z'];

export async function billing({ openContext, openPage, axe, shot, looks }) {
  const data = temporary('e2e-billing');
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
  const start = async (timestamp, meterStart) => {
    const asked = { connectorId: 1, idTag: CARD, meterStart, timestamp };
    const { transactionId, idTagInfo } = await charger.call('StartTransaction', asked);
    assert(idTagInfo.status === 'Accepted', `the card is ${idTagInfo.status}`);
    await charger.status('Charging');
    return transactionId;
  };
  const reading = (transactionId, timestamp, register) =>
    charger.call('MeterValues', {
      connectorId: 1,
      transactionId,
      meterValue: [{ timestamp, sampledValue: [{ value: String(register), unit: 'Wh' }] }],
    });
  const cost = () => page.locator('[data-test="cost"]');

  await test('the books are kept by the site’s clocks', async () => {
    await go('settings');
    await page.getByLabel('Name of the site').fill('Quay House Hotel');
    await page.getByLabel('Time zone').fill('Europe/Dublin');
    await page.getByLabel('Region for numbers and dates').fill('en-IE');
    await page.getByRole('button', { name: 'Save', exact: true }).first().click();
    await page.getByText('Settings are saved').waitFor();
  });

  await test('an account number is checked before it is kept', async () => {
    await go('billing/sender');
    await page.getByLabel('Account number (IBAN)').fill('IE29 AIBK 9311 5212 3456 79');
    await page.getByText('its check digits do not fit').first().waitFor();
    await page.getByLabel('Account number (IBAN)').fill('IE29 AIBK 9311 5212 3456 78');
    await page.getByLabel('Name', { exact: true }).fill('Quay House Hotel');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The sender is saved').waitFor();
  });

  await test('a card is learned by holding it to a charger', async () => {
    await go('billing/people');
    await page.getByRole('button', { name: 'Learn a card' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Hold the card to any charger').waitFor();
    await axe(page, 'learn a card');
    await shot(page, 'billing-learn');
    const refused = await charger.call('Authorize', { idTag: CARD });
    assert(refused.idTagInfo.status === 'Invalid', `at first it is ${refused.idTagInfo.status}`);
    await dialog.getByText(/^A new card was held to/).waitFor();
    await dialog.getByLabel('Whose is it').selectOption({ label: 'A new driver…' });
    await dialog.getByLabel('Name', { exact: true }).fill(DRIVER);
    await dialog.getByLabel('Begin to charge now, where it was held').uncheck();
    await shot(page, 'billing-learned');
    await dialog.getByRole('button', { name: 'Give and let charge' }).click();
    await page.getByText(`${CARD} belongs to ${DRIVER} and may charge`).waitFor();
    await page.getByRole('cell', { name: DRIVER, exact: true }).waitFor();
    const accepted = await charger.call('Authorize', { idTag: CARD });
    assert(accepted.idTagInfo.status === 'Accepted', `then it is ${accepted.idTagInfo.status}`);
  });

  await test('a file of people is looked at before it changes anything', async () => {
    const menu = async (name) => {
      await page.getByRole('button', { name: 'Import, export' }).click();
      return page.getByRole('button', { name });
    };
    const save = await menu(/^Export drivers and cards/);
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
    const text = await textOf(download);
    assert(text.includes(CARD) && text.includes(DRIVER), `the file lacks them:\n${text}`);
    const read = async (buffer) => {
      await (await menu(/^Import drivers and cards/)).click();
      await page.getByLabel('File').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
    };
    await read(Buffer.from(`token,driver,valid_to\n${CARD},${DRIVER},tomorrow\n`));
    await page.getByText('1 line is wrong').waitFor();
    await axe(page, 'import of people');
    await shot(page, 'billing-import');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await read(Buffer.from(`token,driver,cost_centre\n04E2EB222,Ayşe Öz,Fleet\n${CARD},${DRIVER},\n`));
    await page.getByText('1 new card').waitFor();
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('cell', { name: 'Ayşe Öz', exact: true }).waitFor();
    await page.getByRole('cell', { name: 'Fleet', exact: true }).waitFor();
  });

  await test('a tariff gets a night price', async () => {
    await go('billing/tariffs');
    await page.getByRole('button', { name: 'Add a tariff' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('House');
    await dialog.getByLabel('A kWh', { exact: true }).fill('0.40');
    await dialog.getByLabel('VAT', { exact: true }).fill('23');
    await dialog.getByRole('button', { name: 'Add a night price' }).click();
    await dialog.getByLabel('Price of: A kWh').fill('0.20');
    await dialog.getByLabel('Valid from').fill('2026-01-01');
    await axe(page, 'tariff dialog');
    await shot(page, 'billing-tariff');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('A kWh costs €0.40; 23:00 to 07:00: €0.20.').first().waitFor();
    await page.locator('.chip').filter({ hasText: 'Everyone, everywhere' }).waitFor();
  });

  let first;
  await test('the cost is read while the car charges, and is fixed at the end', async () => {
    first = await start(EVENING[0], 100_000);
    await go(`sessions/${first}`);
    await reading(first, EVENING[1], 101_000);
    await until('the first hour costs the day’s price', async () => (await cost().innerText()) === '€0.40');
    await reading(first, EVENING[2], 102_000);
    await until('it ticks on', async () => (await cost().innerText()) === '€0.80');
    await shot(page, 'billing-live');
    await reading(first, EVENING[3], 103_000);
    await charger.call('StopTransaction', { transactionId: first, meterStop: 103_000, timestamp: EVENING[3] });
    await charger.status('Available');
    // 2 kWh × 0.40 before eleven, 1 kWh × 0.20 after it.
    await until('the night’s part is cheaper', async () => (await cost().innerText()) === '€1.00');
    const night = page.locator('.bill tr').filter({ hasText: '23:00 to 07:00' });
    await night.getByText('1.00 kWh × €0.20').waitFor();
    await page.getByRole('link', { name: 'Receipt' }).waitFor();
    await axe(page, 'session with its cost');
    await shot(page, 'billing-session');
  });

  let second;
  await test('a session without a stop is found, explained and repaired', async () => {
    second = await start(MORNING[0], 103_000);
    await reading(second, MORNING[1], 104_000);
    await reading(second, MORNING[2], 108_000);
    await charger.status('Available');
    await go('overview');
    await page.getByText('1 session needs repair').waitFor({ timeout: 40_000 });
    await page.getByRole('link', { name: 'See what needs repair' }).click();
    await page.locator('.ses tbody tr').filter({ hasText: DRIVER }).locator('.row-link').click();
    const finding = page.getByRole('region', { name: 'Nobody told its end' });
    await finding.waitFor();
    await axe(page, 'session to repair');
    await shot(page, 'billing-repair');
    await finding.getByRole('button', { name: 'Repair' }).click();
    const dialog = page.getByRole('dialog');
    assert((await dialog.getByLabel('Why').inputValue()) !== '', 'a reason is offered');
    await dialog.getByRole('button', { name: 'Repair' }).click();
    await page.getByRole('heading', { name: 'What was put right' }).waitFor();
    // 5 kWh × 0.40 by day.
    await until('it costs what flowed', async () => (await cost().innerText()) === '€2.00');
    await page.getByRole('button', { name: /^Needs repair\s*0$/ }).waitFor();
    await shot(page, 'billing-repaired');
  });

  await test('the sum under the table is the sum of the sessions', async () => {
    await go('sessions');
    const wrong = page.getByRole('button', { name: /^Needs repair/ });
    if (await wrong.isVisible()) await wrong.click();
    await page.getByLabel('Period').selectOption('all');
    await until('both sessions', async () => (await page.locator('.ses tbody tr').count()) === 2);
    assert((await page.locator('.ses .t-cost').innerText()).trim() === '3.00', 'one and two are three');
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /^CSV for an accounts program/ }).click(),
    ]);
    const rows = parseCsv(await textOf(download));
    assert(rows.length === 2, `the file has ${rows.length} rows`);
  });

  await test('the month’s statement is made, opened and paid', async () => {
    await go('billing/statements');
    await page.getByLabel('Period').selectOption('custom');
    await page.getByLabel('From', { exact: true }).fill('2026-01-01');
    await page.getByLabel('To', { exact: true }).fill('2026-01-31');
    await page.getByLabel('From', { exact: true }).fill('2026-01-01');
    const row = page.locator('.plan tbody tr').filter({ hasText: DRIVER });
    await row.getByText('€3.00').waitFor();
    assert(await row.getByRole('checkbox').isChecked(), 'what is whole is chosen');
    await axe(page, 'plan of statements');
    await page.getByRole('button', { name: 'Issue 1 statement' }).click();
    await shot(page, 'billing-issue');
    await page.getByRole('dialog').getByRole('button', { name: 'Issue 1 statement' }).click();
    const issued = page.locator('.issued tbody tr').filter({ hasText: DRIVER });
    await issued.getByText('€3.00').waitFor();
    await row.getByText('2 stand on a statement already').waitFor();
    const href = await issued.getByRole('link', { name: /^PDF/ }).getAttribute('href');
    const answer = await context.request.get(href);
    const pdf = await answer.body();
    assert(answer.status() === 200 && pdf.subarray(0, 5).toString() === '%PDF-', `${href}: ${answer.status()}`);
    assert(pdf.length > 10_000, `a statement of ${pdf.length} bytes has no fonts in it`);
    const path = join(data.path, 'statement.pdf');
    writeFileSync(path, pdf);
    const words = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).normalize('NFC');
    for (const word of [DRIVER, 'Quay House Hotel', '3.00']) assert(words.includes(word), `no “${word}” in:\n${words}`);
    await issued.getByRole('button', { name: /^Mark as paid/ }).click();
    await issued.getByText(/^Paid/).waitFor();
    await axe(page, 'statements');
    await shot(page, 'billing-statements');
  });

  await test('a correction after the statement is issued as one', async () => {
    await go(`sessions/${first}`);
    await page.getByRole('button', { name: 'Correct figures…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Meter at the end').fill('102');
    await dialog.getByLabel('Why').fill('Read off the meter');
    await dialog.getByRole('button', { name: 'Correct figures' }).click();
    await page.locator('.amended b').filter({ hasText: 'Figures corrected' }).waitFor();
    await go('billing/statements');
    await page.getByRole('button', { name: /^Issue a correction/ }).click();
    await page
      .getByText(/^Corrected by/)
      .first()
      .waitFor();
    await page.getByText(/back$/).first().waitFor();
    await shot(page, 'billing-corrected');
  });

  await test('the report of the month and the ledger agree', async () => {
    await go('billing/reports');
    await page.locator('.filters select').first().selectOption('drivers');
    await page.getByLabel('Period').selectOption('all');
    await page.locator('.report tbody tr').filter({ hasText: DRIVER }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Excel' }).click(),
    ]);
    assert((await bytesOf(download)).subarray(0, 2).toString() === 'PK', 'a workbook is a zip');
    await axe(page, 'report');
    await shot(page, 'billing-report');
    await go('billing/ledger');
    await page.getByRole('button', { name: 'Check the books' }).click();
    await page.getByText('The books hold.').waitFor();
    await shot(page, 'billing-ledger');
  });

  for (const look of looks) {
    await test(`the books read well: ${look.name}`, async () => {
      const looked = await openContext(look.options);
      const sheet = await openPage(looked);
      await sheet.goto(`${core.address}#token=${core.token}`);
      await sheet.locator('main h1').first().waitFor();
      for (const place of ['people', 'tariffs', 'statements', 'reports']) {
        await sheet.goto(`${core.address}#/billing/${place}`);
        await sheet.locator(`#billing-${place}-panel`).waitFor();
        await axe(sheet, `billing ${place} ${look.name}`);
        const beyond = await sheet.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert(beyond <= 0, `${place} is ${beyond} px wider than the screen`);
        await shot(sheet, `books-${place}-${look.name}`);
      }
      await looked.close();
    });
  }

  await context.close();
  charger.stop();
  await core.stop();
  data.remove();
}
