import { expect, it } from 'vitest'
import { openHouse, type Browser } from '../../support/house.ts'
import { openTicket, rowsOf } from '../page.ts'

const found = async (browser: Browser, query: string) =>
  rowsOf((await browser.get(`/tickets${query}`).expect(200)).text)

it('finds what was typed anywhere in a ticket, and by its number', async () => {
  const { visitor } = await openHouse({ config: { tickets: { number_format: 'HD-{id:04}' } } })
  const browser = visitor()
  await browser
    .upload(
      '/tickets',
      {
        title: 'Zürich office',
        description: 'Café crème',
        notes: 'hiddenword',
        requester: 'Jürgen Groß <jg@example.com>',
        watchers: 'Watchful',
        tags: 'taggy',
        links: 'https://linky.example/path',
      },
      [{ field: 'attachments', name: 'filey.pdf', content: 'x' }],
    )
    .expect(303)
  await openTicket(browser, { title: '100% sure', description: 'under_score and "quotes"' })
  await browser.post('/tickets/1/updates', { kind: 'reply', body: 'replyword' }).expect(303)
  await browser.post('/tickets/1/updates', { kind: 'note', body: 'noteword' }).expect(303)

  for (const word of [
    'zurich',
    'ZÜRICH',
    'cafe',
    'creme',
    'jurgen',
    'jg@example.com',
    'watch',
    'taggy',
    'linky',
    'filey',
    'hiddenword',
    'replyw',
    'noteword',
    'zurich cafe',
    '"Café crème"',
    'HD-0001',
    'hd-1',
  ])
    expect([word, await found(browser, `?q=${encodeURIComponent(word)}`)]).toEqual([word, [1]])
  for (const [word, ids] of [
    ['100%', [2]],
    ['under_score', [2]],
    ['"quotes"', [2]],
    ['%', []],
    ['_', []],
    ['"', []],
    ['*', []],
    ['zurich AND', []],
    ['OR', []],
    ['NEAR(zurich cafe)', []],
    ['title:zurich', []],
    ['^zurich', [1]],
    ['-cafe', [2]],
    ['creme cafe"', [1]],
    ['"creme cafe"', []],
    ['(', []],
    ["'; DROP TABLE Ticket; --", []],
  ] as const)
    expect([word, await found(browser, `?q=${encodeURIComponent(word)}`)]).toEqual([word, ids])
})

it('looks for no more than two hundred characters', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  await openTicket(browser, { title: 'Needle' })

  expect(await found(browser, `?q=${'haystack '.repeat(40)}`)).toEqual([])
  expect(await found(browser, `?q=needle${'%20'.repeat(300)}`)).toEqual([1])
})

it('says so where a search is longer than what counts of it', async () => {
  const { visitor } = await openHouse()
  const browser = visitor()
  await openTicket(browser, { title: 'Printer' })
  const page = async (q: string) => (await browser.get(`/tickets?q=${encodeURIComponent(q)}`).expect(200)).text
  const negated = (count: number) => Array.from({ length: count }, (_none, index) => `-tag:t${index}`).join(' ')
  expect(await page(negated(40))).not.toContain('Only the first')
  expect(await page(negated(41))).toContain('Only the first 40 words and operators count.')
  expect(await page(`printer ${'x'.repeat(1000)}`)).toContain('Only the first 1,000 characters count.')
})
