import { expect, it } from 'vitest'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { addField, changeField, opened } from './fields.ts'
import { eventsOf, factsOf, mainOf, openTicket, problemAt } from './page.ts'

type Kind = readonly [type: string, typed: string | string[], shown: string, wrong: string]

const KINDS: readonly Kind[] = [
  ['text', '  Rack  B7 ', 'Rack B7', 'x'.repeat(501)],
  ['longtext', 'One\r\ntwo', 'One two', 'x'.repeat(20_001)],
  ['number', '12.50', '12.5', 'a dozen'],
  ['date', '2026-12-24', '2026-12-24', '24.12.2026'],
  ['choice', 'Green', 'Green', 'Purple'],
  ['choices', ['', 'Green', 'Red'], 'Red Green', 'Purple'],
  ['checkbox', ['', 'yes'], 'Yes', 'perhaps'],
  ['link', 'https://example.com/wiki', 'example.com/wiki', 'javascript:alert(1)'],
]
const OPTIONS = { options: 'Red\nGreen' }

/** A ticket that the client asked for, so that all three roles may see it. */
async function askedBy(house: House, client: Browser, fields: Record<string, string | string[]> = {}): Promise<number> {
  await client.post('/tickets', { title: 'Printer', description: 'It smokes.', ...fields }).expect(303)
  return (await house.desk.db.read.ticket.findFirstOrThrow({ orderBy: { id: 'desc' } })).id
}

it.each(KINDS)('takes, keeps, shows and refuses: %s', async (type, typed, shown, wrong) => {
  const house = await openHouse()
  const admin = house.visitor()
  await addField(house, admin, {
    label: 'Own',
    type,
    help: 'As printed.',
    ...(type.startsWith('choice') ? OPTIONS : {}),
  })

  const id = await askedBy(house, admin, { 'field.own': typed })
  expect(factsOf((await admin.get(`/tickets/${id}`)).text).Own).toBe(shown)
  expect(mainOf((await admin.get('/tickets/new')).text)).toContain('As printed.')

  const form = await opened(admin, id)
  const { text } = await admin.post(`/tickets/${id}/edit`, { ...form, title: 'Kept', 'field.own': wrong }).expect(422)
  expect(problemAt(text, 'field.own')).not.toBe('')
  expect(text).toContain('value="Kept"')
  await admin.post('/tickets', { title: 'T', description: 'D', 'field.own': wrong }).expect(422)

  const version = async () => (await house.desk.db.read.ticket.findUniqueOrThrow({ where: { id } })).version
  if (type !== 'choices') {
    await admin.post(`/tickets/${id}/edit`, form).expect(303)
    expect(await version()).toBe(1)
  }
  await admin.post(`/tickets/${id}/edit`, { ...form, 'field.own': '' }).expect(303)
  const page = (await admin.get(`/tickets/${id}`)).text
  expect(factsOf(page).Own).toBeUndefined()
  expect(eventsOf(page).at(-1)).toContain('removed Own')
  expect([await version(), await house.desk.db.read.fieldValue.count()]).toEqual([2, 0])
})

