import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) },
    // Components are tested as the window runs them, not as a server would render them.
    ...(process.env.VITEST === undefined ? {} : { conditions: ['browser'] }),
  },
  build: {
    target: 'safari16',
    // The window's content security policy lets nothing in but files of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One sheet: a screen that comes later must not flash without its styles.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1500,
  },
  server: { host: '127.0.0.1' },
  clearScreen: false,
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], isolate: false },
});
