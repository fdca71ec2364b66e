import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { LiveHub } from '#features/live/hub.ts'
import { listenLive } from '#features/live/listener.ts'
import { createApp } from '#src/app.ts'
import { openSessionStore } from '#web/session-store.ts'
import { HOUR } from '../support/clock.ts'
import { openHouse, type House } from '../support/house.ts'
import { openTicket } from './page.ts'

type Told = {
  readonly event: string
  readonly data: { readonly version?: string; readonly tickets?: readonly number[] }
}

/** A second door to the same desk that listens on a port, as an open page needs it. */
async function listening({ desk, clock, log }: House) {
  const hub = new LiveHub(desk)
  listenLive(desk, hub)
  const sessions = openSessionStore(path.join(desk.config.home, 'live-sessions.db'), { clock, log })
  const app = createApp({ desk, store: sessions.store, hub, setupCode: null, dev: false })
  const server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => {
    hub.stop()
    server.closeAllConnections()
    server.close()
    sessions.close()
  })
  return { hub, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/live` }
}

/** An open page: what it has been told so far. */
async function openPage(url: string) {
  const controller = new AbortController()
  const response = await fetch(url, { signal: controller.signal })
  const told: Told[] = []
  const read = async () => {
    let text = ''
    for await (const part of response.body ?? []) {
      text += Buffer.from(part as Uint8Array).toString('utf8')
      const whole = text.split('\n\n')
      text = whole.pop() ?? ''
      for (const block of whole) {
        const [, event, data] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? []
        if (event && data) told.push({ event, data: JSON.parse(data) as Told['data'] })
      }
    }
  }
  const ended = read().catch(() => undefined)
  return { response, told, ended, leave: () => controller.abort() }
}

it('greets an open page and tells it of changes, several within a moment at once', async () => {
  const house = await openHouse()
  const { url } = await listening(house)
  const page = await openPage(url)
  expect(page.response.headers.get('content-type')).toContain('text/event-stream')
  await expect.poll(() => page.told.map(({ event }) => event)).toEqual(['hello'])
  const browser = house.visitor()
  await browser.get('/me').expect(200)

  const id = await openTicket(browser)
  await expect.poll(() => page.told.at(-1)).toMatchObject({ event: 'change', data: { tickets: [id] } })
  await browser.post(`/tickets/${id}/status`, { to: 'in_progress' }).expect(303)
  await expect.poll(() => page.told.length).toBeGreaterThan(2)

  expect(page.told.every(({ data }) => typeof data.version === 'string')).toBe(true)
  expect(page.told.at(-1)?.data.version).not.toBe(page.told[0]?.data.version)
})

it('tells those who do not see everything that something changed, but not what', async () => {
  const house = await openHouse()
  const { hub } = await listening(house)
  const heard: [string, object][] = []
  const stream = { send: (event: string, data: object) => void heard.push([event, data]), close: () => undefined }
  hub.add({ stream, actor: { personId: 9, name: 'Carla', role: 'client', zone: 'UTC', sees: 'own', sites: [] } })

  await openTicket(house.visitor())

  await expect.poll(() => heard.map(([event]) => event)).toEqual(['hello', 'change'])
  expect(Object.keys(heard[1]?.[1] ?? {})).toEqual(['version'])
})

it('forgets a page that was closed, and closes those that are open when it stops', async () => {
  const house = await openHouse()
  const { url, hub } = await listening(house)
  const [gone, open] = [await openPage(url), await openPage(url)]
  await expect.poll(() => open.told.length).toBe(1)

  gone.leave()
  await gone.ended
  hub.changed([1])
  await expect.poll(() => open.told.length).toBe(2)
  expect(gone.told.length).toBeLessThan(2)

  hub.stop()
  await open.ended
})

it('tells when time alone changes a colour', async () => {
  const house = await openHouse({ preset: 'personal' })
  await openTicket(house.visitor(), { priority: 'critical' })
  const { url, hub } = await listening(house)
  const page = await openPage(url)
  await expect.poll(() => page.told.length).toBe(1)
  hub.look()
  await expect.poll(() => page.told.length).toBe(2)

  house.clock.pass(48 * HOUR)
  hub.look()
  house.clock.pass(1)
  hub.look()

  await expect.poll(() => page.told.length).toBe(3)
  expect(page.told.at(-1)).toMatchObject({ event: 'change', data: { tickets: [] } })
})