it('shows each role its fields, lets it fill in its own, and never says a word of the others', async () => {
  const house = await openHouse({ preset: 'team' })
  const [admin, agent, client] = [await house.as('admin'), await house.as('agent'), await house.as('client')]
  const ladder = [
    ['Open', 'client', 'client'],
    ['Read', 'client', 'agent'],
    ['Inner', 'agent', 'agent'],
    ['Secret', 'admin', 'admin'],
  ] as const
  for (const [label, visibleTo, editableBy] of ladder) await addField(house, admin, { label, visibleTo, editableBy })
  const all = { 'field.open': 'vopen', 'field.read': 'vread', 'field.inner': 'vinner', 'field.secret': 'vsecret' }

  const id = await askedBy(house, client, all)
  expect((await house.desk.db.read.fieldValue.findMany()).map(({ text }) => text)).toEqual(['vopen'])

  await admin.post(`/tickets/${id}/edit`, { ...(await opened(admin, id)), ...all }).expect(303)

  const labelsFor = async (browser: Browser) => {
    const facts = factsOf((await browser.get(`/tickets/${id}`).expect(200)).text)
    const boxes = (await browser.get(`/tickets/${id}/edit`).expect(200)).text
    return ladder.map(([label]) => [facts[label], boxes.includes(`"field.${label.toLowerCase()}"`)])
  }
  expect(await labelsFor(admin)).toEqual([
    ['vopen', true],
    ['vread', true],
    ['vinner', true],
    ['vsecret', true],
  ])
  expect(await labelsFor(agent)).toEqual([
    ['vopen', true],
    ['vread', true],
    ['vinner', true],
    [undefined, false],
  ])
  expect(await labelsFor(client)).toEqual([
    ['vopen', true],
    ['vread', false],
    [undefined, false],
    [undefined, false],
  ])
  for (const path of [`/tickets/${id}`, `/tickets/${id}/edit`, '/tickets', '/tickets/new'])
    for (const [browser, hidden] of [
      [agent, /secret/i],
      [client, /secret|inner/i],
    ] as const)
      expect((await browser.get(path)).text).not.toMatch(hidden)

  await client
    .post(`/tickets/${id}/edit`, { ...(await opened(client, id)), ...all, 'field.open': 'new', 'field.inner': 'x' })
    .expect(303)
  await agent.post(`/tickets/${id}/edit`, { ...(await opened(agent, id)), 'field.secret': '' }).expect(303)
  expect(
    (await house.desk.db.read.fieldValue.findMany({ orderBy: { fieldId: 'asc' } })).map(({ text }) => text),
  ).toEqual(['new', 'vread', 'vinner', 'vsecret'])

  const told = async (browser: Browser) =>
    eventsOf((await browser.get(`/tickets/${id}`)).text)
      .join(' ')
      .replaceAll(' ,', ',')
  expect(await told(admin)).toContain('set Read to vread, set Inner to vinner and set Secret to vsecret')
  expect(await told(agent)).toContain('set Read to vread and set Inner to vinner')
  expect(await told(agent)).toContain('changed Open from vopen to new')
})

it('says nothing to agents of a change that only admins may hear of', async () => {
  const house = await openHouse({ preset: 'team' })
  const [admin, agent] = [await house.as('admin'), await house.as('agent')]
  const field = await addField(house, admin, { label: 'Rate', visibleTo: 'agent', editableBy: 'agent' })
  const id = await openTicket(admin)
  await admin.post(`/tickets/${id}/edit`, { ...(await opened(admin, id)), 'field.rate': '90' }).expect(303)
  const count = async (browser: Browser) => eventsOf((await browser.get(`/tickets/${id}`)).text).length
  expect(await count(agent)).toBe(2)

  await changeField(admin, field, { visibleTo: 'admin', editableBy: 'admin' })

  expect([await count(agent), await count(admin)]).toEqual([1, 2])
})

it('begins with the default, and asks those who may for what is required', async () => {
  const house = await openHouse({ preset: 'team' })
  const [admin, client] = [await house.as('admin'), await house.as('client')]
  await addField(house, admin, { label: 'Floor', type: 'choice', options: 'One\nTwo', defaultValue: 'Two' })
  await addField(house, admin, { label: 'Cost', required: 'on', visibleTo: 'agent', editableBy: 'agent' })
  await addField(house, admin, { label: 'Desk', required: 'on' })
  await addField(house, admin, { label: 'Team', visibleTo: 'agent', editableBy: 'agent', defaultValue: 'Blue' })
  const valuesOf = async (ticketId: number) =>
    (await house.desk.db.read.fieldValue.findMany({ where: { ticketId }, orderBy: { fieldId: 'asc' } })).map(
      (row) => row.text,
    )

  expect((await client.get('/tickets/new')).text).toMatch(/value="Two" selected/)
  const { text } = await client.post('/tickets', { title: 'T', description: 'D' }).expect(422)
  expect(problemAt(text, 'field.desk')).toBe('Fill in “Desk”.')
  expect(text).not.toContain('Cost')
  expect(await valuesOf(await askedBy(house, client, { 'field.desk': '4' }))).toEqual(['Two', '4', 'Blue'])
  expect(await valuesOf(await askedBy(house, client, { 'field.desk': '4', 'field.floor': '' }))).toEqual(['4', 'Blue'])

  const refused = await admin.post('/tickets', { title: '', description: 'D', 'field.desk': '4' }).expect(422)
  expect([problemAt(refused.text, 'title'), problemAt(refused.text, 'field.cost')]).toEqual([
    'Give the ticket a title.',
    'Fill in “Cost”.',
  ])
  expect(refused.text).toMatch(/name="field.desk"[^>]*value="4"/)
})

