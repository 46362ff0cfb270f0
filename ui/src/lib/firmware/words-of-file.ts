// What a firmware file is for, in one line. Pure.

import type { FirmwareFileView } from '../host/generated/bridge';
import { t } from '../text/text';

export function forWhat(file: Pick<FirmwareFileView, 'vendor' | 'model'>): string {
  return [file.vendor, file.model].filter(Boolean).join(' ') || t('file.forUnknown');
}

export function versionOf(file: Pick<FirmwareFileView, 'version'>): string {
  return file.version ? t('file.versionSaid', { version: file.version }) : t('file.versionUnknown');
}
