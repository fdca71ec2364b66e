import { expect, it } from 'vitest'
import { isDistinct, redacted } from '#domain/redaction.ts'
import { verifyAudit } from '#features/audit/queries.ts'
import { addPerson, openHouse, type House } from '../support/house.ts'
import { columnsOf, openFile, putRow } from './people-tables.ts'
import { mainOf, openTicket, problemAt } from './page.ts'

const NAME = 'Zelda Quinn'
const MAIL = 'zelda.quinn@example.com'

const idOf = ({ desk }: House, name: string): number =>
  desk.db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @name', { name })?.id ?? 0

/** Every text of every table that says one of these words. */
function traces(house: House, words: readonly string[]): string[] {
  const file = openFile(house)
  const found = columnsOf(file)
    .filter(({ type }) => type === 'TEXT')
    .flatMap(({ table, name }) =>
      file
        .prepare(`SELECT "${name}" FROM "${table}" WHERE "${name}" IS NOT NULL`)
        .pluck()
        .all()
        .map(String)
        .filter((text) => words.some((word) => text.toLowerCase().includes(word.toLowerCase())))
        .map((text) => `${table}.${name}: ${text}`),
    )
  const indexed = file.prepare(`SELECT rowid FROM TicketSearch WHERE TicketSearch MATCH 'zelda OR quinn'`).all()
  file.close()
  return [...found, ...indexed.map((row) => `index: ${JSON.stringify(row)}`)]
}

it('leaves no trace of name or mail in any table, and the log is whole', async () => {
  const house = await openHouse({ preset: 'team' })
  const [admin, zelda] = [await house.as('admin'), await house.as('agent', NAME)]
  const id = idOf(house, NAME)
  const ticket = await openTicket(zelda, {
    title: `For ${NAME}`,
    requester: `${NAME} <${MAIL}>`,
    description: `Ask zelda quinn, <${MAIL}>.`,
    tags: NAME,
    watchers: `${NAME} <${MAIL}>`,
  })
  await zelda.post(`/tickets/${ticket}/updates`, { kind: 'reply', body: `Yours, ${NAME}` }).expect(303)
  await admin.post(`/tickets/${ticket}/assignment`, { assignee: String(id) })
  await admin.post(`/people/${id}/deactivation`).expect(303)
  const file = openFile(house)
  for (const table of new Set(columnsOf(file).map((column) => column.table))) {
    if (['Person', 'AuditEntry', 'SearchDirty', 'Meta', 'File'].includes(table) || /migration/i.test(table)) continue
    const texts = columnsOf(file).filter(
      (column) =>
        column.table === table && column.type === 'TEXT' && !column.name.endsWith('Sha') && column.name !== 'sha256',
    )
    if (texts.length === 0) continue
    const said = Object.fromEntries(
      texts.map(({ name }) => [
        name,
        name.endsWith('Key')
          ? `of ${NAME} ${table}`.toLowerCase()
          : // Options are read as JSON by every page that draws fields.
            name === 'options'
            ? JSON.stringify([`${NAME} (${MAIL})`])
            : `${NAME} (${MAIL}) in ${table}`,
      ]),
    )
    putRow(file, table, { ...said, ...(table === 'Attachment' ? { ticketId: ticket } : {}) })
  }
  file.close()
  expect(traces(house, [NAME, MAIL]).length).toBeGreaterThan(80)

  await admin.post(`/people/${id}/anonymise`, { name: NAME }).expect(303)

  expect(traces(house, ['zelda', 'quinn'])).toEqual([])
  expect(verifyAudit(house.desk)).toMatchObject({ ok: true })
  expect(mainOf((await admin.get(`/people/${id}`).expect(200)).text)).toContain(`Person ${id}`)
  const page = mainOf((await admin.get(`/tickets/${ticket}`).expect(200)).text)
  expect(page).toContain(`For Person ${id}`)
  expect(page).toContain(`Yours, Person ${id}`)
  const entry = house.desk.db.sql.get<{ subject: string; details: string }>(
    `SELECT subject, details FROM AuditEntry WHERE action = 'person.anonymised'`,
  )
  expect(entry?.subject).toBe(`Person ${id}`)
  expect(JSON.parse(entry?.details ?? '')).toMatchObject({
    lastHashBefore: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
  })
})

