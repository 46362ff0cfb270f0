// The main job in a real browser against the real core with simulated chargers: `npm run e2e` after `npm run build`.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

import { billing } from './billing.mjs';
import { firmware } from './firmware.mjs';
import { messages } from './messages.mjs';
import { office } from './office.mjs';
import { orders } from './orders.mjs';
import { settings } from './settings.mjs';
import {
  assert,
  axeRun,
  axeSource,
  finish,
  parseCsv,
  screenshots,
  startCore,
  temporary,
  test,
  until,
} from './support.mjs';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
];
const SCREENS = [
  'overview',
  'chargers',
  'charger/1',
  'charger/1/sessions',
  'charger/1/messages',
  'sessions',
  'messages',
  'connect',
  'billing/people',
  'billing/centres',
  'billing/tariffs',
  'billing/statements',
  'billing/reports',
  'billing/ledger',
  'billing/sender',
  'settings',
];
const LOOKS = [
  { name: 'light', options: { viewport: { width: 1280, height: 820 }, colorScheme: 'light' } },
  { name: 'dark', options: { viewport: { width: 1280, height: 820 }, colorScheme: 'dark' } },
  { name: 'phone', options: { viewport: { width: 390, height: 844 }, colorScheme: 'light' } },
];

const data = temporary('e2e');
const start = (at = {}) => startCore({ data: data.path, options: ['--demo', '2', '--free-charging'], ...at });
let core = await start();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGUMENTS });
const complaints = [];

async function openContext(options = LOOKS[0].options) {
  const context = await browser.newContext({ locale: 'en-IE', acceptDownloads: true, ...options });
  context.setDefaultTimeout(15_000);
  return context;
}

/** A page whose complaints fail the last test: script errors, refused styles, missing files. Where `refusals` are asked
    for, the core's are none. */
async function openPage(context, { refusals = false } = {}) {
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    const expected =
      /status of 401|ERR_CONNECTION_REFUSED|WebSocket connection|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/;
    if (refusals && /status of 4(00|09)/.test(message.text())) return;
    if (message.type() === 'error' && !expected.test(message.text())) complaints.push(message.text());
  });
  return page;
}

async function axe(page, name) {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axeSource });
  const answer = await session.send('Runtime.evaluate', { expression: axeRun, awaitPromise: true });
  await session.detach();
  const found = JSON.parse(answer.result.value);
  assert(found.length === 0, `${name}: axe found ${JSON.stringify(found, null, 2)}`);
}

const shot = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`) });
const go = async (page, address) => {
  await page.goto(`${core.address}#/${address}`);
  await page.locator('main h1').first().waitFor();
};
const number = async (locator) => Number((await locator.innerText()).replace(/[^\d.]/g, ''));
const delivered = (page) => number(page.locator('[data-test="delivered"]').first());
const power = (page) => number(page.locator('[data-test="power"]').first());

const context = await openContext();
const page = await openPage(context);

await test('a stranger is asked for the operator token, and a wrong one opens nothing', async () => {
  await page.goto(core.address);
  await page.getByLabel('Operator token').waitFor();
  await axe(page, 'sign-in');
  await shot(page, 'sign-in');
  await page.getByLabel('Operator token').fill('not-the-token');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This is not the token of this Forecourt.').waitFor();
});

await test('the token in the address signs in and is taken out of the address', async () => {
  await page.goto('about:blank');
  await page.goto(`${core.address}#token=${core.token}`);
  await page.locator('main h1').first().waitFor();
  assert(!page.url().includes(core.token), `the address still shows the token: ${page.url()}`);
});

await test('the address to type is on the screen within a second', async () => {
  const began = performance.now();
  await page.goto(`${core.address}#/connect`);
  await page.reload();
  await page.locator('[data-test="address"]').waitFor();
  const took = performance.now() - began;
  assert(took < 2000, `two loads took ${Math.round(took)} ms`);
  const address = (await page.locator('[data-test="address"]').innerText()).replaceAll(/\s/g, '');
  assert(address.includes(`:${core.ocpp.split(':').at(-1)}`), `${address} does not name port ${core.ocpp}`);
  await page.getByRole('button', { name: 'Host, port, path' }).click();
  await page.locator('.url-facts').getByText('/ocpp/').waitFor();
});

await test('the simulated chargers knock and are let in', async () => {
  await go(page, 'connect');
  await until(
    'two chargers are known',
    async () => {
      const accept = page.getByRole('button', { name: /^Accept as Bay/ }).first();
      if (await accept.isVisible()) {
        await shot(page, 'connect-waiting');
        await accept.click();
        await accept.waitFor({ state: 'detached', timeout: 3000 }).catch(() => undefined);
      }
      return (await page.locator('.side-foot').innerText()).includes('2 of 2 chargers connected');
    },
    30_000,
  );
  await go(page, 'overview');
  await until('two bays', async () => (await page.locator('.bay').count()) === 2);
  await shot(page, 'overview');
});

