import type { Express } from 'express'
import fc from 'fast-check'
import path from 'node:path'
import supertest from 'supertest'
import { expect, it, onTestFinished } from 'vitest'
import { LiveHub } from '#features/live/hub.ts'
import { createApp } from '#src/app.ts'
import { openSessionStore } from '#web/session-store.ts'
import { Browser, openHouse } from '../support/house.ts'
import { odd } from '../support/odd.ts'

const RUNS_A_ROUTE = 14
const LONGEST_MS = 20_000

type Layer = {
  readonly route?: { readonly path: string | string[]; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle?: { readonly stack?: readonly Layer[] }
}
type Route = { readonly method: 'get' | 'post'; readonly path: string }

/** Every door of the app, as its router has it; the stream and the way out, which would end both, are tested by themselves. */
function routesOf(app: Express): Route[] {
  const walk = (layers: readonly Layer[]): Route[] =>
    layers.flatMap(({ route, handle }) =>
      route
        ? [route.path]
            .flat()
            .flatMap((at) =>
              (['get', 'post'] as const)
                .filter((method) => route.methods[method])
                .map((method) => ({ method, path: at })),
            )
        : walk(handle?.stack ?? []),
    )
  return walk((app.router as unknown as { stack: readonly Layer[] }).stack).filter(
    ({ path: at }) => at !== '/live' && at !== '/sign-out',
  )
}

const FIELDS = [
  'title',
  'description',
  'notes',
  'requester',
  'watchers',
  'priority',
  'type',
  'dueAt',
  'links',
  'tags',
  'site',
  'project',
  'jobNumber',
  'assignee',
  'body',
  'kind',
  'status',
  'to',
  'holdReason',
  'resolution',
  'reage',
  'base',
  'version',
  'keep.title',
  'email',
  'password',
  'next',
  'remember',
  'preset',
  'name',
  'zone',
  'theme',
  'density',
  'keys',
  'back',
  'q',
  'after',
  'before',
  'from',
  'sort',
  'current',
  'code',
  'role',
  'active',
  'invite',
  'into',
  'by',
  'csv',
  'act',
  'actions',
  'label',
  'key',
  'options',
  'visibleTo',
  'editableBy',
  'defaultValue',
  'required',
  'order',
  'own',
  'color',
  'closed',
  'person',
  'anyway',
  'tag',
  'tagMode',
  'section',
  'domain[x]',
  'api_key',
  'workspaces',
  'status_9',
  'status___proto__',
  'priority_1',
  'key_0',
  'place_0',
  'label_0',
  'color_stage0',
  'quiet_hours',
  'watch',
  'horizon_days',
  'company',
  'timeZone',
  'custom.1',
  'field_1',
  'state',
  'action',
  'response',
  'session',
  '__proto__',
  'constructor[prototype][x]',
  'title[x]',
  'title[]',
  'body[a][b]',
  '_csrf',
  '',
]
const pairs = fc
  .array(fc.tuple(fc.constantFrom(...FIELDS), odd), { maxLength: 12 })
  .map((items) => items.map(([name, value]) => `${name}=${value}`).join('&'))

type Body = { readonly type: string | null; readonly text: string; readonly encoding?: string }
const part = (name: string, value: string) =>
  `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const file = (head: string) =>
  `--b\r\nContent-Disposition: form-data; ${head}\r\nContent-Type: text/plain\r\n\r\ncontent\r\n`
const MULTIPART = 'multipart/form-data; boundary=b'
const WHOLE = part('title', 'T') + part('description', 'D') + part('body', 'B') + part('base', '{}')
const bodies: fc.Arbitrary<Body> = fc.oneof(
  pairs.map((text) => ({ type: 'application/x-www-form-urlencoded', text })),
  fc.constantFrom<Body>(
    { type: 'application/x-www-form-urlencoded', text: 'a=b&'.repeat(400) },
    { type: 'application/x-www-form-urlencoded', text: `body=${'y'.repeat(1_200_000)}` },
    { type: 'application/x-www-form-urlencoded; charset=utf-7', text: 'title=x' },
    { type: 'application/x-www-form-urlencoded', text: 'title=x', encoding: 'gzip' },
    { type: 'application/x-www-form-urlencoded', text: 'title=x', encoding: 'nonsense' },
    { type: 'application/json', text: '{"title":{"not":null}}' },
    { type: 'application/json', text: '{"title":' },
    { type: 'text/plain', text: 'title=x' },
    { type: null, text: '' },
    { type: 'multipart/form-data', text: WHOLE },
    { type: 'multipart/form-data; boundary=', text: WHOLE },
    { type: 'multipart/form-data; =x; boundary=b', text: WHOLE },
    { type: `${MULTIPART}; charset=utf-16`, text: `${WHOLE}--b--` },
    { type: MULTIPART, text: WHOLE },
    { type: MULTIPART, text: `${WHOLE}--b--` },
    { type: MULTIPART, text: `${WHOLE}${part('title[x][y]', 'nested')}--b--` },
    {
      type: MULTIPART,
      text: `${part('title[x]', 'a')}${part('title[y]', 'b')}${part('body[]', 'c')}${part('kind[a]', 'd')}--b--`,
    },
    { type: MULTIPART, text: `${part('__proto__[x]', 'a')}${part('constructor', 'b')}${part('toString', 'c')}--b--` },
    { type: MULTIPART, text: `${WHOLE}${file('name="files"; filename="../../x"')}--b--` },
    { type: MULTIPART, text: `${WHOLE}${file('name="files"; filename=""')}${file('filename="nameless"')}--b--` },
    {
      type: MULTIPART,
      text: `${WHOLE}${file('name="title"; filename="title.txt"')}${file('name="x[y]"; filename="\u0000"')}`,
    },
    {
      type: MULTIPART,
      text: `--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b\r\nbroken header\r\n\r\ny\r\n--b--`,
    },
    { type: MULTIPART, text: `${part('body', 'z'.repeat(1_100_000))}--b--` },
    { type: MULTIPART, text: `${part('n', 'v').repeat(400)}--b--` },
    { type: MULTIPART, text: `${file('name="files"; filename="many.txt"').repeat(120)}--b--` },
  ),
)

it('answers whatever comes through any door in words, and never with a failure', async () => {
  const { desk, clock, log } = await openHouse()
  const sessions = openSessionStore(path.join(desk.config.home, 'fuzz-sessions.db'), { clock, log })
  onTestFinished(() => sessions.close())
  const app = createApp({ desk, store: sessions.store, hub: new LiveHub(desk), setupCode: null, dev: false })
  const browser = new Browser(supertest.agent(app))
  await browser.upload('/tickets', { title: 'T', description: 'D' }, [{ name: 'a.txt', content: 'a' }]).expect(303)
  await browser.post('/tickets/1/updates', { kind: 'note', body: 'N' }).expect(303)
  const routes = routesOf(app)
  expect(routes.length).toBeGreaterThan(25)

  const began = performance.now()
  const bad: unknown[] = []
  const seen = new Map<number, number>()
  const asks = fc.sample(fc.tuple(odd, odd, pairs, bodies, fc.boolean()), {
    numRuns: RUNS_A_ROUTE * routes.length,
    seed: 20_261_121,
  })
  for (const [index, [one, other, query, body, real]] of asks.entries()) {
    const { method, path: at } = routes[index % routes.length] ?? { method: 'get', path: '/' }
    const url = at.replace(/:id/, real ? '1' : one || 'x').replace(/:\w+/g, real ? '2' : other || 'x')
    if (performance.now() - began > LONGEST_MS) break
    const answer = method === 'get' ? await browser.raw.get(`${url}?${query}`) : await send(browser, url, body)
    seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
    if (answer.status >= 500 && answer.status !== 503)
      bad.push([method, url, query, body.type, body.text.slice(0, 300)])
  }
  expect(bad).toEqual([])
  // Most of it must come past the guards, or this would show nothing.
  expect(seen.get(403) ?? 0).toBeLessThan(20)
  for (const status of [200, 303, 400, 404, 413, 422]) expect(seen.get(status) ?? 0).toBeGreaterThan(0)
}, 60_000)

async function send(browser: Browser, url: string, { type, text, encoding }: Body) {
  const token = await browser.token()
  const test = browser.raw.post(url).set('x-csrf-token', token)
  if (encoding) void test.set('Content-Encoding', encoding)
  if (type !== null) void test.set('Content-Type', type)
  return test.serialize((sent: unknown) => sent as string).send(text)
}
