// Lets a file be dropped on an element.

import type { Attachment } from 'svelte/attachments';

const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** A file that is dropped beside every target is not opened: that would replace the page by it. */
export function stray(event: DragEvent): void {
  if (event.defaultPrevented || !holdsFile(event)) return;
  event.preventDefault();
  if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
}

/** Calls `drop` with the first dropped file; `over` tells whether one hovers. */
export function dropTarget(over: (is: boolean) => void, drop: (file: File) => void): Attachment<HTMLElement> {
  return (node) => {
    const enter = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      over(true);
    };
    const leave = (event: DragEvent) => {
      if (!node.contains(event.relatedTarget as Node | null)) over(false);
    };
    const dropped = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      over(false);
      const file = event.dataTransfer?.files[0];
      if (file) drop(file);
    };
    node.addEventListener('dragenter', enter);
    node.addEventListener('dragover', enter);
    node.addEventListener('dragleave', leave);
    node.addEventListener('drop', dropped);
    return () => {
      node.removeEventListener('dragenter', enter);
      node.removeEventListener('dragover', enter);
      node.removeEventListener('dragleave', leave);
      node.removeEventListener('drop', dropped);
    };
  };
}
