// The office's part of a month: the mail account, the report that is written by itself, and what a session's meter signed.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { startCharger } from './charger.mjs';
import { assert, root, startCore, temporary, test, textOf, until } from './support.mjs';

/** A begun and an ended charge as another program signed them. */
const SIGNED = JSON.parse(readFileSync(join(root, 'tests', 'tests', 'billing', 'signed.json'), 'utf8'));

/** A mail server that takes everything. `mails` are the texts that it got. */
async function startMailServer() {
  const mails = [];
  const server = createServer((socket) => {
    let data = null;
    socket.write('220 quay.example\r\n');
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('data', (text) => {
      for (const line of text.split('\r\n')) {
        if (data !== null) {
          if (line !== '.') data.push(line);
          else {
            mails.push(data.join('\n'));
            data = null;
            socket.write('250 taken\r\n');
          }
        } else if (/^DATA/i.test(line)) {
          data = [];
          socket.write('354 go on\r\n');
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else if (line !== '') socket.write('250 fine\r\n');
      }
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { port: server.address().port, mails, stop: () => server.close() };
}

/** One value of the first generation, signed. */
function signedValue(data, context, timestamp) {
  const value = JSON.stringify({
    signedMeterData: Buffer.from(data).toString('base64'),
    signingMethod: 'ECDSA-secp256r1-SHA256',
    encodingMethod: 'OCMF',
    publicKey: SIGNED.key,
  });
  const measurand = 'Energy.Active.Import.Register';
  return { timestamp, sampledValue: [{ value, context, format: 'SignedData', measurand, unit: 'Wh' }] };
}

/** A charge whose end was signed as `end`; its number. */
async function signedCharge(charger, day, end) {
  const [began, ended] = [`${day}T13:05:00Z`, `${day}T14:35:00Z`];
  const asked = { connectorId: 1, idTag: '04A1B2C9', meterStart: 1_203_500, timestamp: began };
  const { transactionId } = await charger.call('StartTransaction', asked);
  const begin = signedValue(SIGNED.begin, 'Transaction.Begin', began);
  await charger.call('MeterValues', { connectorId: 1, transactionId, meterValue: [begin] });
  await charger.call('StopTransaction', {
    transactionId,
    meterStop: 1_217_845,
    timestamp: ended,
    transactionData: [signedValue(end, 'Transaction.End', ended)],
  });
  return transactionId;
}

export async function office({ openContext, openPage, axe, shot, looks }) {
  const data = temporary('e2e-office');
  const core = await startCore({ data: data.path, options: ['--accept-unknown', '--free-charging'] });
  const charger = await startCharger({ ocpp: core.ocpp, name: 'CP-01' });
  const mailServer = await startMailServer();
  const context = await openContext();
  const page = await openPage(context, { refusals: true });
  await page.goto(`${core.address}#token=${core.token}`);
  await page.locator('main h1').first().waitFor();
  const go = async (address, on = page) => {
    await on.goto(`${core.address}#/${address}`);
    await on.locator('main h1').first().waitFor();
  };
  const part = (name) => page.getByRole('region', { name, exact: true });
  const mail = part('Mail');
  const monthly = part('Monthly report');
  const saves = async (words, save) => {
    await save.click();
    await page.getByRole('alert').filter({ hasText: words }).waitFor();
  };

  await test('a mail account that is not whole says what to do, and is kept once it is', async () => {
    await go('settings');
    const save = mail.getByRole('button', { name: 'Save mail' });
    await mail.getByLabel('Mail server').fill('127.0.0.1');
    await mail.getByLabel('Sender’s address').fill('office');
    await saves('The sender’s address is not complete', save);
    await mail.getByLabel('Port').fill('smtp');
    await mail.getByText('A port is a number from 1 to 65535').waitFor();
    await axe(page, 'mail that is not whole');
    await mail.getByLabel('Encryption').selectOption({ label: 'None, only inside this network' });
    await mail.getByLabel('Port').fill(String(mailServer.port));
    await mail.getByLabel('Sender’s address').fill('office@quay.example');
    await mail.getByLabel('Password').fill('not to be shown');
    await save.click();
    await page.getByText('Mail is saved').waitFor();
    await page.reload();
    await until('it is kept', async () => (await mail.getByLabel('Port').inputValue()) === String(mailServer.port));
    assert((await mail.getByLabel('Sender’s address').inputValue()) === 'office@quay.example', 'the sender is kept');
    assert((await mail.getByLabel('Password').inputValue()) === '', 'the password is not shown');
    assert((await mail.getByLabel('Password').getAttribute('placeholder')) === 'kept, not shown', 'but it is kept');
  });

  await test('a test mail arrives, and one that cannot leave says why', async () => {
    await mail.getByLabel('Test mail to').fill('books@quay.example');
    await mail.getByRole('button', { name: 'Send a test mail' }).click();
    await page.getByText('The mail server took a mail for books@quay.example').waitFor();
    assert(mailServer.mails.length === 1 && /mail works/.test(mailServer.mails[0]), mailServer.mails.join('\n'));
    mailServer.stop();
    await mail.getByRole('button', { name: 'Send a test mail' }).click();
    await mail.getByText('Nobody answers there on this port').waitFor();
    await shot(page, 'office-mail');
  });

  await test('the monthly report is set up with a folder that is there', async () => {
    const save = monthly.getByRole('button', { name: 'Save schedule' });
    await monthly.getByLabel(/^Write the month/).check();
    for (const kind of ['CSV', 'Excel workbook', 'PDF']) await monthly.getByLabel(kind, { exact: true }).uncheck();
    const folder = monthly.getByLabel('Folder', { exact: true });
    await saves('Type the folder that the files are written into', save);
    await folder.fill('reports');
    await saves('Type the whole way to the folder', save);
    await folder.fill(data.path);
    await saves('Choose at least one kind of file', save);
    await monthly.getByLabel('Excel workbook').check();
    await monthly.getByLabel('Mail it to').fill('books@quay.example, nobody');
    await saves('An address to mail to is not complete', save);
    await monthly.getByLabel('Mail it to').fill('books@quay.example; owner@quay.example');
    await folder.fill(join(data.path, 'not there'));
    await saves('There is no such folder', save);
    await axe(page, 'a schedule that is not whole');
    await shot(page, 'office-monthly');
    await folder.fill(data.path);
    await save.click();
    await page.getByText('The first files are written when this month is over').waitFor();
    await page.reload();
    await until('the folder is kept', async () => (await folder.inputValue()) === data.path);
    assert(await monthly.getByLabel('Excel workbook').isChecked(), 'the kind is kept');
    const to = await monthly.getByLabel('Mail it to').inputValue();
    assert(to === 'books@quay.example, owner@quay.example', `mailed to ${to}`);
  });

  const genuine = await signedCharge(charger, '2026-11-21', SIGNED.end);
  const forged = await signedCharge(charger, '2026-11-22', SIGNED.end.replace('1217.8450', '1217.8451'));
  const evidence = page.getByRole('region', { name: 'Evidence' });
  await test('what the meter signed is checked and saved to the byte', async () => {
    await go(`sessions/${genuine}`);
    await evidence.getByText('checked, unchanged since they were signed').waitFor();
    await evidence.getByText('1217.8450 kWh').waitFor();
    await evidence.getByText('Show the key').click();
    await evidence.getByText(SIGNED.key).waitFor();
    await axe(page, 'evidence');
    await shot(page, 'office-evidence');
    const saved = async (name) => {
      const button = evidence.getByRole('button', { name });
      const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
      return textOf(download);
    };
    const xml = await saved('Save signed values');
    const escaped = SIGNED.end.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    assert(xml.includes(escaped.replaceAll('"', '&quot;')), `the end is not in the file as it was signed:\n${xml}`);
    assert(xml.includes(SIGNED.key), 'the key is in the file');
    const lines = (await saved('Save messages')).trim().split('\n');
    assert(lines.length === 3 && lines.every((line) => JSON.parse(line).frame), `messages:\n${lines.join('\n')}`);
  });

  await test('a changed digit is found out', async () => {
    await go(`sessions/${forged}`);
    await evidence.getByText('Signed meter values do not match').waitFor();
    await shot(page, 'office-forged');
  });

  for (const look of looks) {
    await test(`the office’s screens read well: ${look.name}`, async () => {
      const looked = await openContext(look.options);
      const sheet = await openPage(looked);
      await sheet.goto(`${core.address}#token=${core.token}`);
      await sheet.locator('main h1').first().waitFor();
      for (const [place, words] of [
        [`sessions/${genuine}`, 'Save signed values'],
        ['settings', 'Save schedule'],
      ]) {
        await go(place, sheet);
        await sheet.getByRole('button', { name: words }).scrollIntoViewIfNeeded();
        await axe(sheet, `${place} ${look.name}`);
        const beyond = await sheet.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert(beyond <= 0, `${place} is ${beyond} px wider than the screen`);
        await shot(sheet, `office-${place.split('/')[0]}-${look.name}`);
      }
      await looked.close();
    });
  }

  await context.close();
  charger.stop();
  mailServer.stop();
  await core.stop();
  data.remove();
}
