import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createLog } from '#lib/logger.ts'
import { printable } from '#lib/printable.ts'
import { line } from '#lib/fields.ts'
import { openHouse } from '../support/house.ts'
import { mainOf } from '../features/page.ts'

const FORGED = 'Ann\r\n{"level":30,"msg":"forged"}\u001b[2J\u001b]0;owned\u0007end'

function recorded() {
  const lines: string[] = []
  return { lines, log: createLog('info', { write: (text) => void lines.push(text) }) }
}

it('logs one line an event, whatever stands in it', () => {
  const { lines, log } = recorded()
  log.error({ error: new Error(FORGED), path: FORGED, id: 'x' }, FORGED)
  log.warn({ reason: FORGED })

  expect(lines).toHaveLength(2)
  for (const text of lines) {
    expect(printable(text.trimEnd())).toBe(text.trimEnd())
    expect(JSON.parse(text)).toBeTypeOf('object')
  }
})

it('blanks the secrets that might slip into a log', () => {
  const { lines, log } = recorded()
  const secret = 'hunter2-hunter2'
  log.error({ password: secret, form: { password: secret, token: secret }, token: secret, secret }, 'Look')
  log.error({ headers: { cookie: secret, authorization: secret } }, 'Look')

  expect(lines.join('')).not.toContain(secret)
  expect(lines.join('')).toContain('Look')
})

it('keeps what moves a terminal out of names and lines', () => {
  expect(line(200).parse(FORGED)).toBe('Ann {"level":30,"msg":"forged"} [2J ]0;owned end')
  expect(printable(FORGED)).not.toMatch(/\p{Cc}/u)
})

it('shows a browser that calls itself names as text, and no more of it', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  const page = await agent.raw.get('/me/security').set('User-Agent', '<script>alert(1)</script>').expect(200)
  expect(page.text).not.toContain('<script>alert')
})

it.each(['<script>alert(1)</script>', '"><img src=x>', 'a\tb', 'x'.repeat(9000)])(
  'answers the Host %j in words that hold no markup of it',
  async (host) => {
    const { visitor } = await openHouse({ preset: 'team' })
    const { text } = await visitor().raw.get('/').set('Host', host).expect(403)
    expect(mainOf(text)).toContain('does not go by the name')
    expect(text).not.toMatch(/<script>alert|<img src=x/)
  },
)

it('says nothing of its inside when something breaks', async () => {
  const { as, desk, home, log } = await openHouse({ preset: 'team' })
  const agent = await as('agent')
  log.allowErrors()
  const broken = () => {
    throw new Error(`SQLITE_ERROR: no such table: Ticket at ${home}/src/db/reads.ts SELECT * FROM Person`)
  }
  Object.assign(desk.db.sql, { all: broken, get: broken, pluck: broken })

  for (const accept of ['text/html', 'application/json']) {
    const { text, status, headers } = await agent.raw.get('/tickets').set('Accept', accept)
    expect(status).toBe(500)
    expect(text).toMatch(/went wrong on our side/)
    expect(text).not.toMatch(/SQLITE|SELECT|no such table|node_modules|\.ts\b|\bat \w+ \(/)
    expect(text).not.toContain(home)
    expect(headers['x-powered-by']).toBeUndefined()
  }
  expect(log.errors.length).toBeGreaterThan(0)
})

it('takes no file from somebody who has not signed in', async () => {
  const { visitor, desk } = await openHouse({ preset: 'team' })
  const browser = visitor()
  await browser.get('/sign-in')
  for (const url of ['/sign-in', '/tickets', '/me/picture', '/t/made-up/updates']) {
    const { status } = await browser.upload(url, { email: 'a@example.com' }, [
      { name: 'a.txt', content: 'x'.repeat(50_000) },
    ])
    expect([401, 404, 422]).toContain(status)
  }
  expect(existsSync(desk.config.uploads.folder)).toBe(false)
})

it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND'])('has no method %s anywhere', async (method) => {
  const { visitor } = await openHouse()
  for (const url of ['/', '/tickets', '/tickets/1', '/healthz', '/assets/app.css', '/nowhere']) {
    const agent = visitor().raw as unknown as Record<
      string,
      (url: string) => Promise<{ status: number; headers: object }>
    >
    const ask = agent[method.toLowerCase()]
    if (!ask) return
    const { status, headers } = await ask.call(agent, url)
    expect([url, status]).toEqual([url, 405])
    expect(headers).toMatchObject({ allow: 'GET, HEAD, POST' })
  }
})
