import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { openHouse, type House } from '../../support/house.ts'
import { eventsOf, formOf, mainOf, openTicket, problemAt } from '../page.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

const sha = (content: Buffer | string) => createHash('sha256').update(content).digest('hex')

/** The contents that are kept, by their hash. */
function kept({ home }: House): string[] {
  const folder = path.join(home, 'uploads')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
}

async function upload(house: House, files: readonly { name: string; content: Buffer | string }[], status = 303) {
  const browser = await house.as('agent', `Agent ${String(Math.random())}`)
  const id = await openTicket(browser)
  const answer = await browser.upload(`/tickets/${id}/attachments`, {}, files).expect(status)
  const rows = await house.desk.db.read.attachment.findMany({ where: { ticketId: id }, orderBy: { id: 'asc' } })
  return { browser, id, answer, rows }
}

it('keeps a file by its content, and tells of it on the ticket and in its timeline', async () => {
  const house = await openHouse({ preset: 'team' })

  const { browser, id, rows } = await upload(house, [{ name: 'log.txt', content: 'three lines' }])

  const page = (await browser.get(`/tickets/${id}`)).text
  expect(mainOf(page)).toContain('log.txt 11 B')
  expect(eventsOf(page).at(-1)).toContain('attached log.txt')
  expect(
    readFileSync(path.join(house.home, 'uploads', sha('three lines').slice(0, 2), sha('three lines')), 'utf8'),
  ).toBe('three lines')
  expect(rows).toMatchObject([{ sha256: sha('three lines'), name: 'log.txt' }])
})

it('takes files with a new ticket, with an edit and with an update', async () => {
  const house = await openHouse()
  const browser = house.visitor()
  await browser
    .upload('/tickets', { title: 'T', description: 'D' }, [{ field: 'attachments', name: 'one.txt', content: '1' }])
    .expect(303)
  const form = formOf((await browser.get('/tickets/1/edit')).text, '/tickets/1/edit')
  await browser.upload('/tickets/1/edit', form, [{ field: 'attachments', name: 'two.txt', content: '2' }]).expect(303)
  await browser
    .upload('/tickets/1/updates', { kind: 'note', body: '' }, [{ name: 'three.txt', content: '3' }])
    .expect(303)

  const page = (await browser.get('/tickets/1')).text
  for (const name of ['one.txt', 'two.txt', 'three.txt']) expect(mainOf(page)).toContain(`${name} 1 B`)
  expect(kept(house)).toHaveLength(3)
})

it('keeps the same content once, for as long as it has a use', async () => {
  const house = await openHouse({ preset: 'team' })
  const first = await upload(house, [
    { name: 'a.txt', content: 'same' },
    { name: 'b.txt', content: 'same' },
  ])
  const second = await upload(house, [{ name: 'c.txt', content: 'same' }])
  expect(kept(house)).toEqual([sha('same')])

  const [a, b] = first.rows.map(({ id }) => id)
  await first.browser.post(`/tickets/${first.id}/attachments/${a ?? 0}/removal`).expect(303)
  await first.browser.post(`/tickets/${first.id}/attachments/${b ?? 0}/removal`).expect(303)
  expect(kept(house)).toEqual([sha('same')])
  await second.browser.get(`/attachments/${second.rows[0]?.id ?? 0}`).expect(200)
  await second.browser.post(`/tickets/${second.id}/attachments/${second.rows[0]?.id ?? 0}/removal`).expect(303)

  expect(kept(house)).toEqual([])
  expect(await house.desk.db.read.file.count()).toBe(0)
  expect(eventsOf((await second.browser.get(`/tickets/${second.id}`)).text).at(-1)).toContain(
    'removed attachment c.txt',
  )
  await second.browser.get(`/attachments/${second.rows[0]?.id ?? 0}`).expect(404)
})

it.each([
  ['Zürich 日本 😀.txt', 'Zürich 日本 😀.txt'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\plan.txt', 'plan.txt'],
  ['invoice\u202Efdp.txt', 'invoicefdp.txt'],
  ['zero\u200Bwidth.txt', 'zerowidth.txt'],
  ['a<b>:c|d?.txt', 'a_b__c_d_.txt'],
  ['...', 'file'],
  [`${'x'.repeat(300)}.txt`, `${'x'.repeat(176)}.txt`],
  [`a.${'y'.repeat(300)}`, `a.${'y'.repeat(178)}`],
])('keeps the name %j as %j', async (given, wanted) => {
  const house = await openHouse({ preset: 'team' })

  const { browser, id, rows } = await upload(house, [{ name: given, content: 'x' }])

  expect(rows.map(({ name }) => name)).toEqual([wanted])
  const page = (await browser.get(`/tickets/${id}`)).text
  const href = /href="(\/attachments\/[^"]+)"/.exec(page)?.[1] ?? ''
  const { headers } = await browser.get(href).expect(200)
  expect(decodeURIComponent(String(headers['content-disposition']))).toBe(`attachment; filename*=UTF-8''${wanted}`)
  expect(existsSync(path.join(house.home, 'uploads', wanted))).toBe(false)
})

