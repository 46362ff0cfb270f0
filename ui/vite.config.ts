import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Relative addresses: the same files are served by the window's own protocol and by the browser door.
export default defineConfig({
  base: './',
  plugins: [svelte()],
  resolve: process.env.VITEST ? { conditions: ['browser'] } : {},
  server: { proxy: { '/api': { target: process.env.FORECOURT_WEB ?? 'http://127.0.0.1:9330', ws: true } } },
  build: { target: ['chrome123', 'safari17.5'], assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test-setup.ts'],
    restoreMocks: true,
  },
});
