import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createHttpClient } from '#lib/http-client.ts'
import { HttpFailure, httpFailureOf } from '#lib/http-failure.ts'
import { whyNotAsk } from '#lib/http-guard.ts'

const SECRET = 'Basic c2VjcmV0'
const never = () => new AbortController().signal

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function ask(origin: string, settings: { timeoutMs?: number; mostBytes?: number; path?: string } = {}) {
  const client = createHttpClient({ fetch, origin, timeoutMs: 2_000, ...settings })
  return client.get(settings.path ?? '/things?page=1', { headers: { Authorization: SECRET }, signal: never() })
}

const failure = async (asked: Promise<unknown>): Promise<HttpFailure> => {
  const error = await asked.then(() => null).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(HttpFailure)
  return error as HttpFailure
}

it('brings back status, headers and text, and says who asks', async () => {
  const origin = await serve((request, response) => {
    response.writeHead(404, { 'X-Total': '7' })
    response.end(`\uFEFF${request.headers['user-agent']} ${request.url} ${request.headers.authorization} ünïcode`)
  })
  const { status, headers, text } = await ask(origin)
  expect([status, headers.get('x-total')]).toEqual([404, '7'])
  expect(text).toBe(`Pennant /things?page=1 ${SECRET} ünïcode`)
})

it.each<[string, RequestListener, string, string | null]>([
  ['hangs', () => undefined, 'timeout', null],
  ['drips', (_request, response) => void setInterval(() => response.write('x'), 10).unref(), 'timeout', null],
  ['breaks off at once', (request) => request.socket.destroy(), 'network', 'cut'],
  [
    'breaks off half way',
    (_request, response) => {
      response.writeHead(200, { 'Content-Length': 100 })
      response.write('half', () => response.destroy())
    },
    'network',
    'cut',
  ],
  ['sends too much', (_request, response) => void response.end('x'.repeat(5_000)), 'too-large', null],
  [
    'sends us on',
    (_request, response) => void response.writeHead(301, { Location: 'https://elsewhere.example/' }).end(),
    'redirect',
    null,
  ],
])('says so when the other side %s', async (_what, listener, kind, reason) => {
  const error = await failure(ask(await serve(listener), { timeoutMs: 80, mostBytes: 1_000 }))
  expect([error.kind, error.reason]).toEqual([kind, reason])
  expect(`${error.message} ${String(error.cause)}`).not.toContain(SECRET)
})

it('names where it would have been sent, and does not go there', async () => {
  let asked = 0
  const other = await serve((_request, response) => {
    asked += 1
    response.end()
  })
  const origin = await serve((_request, response) => void response.writeHead(302, { Location: other }).end())
  expect((await failure(ask(origin))).message).toContain(`sends us on to ${new URL(other).host}`)
  expect(asked).toBe(0)
})

it('says that nobody listens', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const error = await failure(ask(`http://127.0.0.1:${port}`))
  expect([error.kind, error.reason]).toEqual(['network', 'refused'])
  expect(error.message).toBe(`127.0.0.1:${port} refuses the connection.`)
})

it.each([
  ['ENOTFOUND', 'name', 'The name acme.example could not be looked up.'],
  ['EAI_AGAIN', 'name', 'The name acme.example could not be looked up.'],
  ['CERT_HAS_EXPIRED', 'certificate', 'The certificate of acme.example is not accepted (CERT_HAS_EXPIRED).'],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'certificate',
    'The certificate of acme.example is not accepted (DEPTH_ZERO_SELF_SIGNED_CERT).',
  ],
  ['ENETUNREACH', 'unreachable', 'There is no way to acme.example from here.'],
  ['ECONNRESET', 'cut', 'The connection to acme.example broke off.'],
  ['EWHATEVER', 'other', 'acme.example could not be reached (EWHATEVER).'],
])('explains %s', (code, reason, message) => {
  const inner = Object.assign(new Error('inner'), { code })
  const error = httpFailureOf(new TypeError('fetch failed', { cause: new AggregateError([inner]) }), 'acme.example')
  expect([error.reason, error.message]).toEqual([reason, message])
})

it('stops when it is told to, with the reason it was given', async () => {
  const origin = await serve(() => undefined)
  const controller = new AbortController()
  const asked = createHttpClient({ fetch, origin }).get('/', { headers: {}, signal: controller.signal })
  controller.abort(new Error('enough'))
  await expect(asked).rejects.toThrow('enough')
  await expect(
    createHttpClient({ fetch, origin }).get('/', { headers: {}, signal: controller.signal }),
  ).rejects.toThrow('enough')
})

it('asks nobody but its own origin', async () => {
  const origin = await serve((_request, response) => void response.end('ok'))
  expect((await failure(ask(origin, { path: '//elsewhere.example/x' }))).kind).toBe('not-allowed')
  expect((await failure(ask('http://192.168.1.1'))).message).toBe(
    'http://192.168.1.1 is not asked without encryption; use https.',
  )
})

it.each([
  ['https://acme.freshservice.com', true],
  ['http://127.0.0.1:8080', true],
  ['http://localhost:8080', true],
  ['http://[::1]:8080', true],
  ['http://acme.freshservice.com', false],
  ['https://10.0.0.1', false],
  ['https://[fd00::1]', false],
  ['https://[::ffff:127.0.0.1]', false],
  ['https://169.254.169.254', false],
  ['https://router', false],
  ['https://nas.local', false],
  ['https://db.internal', false],
  ['https://user:word@acme.freshservice.com', false],
  ['https://acme.freshservice.com/path', false],
  ['file:///etc/passwd', false],
  ['', false],
])('may ask %j: %s', (origin, allowed) => {
  expect(whyNotAsk(origin) === null).toBe(allowed)
})
