// Where single keys are off, and how rows are walked.

/** True where a letter is text: fields, pick lists, open dialogs. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest('input, select, textarea, dialog, [contenteditable], .menu-pop') !== null;
}

/** Moves the focus to the next or previous row's link. */
export function moveRow(step: number): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row] .row-link')];
  if (rows.length === 0) return;
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
  rows[next]?.focus();
}
