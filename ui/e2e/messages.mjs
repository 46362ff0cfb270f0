// The trace of all messages, in a real browser against the real core with chargers whose every answer is known.

import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

import { startCharger } from './charger.mjs';
import { assert, startCore, temporary, test, until } from './support.mjs';

const PASSWORD = 'S3CR3T-of-the-charger';
const CARD = '04A1B2C9D8';
/** As many as a busy site has in a few hours. */
const MANY = 50_000;

/** Knocks at the chargers' port and is turned away; gives what came back. */
function knock(ocpp, head) {
  const [host, port] = ocpp.split(':');
  return new Promise((heard, failed) => {
    let answer = '';
    const socket = connect(Number(port), host, () => socket.write(head));
    socket.on('data', (bytes) => (answer += bytes.toString('latin1')));
    socket.on('error', failed);
    socket.on('close', () => heard(answer));
  });
}

/** Scrolls a step a frame and gives the frames' times in milliseconds, long tasks, and frames with a hole in the list. */
function scrolled(page, step) {
  return page.evaluate(async (pixels) => {
    const tasks = [];
    const observer = new PerformanceObserver((seen) => tasks.push(...seen.getEntries().map((one) => one.duration)));
    observer.observe({ type: 'longtask' });
    const times = [];
    let holes = 0;
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    await frame();
    let last = await frame();
    for (let count = 0; count < 180; count += 1) {
      scrollBy(0, pixels);
      const now = await frame();
      times.push(now - last);
      last = now;
      const list = document.querySelector('.trace').getBoundingClientRect();
      const rows = [...document.querySelectorAll('.trace > li')].map((row) => row.getBoundingClientRect());
      const covered = rows.length > 0 && rows[0].top <= Math.max(0, list.top) + 1 && rows.at(-1).bottom >= innerHeight;
      if (!covered) holes += 1;
    }
    observer.disconnect();
    times.sort((a, b) => a - b);
    const at = (share) => Math.round(times[Math.floor((times.length - 1) * share)] * 10) / 10;
    return { half: at(0.5), most: at(0.95), longest: at(1), longTasks: tasks.length, holes };
  }, step);
}

