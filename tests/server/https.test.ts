import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { Agent } from 'node:https'
import { connect } from 'node:net'
import path from 'node:path'
import { connect as connectTls } from 'node:tls'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { ask, layHome, serve, type Home } from './open.ts'

const text = (file: string) => readFileSync(file, 'utf8')
const fingerprintOf = (pem: string) => new X509Certificate(pem).fingerprint256

/** Until new connections are shown this certificate; the change is noticed after half a second. */
async function untilShown(url: string, ca: string): Promise<void> {
  for (let round = 0; round < 80; round += 1) {
    const seen = await ask(`${url}/healthz`, { ca }).catch(() => null)
    if (seen?.fingerprint === fingerprintOf(ca)) return
    await sleep(50)
  }
  throw new Error('The new certificate was not taken up.')
}

it('serves over HTTPS when a certificate and its key are there', async () => {
  const home = layHome()
  await home.certify()
  const { url } = await serve(home)

  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const page = await ask(url, { ca: text(home.certificate) })
  expect(page).toMatchObject({
    status: 200,
    protocol: 'TLSv1.3',
    body: expect.stringContaining('<!doctype html>') as string,
  })
})

it('refuses what is older than TLS 1.2', async () => {
  const home = layHome()
  await home.certify()
  const port = Number(new URL((await serve(home)).url).port)
  const tried = (maxVersion: 'TLSv1.1' | 'TLSv1.2') =>
    new Promise<string>((resolve) => {
      const options = { port, host: '127.0.0.1', ca: text(home.certificate), ciphers: 'DEFAULT@SECLEVEL=0' }
      const socket = connectTls({ ...options, minVersion: 'TLSv1', maxVersion }, () => {
        resolve(String(socket.getProtocol()))
        socket.destroy()
      }).on('error', () => resolve('refused'))
    })

  expect(await tried('TLSv1.2')).toBe('TLSv1.2')
  expect(await tried('TLSv1.1')).toBe('refused')
})

it('serves plain HTTP when both files are absent, and asks for nothing that only HTTPS could keep', async () => {
  const { url } = await serve(layHome({ hsts_seconds: 86_400 }))

  expect(url).toMatch(/^http:/)
  const { headers } = await fetch(`${url}/tickets/new`)
  expect(headers.get('strict-transport-security')).toBeNull()
  expect(headers.get('set-cookie')).toMatch(/^sid=/)
  expect(headers.get('set-cookie')).not.toContain('Secure')
})

it('keeps the session where only HTTPS of this very host can see it', async () => {
  const home = layHome()
  await home.certify()
  const { url } = await serve(home)

  const { headers } = await ask(`${url}/tickets/new`, { ca: text(home.certificate) })
  expect(headers['set-cookie']).toEqual([
    expect.stringMatching(/^__Host-sid=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/),
  ])
})

it('knows the session again, and takes a form from its own pages but not from those of plain HTTP', async () => {
  const home = layHome()
  await home.certify()
  const { url } = await serve(home)
  const ca = text(home.certificate)
  const page = await ask(`${url}/tickets/new`, { ca })
  const cookie = page.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
  const form = new URLSearchParams({ _csrf: token, title: 'Printer', description: 'On fire' }).toString()
  const send = (Origin: string) => ask(`${url}/tickets`, { ca, form, headers: { cookie, Origin } })

  expect((await send(url.replace('https:', 'http:'))).status).toBe(403)
  expect((await send(url)).status).toBe(303)
})

it.each([
  [{}, undefined],
  [{ hsts_seconds: 86_400 }, 'max-age=86400'],
  [{ hsts_seconds: 0 }, 'max-age=0'],
])('with %j asks browsers for %j', async (server, header) => {
  const home = layHome(server)
  await home.certify()
  const { url } = await serve(home)

  const { status, headers } = await ask(url, { ca: text(home.certificate) })
  expect([status, headers['strict-transport-security']]).toEqual([200, header])
})

it('takes up a new pair without a restart, and goes on serving connections that are open', async () => {
  const home = layHome()
  await home.certify()
  const { url } = await serve(home)
  const old = text(home.certificate)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const before = await ask(`${url}/healthz`, { ca: old, agent })

  await home.certify()
  await untilShown(url, text(home.certificate))

  const after = await ask(`${url}/healthz`, { ca: old, agent })
  expect(after).toMatchObject({ status: 200, localPort: before.localPort })
  await expect(ask(`${url}/healthz`, { ca: old })).rejects.toThrow()
})

