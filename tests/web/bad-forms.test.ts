import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { huge, odd } from '../support/odd.ts'
import { formOf } from '../features/page.ts'

const MOST_PAGES = 150
const BENDS_A_FORM = 8
const LONGEST_MS = 25_000
/** What would ask a foreign machine, or ends the session that asks. */
const LEFT_ALONE = /^\/(?:sign-out|me\/sessions|people\/\d+\/(?:sessions-end|deactivation))|sources\/freshservice$/

type Found = { readonly action: string; readonly fields: Readonly<Record<string, string>> }

/** Every form somebody can walk to, as their browser would send it. */
async function formsOf(browser: Browser): Promise<readonly Found[]> {
  const ahead = ['/']
  const seen = new Set(ahead)
  const found = new Map<string, Found>()
  for (let index = 0; index < Math.min(ahead.length, MOST_PAGES); index += 1) {
    const { text, headers } = await browser.get(ahead[index] ?? '/').redirects(3)
    if (!String(headers['content-type']).startsWith('text/html')) continue
    for (const [, href = ''] of text.matchAll(/\shref="(\/[^"#]*)/g)) {
      const path = href.replace(/\?.*/, '')
      if (!seen.has(path) && !path.startsWith('/assets/')) ahead.push(path)
      seen.add(path)
    }
    for (const [, action = ''] of text.matchAll(/<form\b[^>]*\saction="(\/[^"]*)"/g))
      if (!LEFT_ALONE.test(action)) found.set(action, { action, fields: formOf(text, action) })
  }
  return [...found.values()]
}

type Bend = { readonly at: number; readonly how: number; readonly value: string }
const bends = fc.array(
  fc.record({ at: fc.nat(30), how: fc.nat(11), value: fc.oneof({ weight: 8, arbitrary: odd }, huge) }),
  {
    minLength: 1,
    maxLength: 3,
  },
)

/** A form of ours with some of its fields put wrong. */
function bent({ fields }: Found, all: readonly Bend[]): string {
  const pairs = Object.entries(fields).map(([name, value]) => [encodeURIComponent(name), encodeURIComponent(value)])
  for (const { at, how, value } of all) {
    const pair = pairs[at % Math.max(pairs.length, 1)] ?? ['', '']
    const [name = ''] = pair
    if (how === 0) pairs.splice(at % Math.max(pairs.length, 1), 1)
    else if (how === 1) pairs.push([name, value])
    else if (how === 2) pair[0] = `${name}[${value.slice(0, 20)}]`
    else if (how === 3) pair[0] = `${name}[]`
    else if (how === 4) pairs.push([`${name}__proto__`, value], ['__proto__', value], ['constructor', value])
    else if (how === 5) pair[0] = value.slice(0, 200)
    else pair[1] = value
  }
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

async function furnished(house: House, admin: Browser): Promise<void> {
  await admin
    .upload('/tickets', { title: 'T', description: 'D', tags: 'one, two', requester: 'Rae' }, [
      { name: 'a.txt', content: 'a' },
    ])
    .expect(303)
  await admin.post('/tickets/1/updates', { kind: 'note', body: 'N' }).expect(303)
  await admin.post('/sites', { name: 'Harbour' }).expect(303)
  await admin.post('/projects', { name: 'Quay', site: '1' })
  const field = { label: 'Floor', type: 'text', visibleTo: 'client', editableBy: 'agent' }
  await admin.post('/settings/fields', field).expect(303)
  await house.as('client', 'Some client')
}

it.each([
  ['admin', 40],
  ['agent', 12],
  ['client', 7],
] as const)(
  'answers every form of an %s that was put wrong in words, and never with a failure',
  async (role, least) => {
    const house = await openHouse({ preset: 'team' })
    let people = 0
    const enter = () => house.as(role, `Fuzzy ${role} ${(people += 1)}`)
    let browser = await enter()
    await furnished(house, await house.as('admin', 'Admin'))
    await browser.post('/tickets', { title: 'Mine', description: 'D', priority: 'low' }).expect(303)
    const forms = await formsOf(browser)
    expect(forms.length).toBeGreaterThan(least)

    const bad: unknown[] = []
    const seen = new Map<number, number>()
    const began = performance.now()
    const asked = fc.sample(bends, { numRuns: BENDS_A_FORM * forms.length, seed: 20_261_121 })
    for (const [index, wrong] of asked.entries()) {
      const form = forms[index % forms.length]
      if (!form || performance.now() - began > LONGEST_MS) break
      const body = bent(form, wrong)
      const ask = async () => {
        const token = await browser.token()
        return browser.raw
          .post(form.action)
          .set('x-csrf-token', token)
          .type('form')
          .serialize((text: unknown) => text as string)
          .send(body)
      }
      let answer = await ask()
      if (answer.status === 401 || answer.headers.location === '/sign-in') {
        browser = await enter()
        answer = await ask()
      }
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1)
      if (answer.status >= 500 && answer.status !== 503) bad.push([form.action, body.slice(0, 300)])
    }
    expect(bad).toEqual([])
    for (const status of [303, 422]) expect(seen.get(status) ?? 0).toBeGreaterThan(0)
  },
  60_000,
)