it.each([
  ['picture.txt', 'image/png', 'inline', PNG],
  ['picture.png', 'application/octet-stream', 'attachment', SVG],
  ['page.html', 'application/octet-stream', 'attachment', '<script>alert(1)</script>'],
  ['notes.txt', 'application/octet-stream', 'attachment', 'plain'],
])('serves %s by its content, as %s', async (name, type, disposition, content) => {
  const house = await openHouse({ preset: 'team' })
  const { browser, rows } = await upload(house, [{ name, content }])

  const answer = await browser
    .get(`/attachments/${rows[0]?.id ?? 0}`)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => done(null, Buffer.concat(parts)))
    })
    .expect(200)

  const { headers } = answer
  expect((answer.body as Buffer).equals(Buffer.from(content))).toBe(true)
  expect(headers).toMatchObject({
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  expect(headers['content-disposition']).toMatch(new RegExp(`^${disposition};`))
})

const LIMITS = { uploads: { max_file_mb: 0.001, max_files: 2, refused_extensions: ['exe'] } }

it.each([
  ['a file that is too large', [{ name: 'big.txt', content: 'x'.repeat(2000) }], 'big.txt is larger than 1 KB.'],
  ['too many files', ['1', '2', '3'].map((name) => ({ name, content: name })), 'At most 2 files in one form.'],
  ['an ending that is not taken', [{ name: 'virus.EXE', content: 'MZ' }], 'Files ending in .exe are not taken here.'],
  [
    'an ending behind a zero-width blank',
    [{ name: 'virus.ex\u200Be', content: 'MZ' }],
    'Files ending in .exe are not taken here.',
  ],
])('refuses %s in words, and gives back what was typed', async (_what, files, words) => {
  const house = await openHouse({ config: LIMITS })
  const browser = house.visitor()

  const { text } = await browser
    .upload(
      '/tickets',
      { title: 'Long title', description: 'Long text', tags: 'one' },
      files.map((file) => ({ ...file, field: 'attachments' })),
    )
    .expect(422)

  expect(problemAt(text, 'attachments')).toBe(words)
  expect(formOf(text, '/tickets')).toMatchObject({ title: 'Long title', description: 'Long text', tags: 'one' })
  expect(await house.desk.db.read.ticket.count()).toBe(0)
  const id = await openTicket(browser)
  const reply = await browser.upload(`/tickets/${id}/updates`, { kind: 'note', body: 'Long note' }, files).expect(422)
  expect(reply.text).toContain(words)
  expect(formOf(reply.text, `/tickets/${id}/updates`)).toMatchObject({ kind: 'note', body: 'Long note' })
  await expect.poll(() => kept(house)).toEqual([])
})

it('takes only the endings an operator lists', async () => {
  const house = await openHouse({ preset: 'team', config: { uploads: { extensions: ['.PDF', 'txt'] } } })
  const { answer, browser, id } = await upload(house, [{ name: 'a.png', content: PNG }])

  expect(answer.headers.location).toBe(`/tickets/${id}`)
  expect((await browser.get(`/tickets/${id}`)).text).toContain('Only these endings are taken: pdf, txt.')
  await upload(house, [{ name: 'a.TXT', content: 'x' }])
  expect(kept(house)).toHaveLength(1)
})

it('leaves no file behind when the form is refused', async () => {
  const house = await openHouse()
  const browser = house.visitor()
  await browser
    .upload('/tickets', { title: '', description: '' }, [{ field: 'attachments', name: 'a.txt', content: 'left over' }])
    .expect(422)
  await browser.upload('/tickets/9/updates', { body: 'x' }, [{ name: 'a.txt', content: 'left over' }]).expect(404)

  await expect.poll(() => kept(house)).toEqual([])
})

it('says so when no file was chosen, or it is not there', async () => {
  const { as } = await openHouse({ preset: 'team' })
  const [agent, client] = [await as('agent'), await as('client')]
  const id = await openTicket(agent)
  await agent.upload(`/tickets/${id}/attachments`, {}, [{ name: '', content: '' }]).expect(303)
  expect((await agent.get(`/tickets/${id}`)).text).toContain('Choose a file first.')

  await agent.upload(`/tickets/${id}/attachments`, {}, [{ name: 'a.txt', content: 'x' }]).expect(303)
  for (const url of ['/attachments/1', '/attachments/1/a.txt']) await client.get(url).expect(404)
  for (const url of ['/attachments/2', '/attachments/0', '/attachments/1.5', '/attachments/..%2f..%2fetc'])
    await agent.get(url).expect(404)
  await client.post(`/tickets/${id}/attachments/1/removal`).expect(403)
  await agent.post('/tickets/2/attachments/1/removal').expect(404)
})