it('takes up a new pair when it is told to', async () => {
  const home = layHome()
  await home.certify()
  const { url, reload } = await serve(home)

  await home.certify()
  reload()

  const ca = text(home.certificate)
  expect((await ask(`${url}/healthz`, { ca })).fingerprint).toBe(fingerprintOf(ca))
})

it.each<[string, (home: Home) => void, RegExp]>([
  ['garbage', ({ certificate }) => writeFileSync(certificate, 'garbage'), /cert\.pem is not a certificate/],
  ['nothing', ({ certificate, key }) => [certificate, key].forEach((file) => rmSync(file)), /both gone/],
  ['a key of another', ({ key }) => writeFileSync(key, ecKey()), /not the key of/],
])('keeps the old pair when it is replaced by %s, and says so once', async (_what, damage, words) => {
  const home = layHome()
  await home.certify()
  const { url, reload, log } = await serve(home)
  const ca = text(home.certificate)
  log.allowErrors()

  damage(home)
  reload()
  reload()

  expect((await ask(`${url}/healthz`, { ca })).status).toBe(200)
  expect(log.errors).toEqual([[expect.anything(), expect.stringMatching(words)]])
  await home.certify()
  reload()
  expect((await ask(`${url}/healthz`, { ca: text(home.certificate) })).status).toBe(200)
})

const ecKey = (passphrase?: string) =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }),
  }) as string

it.each<[string, (home: Home) => void, RegExp]>([
  ['the key is missing', ({ key }) => rmSync(key), /cert\.pem is there, but its key .*key\.pem is not\. Put both/],
  ['the certificate is missing', ({ certificate }) => rmSync(certificate), /key\.pem is there, but its certificate/],
  [
    'the certificate is garbage',
    ({ certificate }) => writeFileSync(certificate, 'x'),
    /cert\.pem is not a certificate/,
  ],
  ['the certificate is empty', ({ certificate }) => writeFileSync(certificate, ''), /cert\.pem is not a certificate/],
  [
    'the certificate is cut off',
    ({ certificate }) => writeFileSync(certificate, text(certificate).slice(0, 300)),
    /not a certificate/,
  ],
  ['the key is garbage', ({ key }) => writeFileSync(key, 'x'), /key\.pem is not a private key/],
  [
    'the key is locked',
    ({ key }) => writeFileSync(key, ecKey('secret')),
    /key\.pem is locked by a passphrase.*openssl/,
  ],
  [
    'the two do not belong together',
    ({ key }) => writeFileSync(key, ecKey()),
    /key\.pem is not the key of .*cert\.pem/,
  ],
  ['one cannot be read', ({ key }) => (rmSync(key), mkdirSync(key)), /key\.pem cannot be read: EISDIR.* Let the user/],
])('refuses to start, in words, when %s', async (_what, damage, words) => {
  const home = layHome()
  await home.certify()
  damage(home)

  await expect(serve(home)).rejects.toThrow(words)
})

it('starts with a certificate that has expired, so that a forgotten date is no outage', async () => {
  const home = layHome()
  await home.certify({ fromAt: Date.parse('2020-01-01') })
  const { url } = await serve(home)

  await expect(ask(url, { ca: text(home.certificate) })).rejects.toThrow('expired')
})

it('finds the files elsewhere', async () => {
  const home = layHome({ certificate: 'tls/desk.crt', key: 'tls/desk.key' })
  await home.certify()
  const ca = text(home.certificate)
  mkdirSync(path.join(home.folder, 'tls'))
  renameSync(home.certificate, path.join(home.folder, 'tls/desk.crt'))
  renameSync(home.key, path.join(home.folder, 'tls/desk.key'))

  const { url } = await serve(home)
  expect((await ask(url, { ca })).status).toBe(200)
})

it('is not kept from stopping by somebody who connects and says nothing', async () => {
  const home = layHome()
  await home.certify()
  const { url, stop } = await serve(home)
  const silent = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined)
  onTestFinished(() => void silent.destroy())
  await new Promise((resolve) => silent.once('connect', resolve))

  const begun = performance.now()
  await stop()
  expect(performance.now() - begun).toBeLessThan(8000)
})

it('lets nobody but its owner read the key', async () => {
  const home = layHome()
  await home.certify()
  expect((statSync(home.key).mode & 0o777).toString(8)).toBe('600')
})