it('asks for the name, and refuses those who work here until they are deactivated', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  await addPerson(house.desk, { role: 'agent', name: NAME })
  const id = idOf(house, NAME)
  expect((await admin.post(`/people/${id}/anonymise`, { name: NAME }).expect(409)).text).toContain(
    'Deactivate the account first.',
  )
  await admin.post(`/people/${id}/deactivation`).expect(303)
  const { text } = await admin.post(`/people/${id}/anonymise`, { name: 'Zelda' }).expect(422)
  expect(problemAt(text, 'name')).toBe(`This is not the name. Type: ${NAME}`)
  expect(idOf(house, NAME)).toBe(id)
  await admin.post(`/people/${id}/anonymise`, { name: ' zelda  QUINN ' }).expect(303)
  await admin.get(`/people/${id}/anonymise`).expect(303)
  await admin.post(`/people/${id}/deactivation`).expect(422)
})

it('takes a single first name out where it means the person, and leaves it where it may be a word', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  await addPerson(house.desk, { role: 'client', name: 'Rose' })
  const id = idOf(house, 'Rose')
  const ticket = await openTicket(admin, { title: 'A rose is a Rose', requester: 'Rose' })
  const other = await openTicket(admin, { requester: 'Ann Green' })
  await admin.post(`/tickets/${other}/watchers`, { watcher: 'Rose' })
  await admin.post(`/people/${id}/anonymise`, { name: 'Rose' }).expect(303)

  expect(house.desk.db.sql.get('SELECT title FROM Ticket WHERE id = @ticket', { ticket })).toEqual({
    title: 'A rose is a Rose',
  })
  const told = house.desk.db.sql.all<{ text: string }>(
    `SELECT authorName || coalesce(changes, '') AS text FROM "Update"`,
  )
  expect(told.filter(({ text }) => text.includes('"Rose"'))).toEqual([])
  expect(JSON.stringify(house.desk.db.sql.all('SELECT * FROM AuditEntry'))).not.toContain(`Person ${id}, Rose`)
})

it('does not mend a log that somebody tampered with', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  await addPerson(house.desk, { role: 'agent', name: NAME })
  const id = idOf(house, NAME)
  await admin.post(`/people/${id}/deactivation`).expect(303)
  await admin.post(`/people/${id}/activation`).expect(303)
  await admin.post(`/people/${id}/deactivation`).expect(303)
  const file = openFile(house)
  file.exec(`UPDATE AuditEntry SET details = '{"a":1}' WHERE action = 'person.activated'`)
  file.close()
  const before = verifyAudit(house.desk)
  await admin.post(`/people/${id}/anonymise`, { name: NAME }).expect(303)

  expect(before.ok).toBe(false)
  expect(verifyAudit(house.desk)).toEqual(before)
  expect(traces(house, ['zelda', 'quinn'])).toEqual([])
})

it('leaves the name of a namesake', async () => {
  const house = await openHouse({ preset: 'team' })
  const admin = await house.as('admin')
  await addPerson(house.desk, { role: 'client', name: NAME })
  await house.desk.db.write((tx) => tx.hot.insert('Person', { name: NAME, nameKey: NAME.toLowerCase(), createdAt: 0 }))
  const ticket = await openTicket(admin, { title: `For ${NAME}` })
  await admin.post(`/people/${idOf(house, NAME)}/anonymise`, { name: NAME }).expect(303)
  expect(house.desk.db.sql.get('SELECT title FROM Ticket WHERE id = @ticket', { ticket })).toEqual({
    title: `For ${NAME}`,
  })
  expect(traces(house, [MAIL]).filter((trace) => !trace.startsWith('index'))).toEqual([])
})

it.each([
  ['Ask Zelda Quinn.', 'Ask P.'],
  ['zelda QUINN, zelda.quinn@example.com', 'P, P'],
  ['Zelda Quinnsen and xzelda.quinn@example.com', 'Zelda Quinnsen and xzelda.quinn@example.com'],
  ['$& Zelda Quinn $1', '$& P $1'],
])('turns %j into %j', (text, clean) => {
  expect(redacted(text, { label: 'P', names: [NAME], mails: [MAIL] })).toBe(clean)
})

it('tells names of several words from single ones', () => {
  expect(['Zelda Quinn', 'Rose', 'J. R.', 'IT', 'Zoë  Blue'].map(isDistinct)).toEqual([true, false, true, false, true])
})
