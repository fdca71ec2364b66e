import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Express } from 'express'
import supertest, { type Test } from 'supertest'
import { onTestFinished } from 'vitest'
import { loadConfig } from '#config/load.ts'
import type { Preset } from '#config/config.ts'
import { foldName } from '#domain/text.ts'
import { LiveHub } from '#features/live/hub.ts'
import { listenLive } from '#features/live/listener.ts'
import { hashPassword } from '#lib/passwords.ts'
import { createApp } from '#src/app.ts'
import type { Desk } from '#src/desk.ts'
import { openDesk } from '#src/open-desk.ts'
import { openSessionStore } from '#web/session-store.ts'
import { stoppedClock, type StoppedClock } from './clock.ts'
import { recordingLog, type RecordingLog } from './log.ts'

export const ROOT = path.resolve(import.meta.dirname, '../..')
export const PASSWORD = 'correct horse battery staple'

type Role = 'admin' | 'agent' | 'client'
type Settings = {
  readonly preset?: Preset | null
  readonly config?: object
  readonly now?: string
  readonly env?: Readonly<Record<string, string>>
}

/** A real desk in a folder of its own: real app, real SQLite file, real sessions, a clock that stands still. */
export type House = {
  readonly desk: Desk
  readonly app: Express
  readonly home: string
  readonly clock: StoppedClock
  readonly log: RecordingLog
  /** Somebody's browser: keeps cookies, sends the token of the last page it saw. */
  readonly visitor: () => Browser
  /** Somebody who is signed in; in the personal preset that is whoever sits there. */
  readonly as: (role: Role, name?: string) => Promise<Browser>
}

export async function openHouse({
  preset = 'personal',
  config = {},
  now = '2026-11-21T09:00:00Z',
  env: more = {},
}: Settings = {}): Promise<House> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'pennant-test-'))
  if (preset !== null) writeConfig(home, preset, config)
  const clock = stoppedClock(now)
  const log = recordingLog()
  const env = { PENNANT_HOME: home, PENNANT_SECRET: 'a secret of the tests, long enough', ...more }
  const desk = await openDesk({ root: ROOT, config: loadConfig(ROOT, env), log, clock })
  const sessions = openSessionStore(desk.config.sessionsFile, { clock, log })
  const hub = new LiveHub(desk)
  listenLive(desk, hub)
  const app = createApp({ desk, store: sessions.store, hub, setupCode: null, dev: false })

  onTestFinished(async () => {
    hub.stop()
    sessions.close()
    await desk.db.close()
    rmSync(home, { recursive: true, force: true })
    log.expectNoErrors()
  })
  if (desk.config.access.signIn) await addPerson(desk, { role: 'admin', name: 'First Admin' })
  const visitor = () => new Browser(supertest.agent(app))
  return {
    desk,
    app,
    home,
    clock,
    log,
    visitor,
    as: (role, name) => enter(desk, visitor(), { role, name: name ?? `Some ${role}` }),
  }
}

function writeConfig(home: string, preset: Preset, changes: object): void {
  const file = path.join(ROOT, 'config/presets', `${preset}.json`)
  const written = JSON.parse(readFileSync(file, 'utf8')) as { readonly tickets?: object }
  // Replies leave at once, but in the tests of those that wait.
  const tickets = { ...written.tickets, undo_send_seconds: 0 }
  mkdirSync(path.join(home, 'config'), { recursive: true })
  writeFileSync(
    path.join(home, 'config/config.json'),
    JSON.stringify({ ...written, tickets, time_zone: 'Europe/Berlin', ...changes }),
  )
}

const hashed = hashPassword(PASSWORD)

async function enter(desk: Desk, browser: Browser, { role, name }: { role: Role; name: string }): Promise<Browser> {
  if (!desk.config.access.signIn) return browser

  const email = await addPerson(desk, { role, name })
  await browser.get('/sign-in').expect(200)
  await browser.post('/sign-in', { email, password: PASSWORD, next: '' }).expect(303)
  // The session is a new one, and so is its token.
  await browser.get('/me').expect(200)
  return browser
}

/** Makes somebody who can sign in with `PASSWORD`, and answers their mail address. */
export async function addPerson(desk: Desk, { role, name }: { role: Role; name: string }): Promise<string> {
  const email = `${foldName(name).replaceAll(' ', '.')}@example.com`
  const data = {
    name,
    nameKey: foldName(name),
    email,
    emailKey: email,
    role,
    passwordHash: await hashed,
    createdAt: new Date(desk.clock.now()),
  }
  await desk.db.write((tx) => tx.person.create({ data }))
  return email
}

/** As a browser without scripts would do it. */
export class Browser {
  readonly #agent: ReturnType<typeof supertest.agent>
  #token = ''

  constructor(agent: ReturnType<typeof supertest.agent>) {
    this.#agent = agent
  }

  get(url: string): Test {
    return this.#agent.get(url).on('response', (response: { text?: string }) => this.#remember(response.text))
  }

  /** Posts a form; the token is that of the last page this browser saw, which it fetches when it saw none. */
  post(url: string, fields: Readonly<Record<string, string | string[]>> = {}): Asked {
    return asked(async () => {
      // A request takes its cookies along when it is made, so the token, and the session with it, comes first.
      const token = await this.token()
      return this.#seen(
        this.#agent
          .post(url)
          .type('form')
          .send({ _csrf: token, ...fields }),
      )
    })
  }

  /** Posts a form with files. */
  upload(url: string, fields: Readonly<Record<string, string>>, files: readonly Picked[]): Asked {
    return asked(async () => {
      const token = await this.token()
      const test = this.#agent.post(url).field('_csrf', token)
      for (const [name, value] of Object.entries(fields)) void test.field(name, value)
      for (const { field = 'files', name, content } of files)
        void test.attach(field, Buffer.from(content), { filename: name })
      return this.#seen(test)
    })
  }

  /** The agent itself, for requests no browser would send. */
  get raw(): ReturnType<typeof supertest.agent> {
    return this.#agent
  }

  async token(): Promise<string> {
    await this.#ensureToken()
    return this.#token
  }

  async #ensureToken(): Promise<void> {
    if (this.#token === '') this.#remember((await this.#agent.get('/me').redirects(2)).text)
    if (this.#token === '') this.#remember((await this.#agent.get('/setup')).text)
  }

  // A request begins when it is awaited, so it travels inside a function.
  #seen(test: Test): () => Test {
    return () => test.on('response', (response: { text?: string }) => this.#remember(response.text))
  }

  #remember(html: string | undefined): void {
    this.#token = /name="_csrf" value="([^"]+)"/.exec(html ?? '')?.[1] ?? this.#token
  }
}

export type Picked = { readonly field?: string; readonly name: string; readonly content: Buffer | string }
type Answer = Awaited<Test>
export type Asked = Promise<Answer> & { readonly expect: (status: number) => Promise<Answer> }

/** A request that first needs another; `expect` says what it got when it got something else. */
function asked(begin: () => Promise<() => Test>): Asked {
  const answer = begin().then((test) => test())
  const expectStatus = (status: number) =>
    answer.then((got) => {
      if (got.status !== status)
        throw new Error(
          `expected ${status}, got ${got.status}: ${got.text
            .replace(/<[^>]+>/g, ' ')
            .replace(/\s+/g, ' ')
            .slice(0, 400)}`,
        )
      return got
    })
  return Object.assign(answer, { expect: expectStatus })
}