/** The first charger, with whatever ran there ended. */
async function idleCharger() {
  await go(page, 'charger/1');
  await page.locator('.cbox').first().waitFor();
  const stop = page.getByRole('button', { name: 'Stop charging' }).first();
  if (await stop.isVisible()) {
    await stop.click();
    await page
      .getByText(/^Bay \d+ stopped$/)
      .first()
      .waitFor();
    await page.locator('.cbox').first().getByRole('button', { name: 'Start…' }).waitFor();
  }
}

await test('Start from the page takes effect, and power flows', async () => {
  // The simulated drivers live on: one may show a card first, and then the charger rightly refuses ours.
  let outcome = '';
  for (let attempt = 0; attempt < 4 && !/is charging/.test(outcome); attempt += 1) {
    await idleCharger();
    await page.reload();
    await page.locator('.cbox').first().waitFor();
    const start = page.locator('.cbox').first().getByRole('button', { name: 'Start…' });
    if (!(await start.isVisible().catch(() => false))) continue;
    await start.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start charging' }).click();
    const notice = page
      .locator('.toast')
      .filter({ hasText: /is charging|refused to start|nobody plugged in|No answer/ });
    await notice.first().waitFor({ timeout: 60_000 });
    outcome = await notice.first().innerText();
    await shot(page, 'start-outcome');
  }
  assert(/is charging/.test(outcome), `the charge did not start: ${outcome}`);
  await until('power flows', () => power(page), 40_000);
  const before = await delivered(page);
  await until('energy grows with it', async () => (await delivered(page)) > before, 60_000);
  await page.getByRole('button', { name: 'Stop charging' }).first().waitFor();
  await until('a chart is drawn', () => page.locator('.drawn-svg svg').count());
  await shot(page, 'charger-charging');
});

await test('the chart is read with the arrow keys, as a table, and closer by dragging', async () => {
  const chart = page.locator('.drawn-frame').first();
  await until('the chart holds points', async () => (await page.locator('.drawn-empty').count()) === 0, 30_000);
  await chart.focus();
  await page.keyboard.press('End');
  await page.locator('.cursor-time').waitFor();
  await shot(page, 'chart-cursor');
  await page.keyboard.press('t');
  await page.locator('.chart-table tbody tr').first().waitFor();
  await page.getByRole('button', { name: 'As a chart' }).click();
  const box = await chart.boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + 60, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Whole range' }).click();
});

await test('the Overview shows the site’s power and the running charge', async () => {
  await go(page, 'overview');
  await until('the site uses power', async () => (await number(page.locator('[data-test="site-power"]'))) > 0, 30_000);
  await page
    .locator('.headline')
    .getByText(/charging/)
    .waitFor();
  await shot(page, 'overview-charging');
});

await test('Stop from the page takes effect', async () => {
  await go(page, 'charger/1');
  await page.getByRole('button', { name: 'Stop charging' }).first().click();
  await page
    .getByText(/^Bay \d+ stopped$/)
    .first()
    .waitFor({ timeout: 40_000 });
  await page.locator('.cbox').first().getByRole('button', { name: 'Start…' }).waitFor({ timeout: 40_000 });
  await page.locator('.steps-log').getByText('seen to happen').first().waitFor();
  await shot(page, 'charger-stopped');
});

await test('the exported CSV holds the session', async () => {
  await go(page, 'sessions');
  const row = page.locator('.ses tbody tr').filter({ hasText: 'Operator' }).first();
  await row.waitFor();
  const shown = (await row.locator('.c-kwh').innerText()).trim();
  const id = /Session (\d+)/.exec(await row.locator('.row-link').textContent())?.[1];
  for (const [words, name] of [
    ['CSV for an accounts program', 'machine'],
    ['CSV for a spreadsheet', 'spreadsheet'],
  ]) {
    await page.getByRole('button', { name: 'Export' }).click();
    if (name === 'machine') await shot(page, 'sessions-export');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: new RegExp(words) }).click(),
    ]);
    const text = readFileSync(await download.path(), 'utf8');
    if (name === 'spreadsheet') {
      assert(text.startsWith('\ufeff'), 'the spreadsheet’s file begins with a byte order mark');
      continue;
    }
    const rows = parseCsv(text);
    const found = rows.find((each) => Object.values(each)[0] === id);
    assert(found, `session ${id} is not in the file:\n${text}`);
    const kwh = Number(found.energy_kwh);
    assert(Math.abs(kwh - Number(shown)) < 0.011, `the page says ${shown} kWh, the file ${kwh}`);
    assert(kwh > 0, 'energy was delivered');
  }
});

