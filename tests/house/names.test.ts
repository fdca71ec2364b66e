import { expect, it } from 'vitest'
import { librariesOf, sources } from './sources.ts'

/** Where a thing that reaches outside may be named; nowhere else. */
const ONLY_IN: readonly [string, RegExp, readonly string[]][] = [
  ['the environment', /process\.env/, ['config/load.ts']],
  ['the time', /Date\.now\(\)|new Date\(\)|performance\.now/, ['lib/clock.ts']],
  ['the peer of a socket', /remoteAddress/, ['web/proxies.ts']],
  ['chance in the domain', /Math\.random/, []],
]

const LIBRARIES: Readonly<Record<string, readonly RegExp[]>> = {
  multer: [/^web\/uploads\.ts$/],
  passport: [/^features\/session\/passport\.ts$/],
  'passport-local': [/^features\/session\/passport\.ts$/],
  nunjucks: [/^web\/views\.ts$/],
  'connect-sqlite3': [/^web\/session-store\.ts$/],
  otpauth: [/^features\/factors\/totp\.ts$/],
  uqr: [/^features\/factors\/totp\.ts$/],
  '@simplewebauthn/server': [/^features\/factors\/passkeys\.ts$/],
  'openid-client': [/^features\/oidc\/provider\.ts$/],
  'better-sqlite3': [/^db\//, /^web\/session-store\.ts$/],
  '@prisma/adapter-better-sqlite3': [/^db\//],
  '@node-rs/argon2': [/^lib\/passwords\.ts$/],
  'temporal-polyfill': [/^lib\/zones\.ts$/],
  'sanitize-html': [/^lib\/markdown\.ts$/],
  'markdown-it': [/^lib\/markdown\.ts$/],
  'csv-parse': [/^lib\/csv\.ts$/],
  selfsigned: [/^lib\/self-signed\.ts$/],
  nodemailer: [/^features\/mail\/transport\.ts$/],
  'node-hid': [/^features\/flag\/hid\.ts$/],
  helmet: [/^web\/security\.ts$/],
  'csrf-sync': [/^web\/csrf\.ts$/],
  express: [/^web\//, /^lib\/sse\.ts$/, /^app\.ts$/, /\/(?:routes|acting)\.ts$/, /^features\/frame\/present\.ts$/],
}

it.each(ONLY_IN)('names %s in one place', (_what, pattern, allowed) => {
  expect(
    sources.filter(({ file, text }) => pattern.test(text) && !allowed.includes(file)).map(({ file }) => file),
  ).toEqual([])
})

it.each(Object.entries(LIBRARIES))('uses %s where it belongs', (library, places) => {
  const users = sources
    .filter((source) => librariesOf(source).some((name) => name === library || name.startsWith(`${library}/`)))
    .map(({ file }) => file)
  expect(users.length).toBeGreaterThan(0)
  expect(users.filter((file) => !places.some((place) => place.test(file)))).toEqual([])
})
