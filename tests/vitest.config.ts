import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')

export default defineConfig({
  root,
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    // Files share what they import, for each desk has its own database, clock and folder: reading all of it anew for each
    // file took half of the time.
    isolate: false,
    // By default one processor is left to whoever watches; nobody does.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