await test('a session opens beside the table with its chart', async () => {
  await go(page, 'sessions');
  await page.locator('.ses tbody .row-link').first().click();
  await page.locator('.aside .facts').waitFor();
  await until('its chart is drawn', () => page.locator('.aside .drawn-svg svg').count());
  await axe(page, 'session panel');
  await shot(page, 'session-panel');
});

await test('a charger goes out of service and comes back', async () => {
  await go(page, 'charger/2');
  const stop = page.getByRole('button', { name: 'Stop charging' });
  while (await stop.first().isVisible()) {
    await stop.first().click();
    await page
      .getByText(/^Bay \d+ stopped$/)
      .first()
      .waitFor({ timeout: 40_000 });
    await page.reload();
    await page.locator('.cbox').first().waitFor();
  }
  await page.getByRole('button', { name: 'Out of service' }).click();
  await page.getByRole('button', { name: 'Back in service' }).click({ timeout: 40_000 });
  await page.getByText(/is back in service$/).waitFor({ timeout: 40_000 });
});

await test('a charger tells its state when it is asked', async () => {
  await go(page, 'charger/1');
  await page.getByRole('button', { name: 'Ask for its state' }).click();
  await page
    .getByText(/told its state$/)
    .first()
    .waitFor({ timeout: 40_000 });
});

await test('a restart asks, names what ends, and is seen to happen', async () => {
  await go(page, 'charger/2');
  await page.getByRole('button', { name: 'Restart', exact: true }).click();
  await page.getByRole('button', { name: /^Restart now/ }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.waitFor();
  await axe(page, 'restart dialog');
  await shot(page, 'restart-dialog');
  await dialog.getByRole('button', { name: /^Restart now/ }).click();
  await page.getByText(/has restarted$/).waitFor({ timeout: 60_000 });
});

await test('a card is added, blocked and removed', async () => {
  await go(page, 'billing/people');
  await page.getByRole('button', { name: 'Add a card' }).click();
  await page.getByLabel('Number of the card').fill('E2E0001');
  await page.getByLabel('Name of the card').fill('Test fob');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const row = page.locator('tr').filter({ hasText: 'Test fob' });
  await row.getByRole('button', { name: /^Block/ }).click();
  await row.getByText('Blocked', { exact: true }).waitFor();
  await row.getByRole('button', { name: /^Remove/ }).click();
  await page.getByRole('button', { name: 'Remove the card' }).click();
  await row.waitFor({ state: 'detached' });
});

await test('settings are kept', async () => {
  await go(page, 'settings');
  await page.getByLabel('Name of the site').fill('Quay House Hotel');
  await page.getByLabel('Site limit').fill('43.5');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Settings are saved').waitFor();
  await page.reload();
  await until(
    'the name is kept',
    async () => (await page.getByLabel('Name of the site').inputValue()) === 'Quay House Hotel',
  );
  await go(page, 'overview');
  await page.locator('.rail-flag').waitFor();
});

await test('the page pauses while the core is away and goes on when it is back', async () => {
  await go(page, 'overview');
  const { ocpp, web } = core;
  const code = await core.stop();
  assert(code === 0, `forecourtd ended with ${code}:\n${core.log()}`);
  await page.getByText(/^Paused since/).waitFor();
  await shot(page, 'paused');
  core = await start({ ocpp, web });
  await page.getByText(/^Paused since/).waitFor({ state: 'detached', timeout: 30_000 });
});

for (const look of LOOKS) {
  const looked = await openContext(look.options);
  const sheet = await openPage(looked);
  await sheet.goto(`${core.address}#token=${core.token}`);
  await sheet.locator('main h1').first().waitFor();
  for (const screen of SCREENS) {
    await test(`axe finds nothing on ${screen}, ${look.name}`, async () => {
      await go(sheet, screen);
      if (/charger\/1$|overview/.test(screen)) await until('a chart', () => sheet.locator('.drawn-svg svg').count());
      await axe(sheet, `${screen} ${look.name}`);
      const beyond = await sheet.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert(beyond <= 0, `the page is ${beyond} px wider than the screen`);
      await shot(sheet, `${screen.replaceAll('/', '-')}-${look.name}`);
    });
  }
  await looked.close();
}

const tools = { openContext, openPage, axe, shot, looks: LOOKS };
await settings(tools);
await orders(tools);
await messages(tools);
await firmware(tools);
await billing(tools);
await office(tools);

await test('no page complained', async () => {
  assert(complaints.length === 0, [...new Set(complaints)].join('\n'));
});

await browser.close();
await core.stop();
data.remove();
finish();
