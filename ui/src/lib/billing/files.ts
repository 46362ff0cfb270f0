// Saving a file, and saying where it went.

import type { FileQuery } from '../host/types';
import type { App } from '../state/app.svelte';
import { t } from '../text/text';

export async function saveFile(app: App, name: string, query: FileQuery): Promise<void> {
  await app.attempt('export', async () => {
    const result = await app.host.saveFile(name, query);
    if ('cancelled' in result) return;
    const words = result.saved === null ? t('export.started') : t('export.saved', { path: result.saved });
    app.toasts.show('export', 'good', words);
  });
}
