// The little of the W3C WebDriver protocol that a window test needs, spoken to WebKitWebDriver.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

import { until } from './support.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

function freePort() {
  return new Promise((found, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

/** Opens the program's window under automation. */
export async function openWindow(binary, args) {
  const port = await freePort();
  const driver = spawn(process.env.WEBKIT_WEBDRIVER ?? 'WebKitWebDriver', [`--port=${port}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
    // Without both the session waits for a window that never tells of itself.
    env: { ...process.env, TAURI_AUTOMATION: 'true', TAURI_WEBVIEW_AUTOMATION: 'true' },
  });
  let gone = null;
  driver.on('error', (error) => (gone = error));
  const base = `http://127.0.0.1:${port}`;

  async function call(method, path, body) {
    const response = await fetch(base + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value?.error} ${value?.message}`);
    return value;
  }

  await until('WebKitWebDriver listens', async () => {
    if (gone) throw gone;
    return (await call('GET', '/status')).ready;
  });
  const opened = await call('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args } } },
  });
  const session = `/session/${opened.sessionId}`;

  const find = async (selector) => {
    const found = await call('POST', `${session}/elements`, { using: 'css selector', value: selector });
    return found.map((element) => element[ELEMENT]);
  };
  return {
    find,
    /** Runs a script in the page; `arguments` are its arguments, a promise is waited for. */
    run: (script, ...values) => call('POST', `${session}/execute/sync`, { script, args: values }),
    click: (element) => call('POST', `${session}/element/${element}/click`, {}),
    // Newer drivers read `text`, older ones `value`.
    type: (element, text) => call('POST', `${session}/element/${element}/value`, { text, value: [...text] }),
    screenshot: async () => Buffer.from(await call('GET', `${session}/screenshot`), 'base64'),
    async close() {
      await call('DELETE', session).catch(() => undefined);
      driver.kill('SIGTERM');
    },
  };
}
