import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { openHouse, type Browser, type House } from '../support/house.ts'
import { formOf, mainOf, openTicket, problemAt } from './page.ts'

const configOf = ({ desk }: House) => JSON.parse(readFileSync(desk.config.file, 'utf8')) as Record<string, unknown>
const opened = async (browser: Browser, slug: string) =>
  formOf((await browser.get(`/settings/${slug}`).expect(200)).text, `/settings/${slug}`)

it('lists its pages, each with a sentence, and those that live elsewhere', async () => {
  const text = mainOf((await (await openHouse()).visitor().get('/settings').expect(200)).text)
  for (const words of [
    'Company Name, time zone',
    'Lists Reasons for a hold',
    'Flag What the light',
    'Sources Other systems',
  ])
    expect(text).toContain(words)
})

it('saves, applies at once, keeps comments, and says who changed what', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin', 'Ada Admin')
  const { file } = house.desk.config
  writeFileSync(file, readFileSync(file, 'utf8').replace('{', '{\n  // Ours since 2019.\n'))
  const fields = await opened(admin, 'company')

  await admin.post('/settings/company', { ...fields, company: 'Northwind', number_format: 'HD-{id:04}' }).expect(303)

  const page = (await admin.get('/settings/company')).text
  expect(page).toContain('Saved. It holds at once.')
  expect(page).toContain('<span class="brand__company">Northwind</span>')
  expect(house.desk.config).toMatchObject({ company: 'Northwind', tickets: { numberFormat: 'HD-{id:04}' } })
  const written = readFileSync(file, 'utf8')
  expect(written).toContain('// Ours since 2019.')
  // Defaults that were not written stay unwritten.
  expect(written).not.toContain('default_submitted_by')

  const history = mainOf((await admin.get('/settings/history').expect(200)).text)
  expect(history).toContain('Ada Admin changed Company')
  expect(history).toMatch(/company .* → becomes Northwind/)
  expect(history).toContain('tickets.number_format {id} → becomes HD-{id:04}')
})

it.each([
  ['company', 'company', ' ', 'Give it a name.'],
  ['company', 'time_zone', 'Mars/Olympus', 'There is no such time zone. Write it as Europe/Berlin.'],
  ['company', 'number_format', 'HD', 'It must contain {id}, or {id:06} with leading zeros.'],
  ['company', 'base_url', 'help.example.com', 'Write the whole address, as https://help.example.com.'],
  ['company', 'hosts', 'https://x', 'Write names alone, without https:// and without a port: help.example.com.'],
  ['lists', 'categories', 'One\nTwo\n one ', '"one" is listed twice.'],
  ['lists', 'default_type', 'Nothing', 'Choose one of the types above.'],
  ['clipboard', 'updates_limit', '-1', 'Enter a whole number from 0 to 1,000.'],
  ['uploads', 'max_file_mb', '9999', 'Enter a number above 0, at most 2,048.'],
  ['uploads', 'extensions', 'p/df', 'Write endings parted by commas: pdf, png, docx.'],
  ['board', 'section_size', '3', 'Enter a whole number from 5 to 200.'],
])('says on %s what is wrong with %s %j, beside it, and keeps what was typed', async (slug, name, typed, problem) => {
  const house = await openHouse()
  const browser = house.visitor()
  const before = configOf(house)
  const { text } = await browser
    .post(`/settings/${slug}`, { ...(await opened(browser, slug)), [name]: typed })
    .expect(422)

  expect(problemAt(text, name)).toBe(problem)
  if (name !== 'default_type') expect(formOf(text, `/settings/${slug}`)[name]?.trim()).toBe(typed.trim())
  expect(configOf(house)).toEqual(before)
})

it.each(['company', 'lists', 'clipboard', 'uploads', 'board'])(
  'changes nothing when %s is saved as it was opened',
  async (slug) => {
    const house = await openHouse({ preset: 'facilities' })
    const admin = await house.as('admin')
    const before = readFileSync(house.desk.config.file, 'utf8')

    await admin.post(`/settings/${slug}`, await opened(admin, slug)).expect(303)

    expect(readFileSync(house.desk.config.file, 'utf8')).toBe(before)
    expect((await admin.get('/settings')).text).toContain('Nothing was changed.')
    expect(mainOf((await admin.get('/settings/history')).text)).toContain('No setting has been changed')
  },
)

it('does not overwrite what another admin saved meanwhile, and shows both', async () => {
  const house = await openHouse({ preset: 'team' })
  const [one, other] = [await house.as('admin', 'Ann One'), await house.as('admin', 'Bob Other')]
  const mine = await opened(one, 'company')
  await other.post('/settings/company', { ...(await opened(other, 'company')), company: 'Theirs' }).expect(303)
  // Another page of the same file is nobody's business here.
  await other.post('/settings/board', { ...(await opened(other, 'board')), page_size: '20' }).expect(303)

  const { text } = await one.post('/settings/company', { ...mine, company: 'Mine' }).expect(409)
  expect(mainOf(text)).toContain('Somebody changed these settings while you had this page open')
  expect(mainOf(text)).toContain('company Theirs → becomes Mine')
  expect(house.desk.config.company).toBe('Theirs')

  await one.post('/settings/company', formOf(text, '/settings/company')).expect(303)
  expect(house.desk.config).toMatchObject({ company: 'Mine', tickets: { pageSize: 20 } })
})

it('says that a file broken by hand must be mended first, and leaves it alone', async () => {
  const house = await openHouse()
  const browser = house.visitor()
  const fields = await opened(browser, 'company')
  const broken = readFileSync(house.desk.config.file, 'utf8').replace('}', '} }')
  writeFileSync(house.desk.config.file, broken)

  const { text } = await browser.post('/settings/company', { ...fields, company: 'Kept as typed' }).expect(422)
  expect(mainOf(text)).toMatch(/config\.json, line 1: this is not JSON .* Mend that line/)
  expect(formOf(text, '/settings/company').company).toBe('Kept as typed')
  expect((await browser.get('/settings/company').expect(422)).text).toContain('Mend that line')
  expect(readFileSync(house.desk.config.file, 'utf8')).toBe(broken)
})

it('takes an entry out of a list, and tickets that have it keep it', async () => {
  const house = await openHouse({ preset: 'facilities' })
  const admin = await house.as('admin')
  await openTicket(admin, { category: 'Task' })

  await admin
    .post('/settings/lists', { ...(await opened(admin, 'lists')), categories: 'Defect\nBreakdown' })
    .expect(303)

  expect((await admin.get('/settings/lists')).text).toContain('1 ticket keeps &quot;Task&quot;.')
  expect(house.desk.config.categories).toEqual(['Defect', 'Breakdown'])
  expect(mainOf((await admin.get('/tickets/1')).text)).toContain('Task')
})

it('orders the sections of a summary by their places', async () => {
  const house = await openHouse()
  const browser = house.visitor()
  const fields = { ...(await opened(browser, 'clipboard')), html_header: '', html_updates: '1', inline_styles: 'on' }
  await browser.post('/settings/clipboard', fields).expect(303)

  expect(configOf(house).clipboard_summary).toMatchObject({
    html_sections: ['updates', 'timestamps', 'meta', 'people', 'description', 'links', 'notes', 'tags'],
  })
})

it('is for admins', async () => {
  const house = await openHouse({ preset: 'team' })
  for (const role of ['agent', 'client'] as const) {
    const browser = await house.as(role)
    for (const page of ['/settings', '/settings/company', '/settings/history']) await browser.get(page).expect(403)
    await browser.post('/settings/company').expect(403)
    expect((await browser.get('/me')).text).not.toContain('href="/settings"')
  }
})
