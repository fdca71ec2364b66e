import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Config } from '#config/config.ts'
import { configJsonSchema } from '#config/json-schema.ts'
import { loadConfig, reloadConfig, type Environment } from '#config/load.ts'
import { ROOT } from '../support/house.ts'

/** A home of its own with this config.json in it. */
function home(written?: object | string): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pennant-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(path.join(folder, 'config'))
  const text = typeof written === 'string' ? written : JSON.stringify(written)
  if (written !== undefined) writeFileSync(path.join(folder, 'config/config.json'), text)
  return folder
}

const load = (written?: object | string, env: Environment = {}): Config =>
  loadConfig(ROOT, { PENNANT_HOME: home(written), ...env })

/** What somebody reads when the start is refused, without the changing name of the folder. */
function refusal(written: object | string, env: Environment = {}): string {
  try {
    load(written, env)
    return ''
  } catch (error) {
    return (error as Error).message.replace(/\S*pennant-config-\w+/g, 'HOME')
  }
}

it('has an answer for everything when nothing is written', () => {
  const config = load()
  expect(config).toMatchObject({ preset: null, server: { host: '127.0.0.1', port: 5001 }, notes: [] })
  expect(config.priorities.map(({ key }) => key)).toEqual(['low', 'medium', 'high', 'critical'])
})

it.each(['personal', 'team', 'facilities'] as const)('takes the preset %s without a note', (preset) => {
  const text = readFileSync(path.join(ROOT, 'config/presets', `${preset}.json`), 'utf8')
  expect(load(text)).toMatchObject({ preset, notes: [] })
})

it.each<[string, object | string, RegExp]>([
  [
    'a misspelt key',
    { server: { prot: 5001 } },
    /HOME\/config\/config\.json is not a valid configuration:\n {2}server: Unrecognized key: "prot"\nMend these keys; config\/schema\.json lists every key there is\./,
  ],
  ['a wrong kind of value', { server: { port: 'five' } }, /server\.port: .*number/],
  ['a port that is none', { server: { port: 70_000 } }, /server\.port: .*65535/],
  [
    'a colour that is none',
    { colors: { gradient: { stage1: 'red' } } },
    /colors\.gradient\.stage1: must be a colour such as #f97316/,
  ],
  ['a zone that is none', { time_zone: 'Mars' }, /time_zone: must be a time zone such as Europe\/Berlin/],
  [
    'a duration that is none',
    { sla: { resolution: { High: 'soon' } } },
    /sla\.resolution\.High: must be hours as a number, or a duration such as "30m", "4h" or "2d"/,
  ],
  [
    'a calendar nobody wrote',
    { sla: { calendar: 'office' } },
    /HOME\/config\/config\.json: sla\.calendar: there is no calendar "office"\. Known are: 24x7\./,
  ],
  [
    'hours that close before they open',
    { sla: { calendar: 'x', calendars: { x: { monday: ['17:00-09:00'] } } } },
    /"17:00-09:00" closes before it opens/,
  ],
  [
    'hours that are none',
    { sla: { calendars: { x: { monday: ['9-17'] } } } },
    /sla\.calendars\.x\.monday\.0: must be opening hours such as "09:00-17:30"/,
  ],
  [
    'a number format without a number',
    { tickets: { number_format: 'HD' } },
    /tickets\.number_format: must contain \{id\} once, such as HD-\{id:06\}/,
  ],
  [
    'a default that is not in the list',
    { tickets: { default_priority: 'Urgent' } },
    /tickets\.default_priority: there is no priority "Urgent"/,
  ],
  ['a database elsewhere', { database: { uri: 'postgres://x' } }, /database\.uri: must begin with sqlite:\/\/\//],
  [
    'a short secret',
    { secret_key: 'short' },
    /secret_key: must be at least 32 characters\. Remove it, and a good one is made\./,
  ],
  [
    'text that is not JSON',
    '{\n  "company": "A",\n  oops\n}',
    /HOME\/config\/config\.json, line 3: this is not JSON .*Mend that line, or remove the file to begin anew\./,
  ],
  ['an empty file', '', /this is not JSON/],
  ['a list', '[]', /\(the file\): .*object/],
])('stops at %s and says file, key, reason and remedy', (_what, written, words) => {
  expect(refusal(written)).toMatch(words)
})

it('names every wrong key at once', () => {
  const words = refusal({ server: { port: -1 }, colors: { statuses: { x: 'y' } }, nonsense: true })
  for (const key of ['server.port', 'colors.statuses.x', 'nonsense']) expect(words).toContain(key)
})

it('lets the environment win for this run, and never writes it back', () => {
  const folder = home({ server: { port: 6000, host: '127.0.0.1' } })
  const env = { PENNANT_HOME: folder, PENNANT_PORT: '7000', PENNANT_HOST: '127.0.0.2', PENNANT_SECRET: 'x'.repeat(40) }
  const before = readFileSync(path.join(folder, 'config/config.json'), 'utf8')

  const config = loadConfig(ROOT, env)

  expect(config).toMatchObject({ server: { port: 7000, host: '127.0.0.2' }, secret: 'x'.repeat(40) })
  expect(readFileSync(path.join(folder, 'config/config.json'), 'utf8')).toBe(before)
  expect(readdirSync(path.join(folder, 'config'))).toEqual(['config.json'])
  expect(reloadConfig(config, ROOT, { PENNANT_PORT: '7001' })).toMatchObject({
    home: folder,
    secret: config.secret,
    server: { port: 7001 },
  })
})

it('finds the file where it is told to', () => {
  const [one, other] = [home({ company: 'One' }), home({ company: 'Other' })]
  const config = loadConfig(ROOT, { PENNANT_HOME: one, PENNANT_CONFIG: path.join(other, 'config/config.json') })
  expect(config).toMatchObject({ company: 'Other', home: one, databaseFile: path.join(one, 'pennant.db') })
})

it.each(['five', '-1', '70000', '80.5', ' '])('refuses the port "%s" of the environment', (port) => {
  expect(refusal({}, { PENNANT_PORT: port })).toBe(
    `PENNANT_PORT is "${port}", which is not a port. Use a number from 0 to 65535.`,
  )
})

it('takes an empty host of the environment for none, rather than for every address', () => {
  expect(load({}, { PENNANT_HOST: '' }).server.host).toBe('127.0.0.1')
})

it('makes a secret once, for its owner alone', () => {
  const folder = home()
  const first = loadConfig(ROOT, { PENNANT_HOME: folder }).secret

  expect(first.length).toBeGreaterThan(40)
  expect(loadConfig(ROOT, { PENNANT_HOME: folder }).secret).toBe(first)
  expect(statSync(path.join(folder, 'config/secret')).mode & 0o777).toBe(0o600)
  expect(refusal({}, { PENNANT_SECRET: 'short' })).toContain('PENNANT_SECRET: must be at least 32 characters')
})

it('reads comments, a trailing comma and the mark some editors put first', () => {
  expect(load('\uFEFF{\n// ours\n"company": "Gillis", /* x */\n}')).toMatchObject({
    company: 'Gillis',
    preset: 'personal',
  })
})

it('publishes a schema that knows every key of the file', () => {
  const published = JSON.parse(readFileSync(path.join(ROOT, 'config/schema.json'), 'utf8')) as object
  expect(published).toEqual(JSON.parse(JSON.stringify(configJsonSchema())))
})