it('merges what two windows changed, and shows both sides where they meet', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  const [troy, ann] = [await house.as('agent', 'Troy Pound'), await house.as('agent', 'Ann Green')]
  await addField(house, admin, { label: 'Rack' })
  await addField(house, admin, { label: 'Rooms', type: 'choices', options: 'B\nA\nC' })
  const id = await openTicket(troy, { 'field.rack': 'One' })
  const edit = `/tickets/${id}/edit`
  const [first, second] = [await opened(troy, id), await opened(ann, id)]

  await troy.post(edit, { ...first, 'field.rack': 'Two' }).expect(303)
  await ann.post(edit, { ...second, 'field.rooms': ['', 'A', 'B'] }).expect(303)
  expect(factsOf((await ann.get(`/tickets/${id}`)).text)).toMatchObject({ Rack: 'Two', Rooms: 'B A' })

  const { text } = await ann.post(edit, { ...second, 'field.rack': 'Three', 'field.rooms': ['', 'A', 'B'] }).expect(409)
  expect(mainOf(text)).toMatch(/Rack Yours Three .*’s Two/)
  expect(factsOf((await ann.get(`/tickets/${id}`)).text)).toMatchObject({ Rack: 'Two' })
  const again = await ann.post(edit, {
    ...second,
    base: /name="base" value="([^"]*)"/.exec(text)?.[1]?.replaceAll('&quot;', '"') ?? '',
    'field.rack': 'Three',
    'keep.field.rack': 'theirs',
    'field.rooms': ['', 'A', 'B'],
  })
  expect(again.status).toBe(303)
  expect(factsOf((await ann.get(`/tickets/${id}`)).text)).toMatchObject({ Rack: 'Two', Rooms: 'B A' })
})

it('leaves alone a field that came while the form was open', async () => {
  const house = await openHouse()
  const admin = house.visitor()
  const id = await openTicket(admin)
  const form = await opened(admin, id)
  await addField(house, admin, { label: 'Rack', required: 'on' })

  await admin.post(`/tickets/${id}/edit`, { ...form, title: 'Saved' }).expect(303)

  expect(mainOf((await admin.get(`/tickets/${id}`)).text)).toContain('Saved')
})

it('answers anything that is typed, and shows it as text', async () => {
  const house = await openHouse()
  const admin = house.visitor()
  for (const [type] of KINDS)
    await addField(house, admin, { label: type, type, ...(type.startsWith('choice') ? OPTIONS : {}) })
  const odd = [
    '\0',
    '\uD800',
    '<script>alert(1)</script>',
    '1e999',
    '-',
    '2026-02-30',
    'https://',
    'a\nb',
    '\u202E',
    'x'.repeat(30_000),
  ]
  const id = await openTicket(admin)
  const form = await opened(admin, id)
  for (const value of odd) {
    const typed = Object.fromEntries(
      KINDS.map(([type], index) => [`field.${type}`, index % 2 === 0 ? value : [value, value]]),
    )
    expect((await admin.post(`/tickets/${id}/edit`, { ...form, ...typed })).status).toBeLessThan(500)
    const { status, text } = await admin.post('/tickets', {
      title: 'T',
      description: 'D',
      ...typed,
      'field.constructor': value,
    })
    expect(status).toBeLessThan(500)
    expect(text).not.toContain('<script>alert')
  }
})
