// The main job in the program's own window. The caller provides a display and a session bus, for example
// `xvfb-run -a dbus-run-session npm run window`, and the program's path in FORECOURT.

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { assert, finish, parseCsv, root, screenshots, temporary, test, until } from './support.mjs';
import { openWindow } from './webdriver.mjs';

const binary = process.env.FORECOURT ?? join(root, 'target', 'debug', 'forecourt');
if (!existsSync(binary)) throw new Error(`no program at ${binary}: build it or set FORECOURT`);

const data = temporary('window');
const exported = join(data.path, 'exported');
mkdirSync(exported);
// A save dialog cannot be driven: the program writes into this folder instead.
process.env.FORECOURT_EXPORT_DIR = exported;

const began = performance.now();
const view = await openWindow(binary, [
  '--data',
  data.path,
  '--ocpp',
  '127.0.0.1:0',
  '--web',
  '127.0.0.1:0',
  '--files',
  '127.0.0.1:0',
  '--demo',
  '1',
  '--free-charging',
]);

const text = (selector) => view.run('return document.querySelector(arguments[0])?.innerText ?? ""', selector);
const shot = async (name) => writeFileSync(join(screenshots, `window-${name}.png`), await view.screenshot());
const go = async (address) => {
  await view.run('location.hash = "#/" + arguments[0]', address);
  await until(`${address} is shown`, () => view.run('return location.hash === "#/" + arguments[0]', address));
};

/** The button with these words, clicked as a person would: again when something was just moving over it. */
async function press(words, within = 'body') {
  const mark = `pressed-${Math.round(performance.now())}`;
  await until(`a button "${words}" that can be clicked`, async () => {
    const there = await view.run(
      `const button = [...document.querySelectorAll(arguments[1] + ' button')].find(
         (each) => each.innerText.trim().startsWith(arguments[0]) && each.getAttribute('aria-disabled') !== 'true');
       if (!button) return false;
       button.scrollIntoView({ block: 'center' });
       button.dataset.pressed = arguments[2];
       return true;`,
      words,
      within,
      mark,
    );
    if (!there) return false;
    const [element] = await view.find(`[data-pressed="${mark}"]`);
    if (!element) return false;
    await view.click(element);
    return true;
  });
}

const says = (words, milliseconds) =>
  until(
    `the page says ${words}`,
    () => view.run('return new RegExp(arguments[0]).test(document.body.innerText)', words),
    milliseconds,
  );
const figure = (name) =>
  view.run('return parseFloat(document.querySelector(`[data-test=${arguments[0]}]`)?.innerText ?? "0") || 0', name);
const power = () => figure('power');
const delivered = () => figure('delivered');

await test('the window opens with its first screen', async () => {
  await until('a heading', () => text('main h1'), 30_000);
  console.log(`        first screen after ${Math.round(performance.now() - began)} ms`);
  await shot('first');
});

await test('a simulated charger appears and is let in', async () => {
  await until(
    'a bay',
    async () => {
      const accept = await view.run(
        `const button = [...document.querySelectorAll('button')].find((each) => each.innerText.startsWith('Accept as Bay'));
       if (button) button.click();
       return document.querySelectorAll('.bay').length > 0;`,
      );
      return accept;
    },
    30_000,
  );
  await shot('overview');
});

await test('Start from the window takes effect, and power flows', async () => {
  await go('charger/1');
  await until('a connector', () => view.run('return document.querySelectorAll(".cbox").length > 0'));
  if (await view.run('return /Stop charging/.test(document.body.innerText)')) {
    await press('Stop charging');
    await says('Bay \\d+ stopped', 40_000);
  }
  await press('Start…');
  await press('Start charging', 'dialog');
  await says('Bay \\d+ is charging', 40_000);
  await until('power flows', power, 40_000);
  const before = await delivered();
  await until('energy grows with it', async () => (await delivered()) > before, 60_000);
  await until('a chart is drawn', () => view.run('return document.querySelectorAll(".drawn-svg svg").length > 0'));
  await shot('charging');
});

await test('Stop from the window takes effect', async () => {
  await press('Stop charging');
  await says('Bay \\d+ stopped', 40_000);
  await shot('stopped');
});

await test('the exported CSV holds the session', async () => {
  await go('sessions');
  await until('a session', () => view.run('return document.querySelectorAll(".ses tbody tr").length > 0'));
  const id = await view.run(
    'return /Session (\\d+)/.exec([...document.querySelectorAll(".ses tbody tr")].find((row) => /Operator/.test(row.textContent))?.textContent ?? "")?.[1]',
  );
  assert(id, 'the table shows the session that the operator ended');
  await shot('sessions');
  await press('Export');
  await press('CSV for an accounts program');
  const file = await until('a file', () => readdirSync(exported).find((name) => name.endsWith('.csv')));
  const rows = await until('the session in the file', () => {
    const found = parseCsv(readFileSync(join(exported, file), 'utf8'));
    return found.some((row) => Object.values(row)[0] === id) && found;
  });
  const session = rows.find((row) => Object.values(row)[0] === id);
  assert(Number(session.energy_wh) > 0, `no energy in ${JSON.stringify(session)}`);
  await says('Saved to');
});

await test('a firmware file is read in by pieces, and the charger runs it', async () => {
  await go('firmware');
  await until('a place for files', () =>
    view.run(`const input = document.querySelector('input[type=file]');
      if (!input) return false;
      const bytes = new Uint8Array(5 << 19).map((_, at) => (at * 31) % 251);
      const dropped = new DataTransfer();
      dropped.items.add(new File([bytes], 'update-9.9.0.bin'));
      input.files = dropped.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
      return true;`),
  );
  await press('Save', 'dialog');
  await says('2\\.6 MB');
  await shot('firmware');
  await go('charger/1/firmware');
  await press('Choose from the library');
  await press('Choose', 'dialog');
  await until('a time to choose', () =>
    view.run(`const once = [...document.querySelectorAll('label')].find((each) => each.innerText.trim().startsWith('At once'));
      once?.click();
      return Boolean(once);`),
  );
  await press('Update now');
  await says('The charger runs 9\\.9\\.0\\.', 120_000);
  await shot('updated');
});

await test('a log that the charger sent is saved from the window', async () => {
  await go('charger/1/diagnostics');
  await press('Ask for the log');
  await press('Ask for the log', 'dialog');
  await until(
    'the log is here and saved',
    () =>
      view.run(`const save = [...document.querySelectorAll('button')].find((each) =>
          /^Save .*\\.(zip|log)/.test(each.getAttribute('aria-label') ?? each.innerText));
        save?.click();
        return Boolean(save);`),
    60_000,
  );
  const file = await until('a file', () => readdirSync(exported).find((name) => /\.(zip|log)$/.test(name)));
  assert(readFileSync(join(exported, file)).length > 0, `${file} is empty`);
});

await test('the places of the sidebar open', async () => {
  for (const [place, words] of [
    ['overview', 'Needs you'],
    ['chargers', 'Connect a charger'],
    ['connect', 'Type this into the charger'],
    ['billing', 'Add a card'],
    ['settings', 'Technical facts'],
  ]) {
    await go(place);
    await says(words);
    await shot(place);
  }
});

await view.close();
data.remove();
finish();
