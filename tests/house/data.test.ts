import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { configJsonSchema } from '#config/json-schema.ts'
import { pendingSql } from '../../scripts/migration-new.mjs'
import { ROOT } from './sources.ts'

it('has a migration for everything in the model', async () => {
  expect(await pendingSql()).toBe('')
})

it('publishes the schema of the config as it is', () => {
  const published: unknown = JSON.parse(readFileSync(path.join(ROOT, 'config/schema.json'), 'utf8'))
  expect(published).toEqual(JSON.parse(JSON.stringify(configJsonSchema())))
})

it('tells every key of the config in the README', () => {
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8')
  const told = [...readme.slice(readme.indexOf('| key ')).matchAll(/^\| `([a-z0-9_.A-Z$]+)` +\|/gm)].map(
    ([, key]) => key,
  )
  expect(told).toEqual(keysOf(configJsonSchema() as Node))
})

type Node = { readonly properties?: Readonly<Record<string, Node>> }

function keysOf({ properties = {} }: Node, prefix = ''): string[] {
  return Object.entries(properties).flatMap(([name, node]) =>
    node.properties ? keysOf(node, `${prefix}${name}.`) : [`${prefix}${name}`],
  )
}

it.each([
  'multer 2.1.0',
  'express 5.1.0',
  'body-parser 2.2.1',
  'qs 6.14.2',
  'path-to-regexp 8.4.0',
  'nunjucks 3.2.4',
  'passport 0.6.0',
  'zod 3.22.4',
  'sanitize-html 2.17.4',
])('has at least %s', (floor) => {
  const [name = '', least = ''] = floor.split(' ')
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as {
    version: string
  }
  expect(version.localeCompare(least, 'en', { numeric: true })).toBeGreaterThanOrEqual(0)
})

it('pins every version exactly, and installs no second SQLite', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+[\w.-]*$/.test(version) && !version.startsWith('file:'),
  )
  expect(loose).toEqual([])
  expect(dependencies?.sqlite3).toBe('file:scripts/stubs/empty')
  const lock = readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')
  expect(lock).not.toMatch(/"resolved": "https?:/)
})