export async function messages({ openContext, openPage, axe, shot, looks }) {
  const data = temporary('e2e-messages');
  const core = await startCore({ data: data.path, options: ['--accept-unknown', '--free-charging'] });
  const first = await startCharger({
    ocpp: core.ocpp,
    name: 'CP-01',
    settings: { AuthorizationKey: { value: PASSWORD } },
  });
  const second = await startCharger({
    ocpp: core.ocpp,
    name: 'CP-02',
    answers: { TriggerMessage: () => ({ status: 'Rejected' }), GetConfiguration: () => null },
  });
  const context = await openContext();
  const page = await openPage(context);
  await page.goto(`${core.address}#token=${core.token}`);
  await page.locator('main h1').first().waitFor();
  const go = async (address, on = page) => {
    await on.goto(`${core.address}#/${address}`);
    await on.locator('main h1').first().waitFor();
  };
  const row = (words, on = page) => on.locator('.msg').filter({ hasText: words });
  const ask = async (ask, fields) => {
    const answer = await fetch(`${core.address}api`, {
      method: 'POST',
      headers: { authorization: `Bearer ${core.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ask, ...fields }),
    });
    assert(answer.ok, `${ask} was answered with ${answer.status}`);
    return answer.json();
  };
  const stations = (await ask('snapshot', {})).stations;
  const station = (identity) => stations.find((one) => one.identity === identity).id;
  const order = (identity, command) => ask('order', { station: station(identity), command });
  const search = page.getByPlaceholder('Search words, cards, errors');
  const names = () => page.locator('.msg .m-name').allInnerTexts();

  await test('a question and its answer are one line, with its time', async () => {
    await first.call('Authorize', { idTag: CARD });
    await order('CP-01', { do: 'changeSetting', key: 'AuthorizationKey', value: PASSWORD });
    await order('CP-01', { do: 'readSettings', keys: [] });
    await order('CP-02', { do: 'trigger', what: 'status', evse: null, extended: false });
    await first.call('BogusAction', {}).catch(() => undefined);
    await go('messages');
    await row('Card shown').getByText(`${CARD}, accepted`).waitFor();
    await until('the answer’s time', async () =>
      /^\d+ ms$/.test((await row('Card shown').locator('.m-lat').innerText()).replace('\u00a0', ' ')),
    );
    await row('Send your status').getByText('Refused by the charger').waitFor();
    await row('Read settings')
      .getByText(/^\d\d settings$/)
      .waitFor();
  });

  await test('a line opens on both sides of it as JSON, and Escape closes it', async () => {
    const line = row('Card shown');
    await line.locator('summary').click();
    await line.getByText(/^Charger sent, /).waitFor();
    await line.getByText(/^Forecourt answered, /).waitFor();
    const json = await line.locator('.json').first().innerText();
    assert(json === `{\n  "idTag": "${CARD}"\n}`, json);
    await axe(page, 'messages with an open line');
    await shot(page, 'messages-open');
    await page.keyboard.press('Escape');
    await line.locator('.json').first().waitFor({ state: 'detached' });
  });

  await test('messages are filtered by charger, by kind, by problems and by words', async () => {
    const charger = page.getByRole('combobox', { name: 'Charger' });
    await charger.selectOption({ label: 'Bay 2, CP-02' });
    await row('Card shown').waitFor({ state: 'detached' });
    await row('Send your status').waitFor();
    await charger.selectOption('');
    await row('Card shown').waitFor();

    const kind = page.getByRole('combobox', { name: 'Kind' });
    await first.meterValues();
    await kind.selectOption('any');
    await row('MeterValues').first().waitFor();
    await kind.selectOption('notReadings');
    await row('MeterValues').first().waitFor({ state: 'detached' });
    await kind.selectOption('settings');
    await until('settings only', async () =>
      (await names()).every((name) => /setting/i.test(name) && !/shown/.test(name)),
    );
    await kind.selectOption('any');

    await page.getByRole('button', { name: /^Problems \d/ }).click();
    await row('Card shown').waitFor({ state: 'detached' });
    await row('Send your status').waitFor();
    await page.keyboard.press('p');
    await row('Card shown').waitFor();

    // A word that stands on the screen only, one of the frame, a card.
    for (const [typed, found] of [
      ['refused by the charger', 'Send your status'],
      ['BogusAction', 'BogusAction'],
      [CARD.toLowerCase(), 'Card shown'],
    ]) {
      await search.fill(typed);
      await until(`only ${found}`, async () => {
        const all = await names();
        return all.length > 0 && all.length < 3 && all.some((name) => name.includes(found));
      });
    }
    await search.fill('there is no such word');
    await page.getByText('No such message').waitFor();
    await page.getByRole('button', { name: 'Show all messages' }).click();
    await row('Card shown').waitFor();
  });

  await test('held, nothing moves; resumed, what came meanwhile is there', async () => {
    await page.getByRole('button', { name: 'Hold' }).click();
    await page.getByText('Held', { exact: true }).waitFor();
    const before = await names();
    await first.call('Authorize', { idTag: 'WHILE-HELD' });
    await page.locator('[data-test="trace-new"]').waitFor();
    assert((await names()).join() === before.join(), 'the list moved while it was held');
    await page.locator('main h1').first().click();
    await page.keyboard.press('Space');
    await row('WHILE-HELD').waitFor();
    await page.getByText(/Live, \d+ a minute/).waitFor();
  });

  await test('a charger that was turned away is told of in plain words', async () => {
    const head = (path, more) =>
      `GET ${path} HTTP/1.1\r\nHost: ${core.ocpp}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${more}\r\n`;
    await knock(core.ocpp, head('/ocpp/CP-01', 'Sec-WebSocket-Protocol: ocpp1.5\r\n'));
    const line = row('no OCPP in common').first();
    await line.getByText('CP-01 offers only ocpp1.5').waitFor();
    await line.locator('summary').click();
    await line.getByText('What happened').waitFor();
    await line.getByText('set the protocol to').waitFor();
    await line.locator('.hot').getByText('Sec-WebSocket-Protocol: ocpp1.5').waitFor();
    await ask('setPassword', { station: station('CP-01'), password: 'another-long-password' });
    const basic = Buffer.from(`CP-01:${PASSWORD}`).toString('base64');
    await knock(core.ocpp, head('/ocpp/CP-01', `Authorization: Basic ${basic}\r\nSec-WebSocket-Protocol: ocpp1.6\r\n`));
    const wrong = row(/Turned away: .*password/i).first();
    await wrong.locator('summary').click();
    await wrong.getByText('What happened').waitFor();
    const shown = await page.locator('main').innerText();
    assert(!shown.includes(basic) && !shown.includes(PASSWORD), 'a login is on the screen');
    await axe(page, 'messages with a refusal');
    await shot(page, 'messages-turned-away');
    await ask('setPassword', { station: station('CP-01'), password: null });
  });

  await test('the saved trace holds no password, and card numbers on choice', async () => {
    const save = async (shorten) => {
      await page.getByRole('button', { name: 'Save trace…' }).click();
      const dialog = page.getByRole('dialog');
      if (shorten) await axe(page, 'save the trace');
      await dialog.getByLabel('Shorten card numbers').setChecked(shorten);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('button', { name: 'Save trace' }).click(),
      ]);
      const text = readFileSync(await download.path(), 'utf8');
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert(!text.includes(PASSWORD), 'the password is in the file');
      const set = lines.find((line) => line.action === 'ChangeConfiguration');
      assert(set?.call[3].key === 'AuthorizationKey', `the order itself is in the file: ${JSON.stringify(set)}`);
      assert(
        first.told('ChangeConfiguration').some((told) => told.value === PASSWORD),
        'the charger was told the password itself',
      );
      return text;
    };
    const short = await save(true);
    assert(!short.includes(CARD) && short.includes('••••C9D8'), 'a card number is whole');
    const whole = await save(false);
    assert(whole.includes(CARD), 'a card number is not whole');
  });

  await test('a charger has its own messages', async () => {
    await go(`charger/${station('CP-02')}/messages`);
    await row('Send your status').waitFor();
    assert((await row('Card shown').count()) === 0, 'a message of another charger');
    assert((await page.getByRole('combobox', { name: 'Charger' }).count()) === 0, 'a charger can be picked');
  });

  await test('how much is kept is a setting', async () => {
    await go('settings');
    const days = page.getByLabel('Keep messages for');
    await days.fill('0');
    await page.getByText('From 1 to 365 days').waitFor();
    await days.fill('14');
    await page.getByRole('button', { name: 'Save the limits' }).click();
    await page.getByText('Settings are saved').waitFor();
    await go('messages');
    await page.getByText(/Kept for 14 days or up to 64 MB/).waitFor();
  });

  for (const look of looks) {
    await test(`axe finds nothing on messages with lines open, ${look.name}`, async () => {
      const looked = await openContext(look.options);
      const sheet = await openPage(looked);
      await sheet.goto(`${core.address}#token=${core.token}`);
      await sheet.locator('main h1').first().waitFor();
      await go('messages', sheet);
      await sheet.getByRole('button', { name: 'Hold' }).click();
      for (const words of ['Card shown', 'no OCPP in common', 'Send your status']) {
        await row(words, sheet).first().locator('summary').click();
      }
      await row('no OCPP in common', sheet).getByText('What happened').first().waitFor();
      await axe(sheet, `messages ${look.name}`);
      const beyond = await sheet.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert(beyond <= 0, `the page is ${beyond} px wider than the screen`);
      await shot(sheet, `messages-${look.name}`);
      await looked.close();
    });
  }

  await test('fifty thousand messages scroll smoothly', async () => {
    const started = performance.now();
    const say = [
      () => first.meterValues(),
      (n) => first.call('Authorize', { idTag: `04A1B2${n % 97}` }),
      (n) =>
        second.call('StatusNotification', {
          connectorId: 1,
          errorCode: 'NoError',
          status: n % 8 ? 'Available' : 'Preparing',
        }),
      () => second.call('Heartbeat', {}),
    ];
    for (let done = 0; done < MANY; done += 400) {
      await Promise.all(Array.from({ length: 400 }, (_, n) => say[n % 4](n)));
    }
    // What is recorded is stored once a second.
    let stored;
    await until('all of them are stored', async () => {
      stored = await ask('trace', { query: { limit: 1 } });
      return stored.today.lines >= MANY;
    }).catch((error) => {
      throw new Error(
        `${error.message}: ${stored.today.lines} are, ${stored.lost} are lost\n${core.log().slice(-4000)}`,
      );
    });
    const recorded = performance.now();
    await go('messages');
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('any');
    await row('Card shown').first().waitFor();
    await until(
      'all of them are in the list',
      async () => {
        await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
        return Number(await page.locator('.trace > li').first().getAttribute('aria-setsize')) > MANY;
      },
      120_000,
    );
    const listed = performance.now();
    await page.evaluate(() => scrollTo(0, 0));
    const wheel = await scrolled(page, 120);
    const fling = await scrolled(page, 1500);
    const rows = await page.locator('.trace > li').count();
    console.log(
      `        recorded in ${Math.round(recorded - started)} ms, all listed in ${Math.round(listed - recorded)} ms, ${rows} rows; ` +
        `frames by the wheel ${JSON.stringify(wheel)}, flung ${JSON.stringify(fling)}`,
    );
    assert(rows < 100, `${rows} rows are in the page`);
    assert(wheel.holes === 0 && fling.holes === 0, 'the list had holes');
    // An idle machine needs a sixtieth of a second for each; a busy one shall not fail this.
    assert(wheel.half < 34 && wheel.most < 100, `frames by the wheel took ${JSON.stringify(wheel)}`);
    await shot(page, 'messages-50000');
  });

  await context.close();
  first.stop();
  second.stop();
  await core.stop();
  data.remove();
}
