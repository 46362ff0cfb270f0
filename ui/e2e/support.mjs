// What every end-to-end test needs: a core with simulated chargers, a browser, waiting for conditions, a count.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
export const root = resolve(here, '../..');
export const screenshots = join(root, 'target', 'screenshots');
mkdirSync(screenshots, { recursive: true });

// A run that is broken off takes its programs with it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
const programs = new Set();
process.on('exit', () => programs.forEach((program) => program.kill('SIGKILL')));

const results = { passed: 0, failed: 0 };

/** Runs one test and goes on after a failure, so that one run shows everything. */
export async function test(name, body) {
  const began = performance.now();
  try {
    await body();
    results.passed += 1;
    console.log(`ok      ${name} (${Math.round(performance.now() - began)} ms)`);
  } catch (error) {
    results.failed += 1;
    console.log(`FAILED  ${name}\n        ${String(error?.stack ?? error).replaceAll('\n', '\n        ')}`);
  }
}

/** The closing line and the exit code. */
export function finish() {
  console.log(`${results.passed} passed, ${results.failed} failed`);
  process.exitCode = results.failed === 0 ? 0 : 1;
}

export function assert(condition, what) {
  if (!condition) throw new Error(what);
}

/** Asks again and again until the answer is true-like, and gives that answer. */
export async function until(what, ask, milliseconds = 20_000) {
  const end = performance.now() + milliseconds;
  let last;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end)
      throw new Error(`not within ${milliseconds} ms: ${what}${last ? ` (${last.message})` : ''}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

export function temporary(name) {
  const path = mkdtempSync(join(tmpdir(), `forecourt-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

function binary() {
  const path = process.env.FORECOURTD ?? join(root, 'target', 'debug', 'forecourtd');
  if (!existsSync(path)) throw new Error(`no forecourtd at ${path}: build it or set FORECOURTD`);
  return path;
}

/** Starts the real program and waits for its line `ready ocpp=… web=… token-file=…`. */
export async function startCore({ data, ocpp = '127.0.0.1:0', web = '127.0.0.1:0', options = [] }) {
  const child = spawn(binary(), ['--data', data, '--ocpp', ocpp, '--web', web, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  programs.add(child);
  let out = '';
  let log = '';
  let gone = null;
  child.stdout.on('data', (bytes) => (out += bytes));
  child.stderr.on('data', (bytes) => (log += bytes));
  let wanted = false;
  const exit = new Promise((ended) =>
    child.on('exit', (code, signal) => {
      gone = code ?? signal;
      programs.delete(child);
      if (!wanted) console.log(`        forecourtd ended by itself with ${gone}:\n${log}`);
      ended(gone);
    }),
  );
  const ready = await until('forecourtd says that it is ready', () => {
    if (gone !== null) throw new Error(`forecourtd ended with ${gone}:\n${log}`);
    return /^ready ocpp=(\S+) web=(\S+) token-file=(.+)$/m.exec(out);
  });
  const [, ocppAt, webAt, tokenFile] = ready;
  return {
    ocpp: ocppAt,
    web: webAt,
    address: `http://${webAt}/`,
    token: readFileSync(tokenFile.trim(), 'utf8').trim(),
    log: () => log,
    async stop() {
      wanted = true;
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      const code = await exit;
      clearTimeout(killer);
      return code;
    },
  };
}

export const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const axeRun = `axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}).then((found) => JSON.stringify(found.violations.map((violation) => ({
  rule: violation.id,
  where: violation.nodes.slice(0, 4).map((node) => node.target.join(' ') + ': ' + (node.any[0]?.message ?? node.failureSummary)),
}))))`;

/** A CSV file's rows as objects; quotes, commas and line breaks in cells included. */
export function parseCsv(text) {
  const rows = [[]];
  let cell = '';
  let quoted = false;
  const source = text.replace(/^\ufeff/, '');
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at];
    if (quoted) {
      if (letter === '"' && source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (letter === '"') quoted = false;
      else cell += letter;
    } else if (letter === '"') quoted = true;
    else if (letter === ',' || letter === '\n') {
      rows.at(-1).push(cell.replace(/\r$/, ''));
      cell = '';
      if (letter === '\n') rows.push([]);
    } else cell += letter;
  }
  if (cell !== '' || rows.at(-1).length > 0) rows.at(-1).push(cell);
  const [head, ...body] = rows.filter((row) => row.length > 1);
  return body.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at] ?? ''])));
}

/** What a download holds. */
export async function bytesOf(download) {
  const stream = await download.createReadStream();
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

export async function textOf(download) {
  return (await bytesOf(download)).toString('utf8');
}
