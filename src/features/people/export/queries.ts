import type { Actor } from '#domain/actor.ts'
import { cellOf, headOf } from '#domain/field-cells.ts'
import { fieldName } from '#domain/fields.ts'
import { csvLine } from '#lib/csv-write.ts'
import type { Desk } from '#src/desk.ts'
import { fieldsFor, shownTexts } from '#features/fields/queries.ts'

const BATCH = 500
const HEADER = ['name', 'email', 'role', 'company', 'job title', 'phone', 'sites']

type Row = { readonly id: number } & Readonly<
  Record<'name' | 'email' | 'role' | 'company' | 'jobTitle' | 'phone' | 'sites', string | null>
>

/** Everybody who may come back by an import, as CSV, some hundred at a time. */
export function* peopleCsv(desk: Desk, actor: Pick<Actor, 'role'>): Generator<string> {
  const { db } = desk
  const fields = fieldsFor(desk, actor, 'person')
  yield `\uFEFF${csvLine([...HEADER, ...fields.map((field) => headOf(field, HEADER))])}`
  for (let after = 0; ;) {
    const rows = db.sql.all<Row>(
      `SELECT p.id, p.name, p.email, p.role, p.company, p.jobTitle, p.phone, (SELECT group_concat(s.name, '; ')
         FROM SiteMember m JOIN Site s ON s.id = m.siteId WHERE m.personId = p.id) AS sites
       FROM Person p WHERE p.id > @after AND p.mergedIntoId IS NULL AND p.anonymisedAt IS NULL AND p.active = 1
       ORDER BY p.id LIMIT ${BATCH}`,
      { after },
    )
    yield rows
      .map(({ id, name, email, role, company, jobTitle, phone, sites }) => {
        const texts = shownTexts(desk, fields, { entity: 'person', id })
        const own = fields.map((field) => cellOf(field, texts[fieldName(field)] ?? ''))
        return csvLine([name, email, role, company, jobTitle, phone, sites, ...own])
      })
      .join('')
    if (rows.length < BATCH) return
    after = rows.at(-1)?.id ?? after
  }
}

type Chapter = readonly [name: string, sql: string]

const CHAPTERS: readonly Chapter[] = [
  [
    'sites',
    'SELECT s.id, s.name FROM SiteMember m JOIN Site s ON s.id = m.siteId WHERE m.personId = @id AND s.id > @after',
  ],
  [
    'externalNumbers',
    'SELECT rowid AS id, sourceId, externalId FROM PersonExternal WHERE personId = @id AND rowid > @after',
  ],
  [
    'tickets',
    'SELECT id, title, description, status, priority, createdAt, updatedAt, closedAt FROM Ticket WHERE requesterId = @id AND id > @after',
  ],
  [
    'updates',
    `SELECT id, ticketId, kind, authorName, body, createdAt FROM "Update" WHERE authorId = @id AND kind <> 'system' AND id > @after`,
  ],
  ['watchedTickets', 'SELECT ticketId AS id FROM Watcher WHERE personId = @id AND ticketId > @after'],
  ['attachments', 'SELECT id, ticketId, name, createdAt FROM Attachment WHERE uploadedById = @id AND id > @after'],
  ['ratings', 'SELECT id, ticketId, score, comment, createdAt FROM Rating WHERE personId = @id AND id > @after'],
  ['comments', 'SELECT id, articleId, body, createdAt FROM ArticleComment WHERE personId = @id AND id > @after'],
  ['timeEntries', 'SELECT id, ticketId, startedAt, seconds, note FROM TimeEntry WHERE personId = @id AND id > @after'],
  ['assets', 'SELECT id, name, kind, serialNumber FROM Asset WHERE personId = @id AND id > @after'],
  [
    'fields',
    `SELECT v.id, f.label, v.text, v.number, v.at FROM FieldValue v JOIN Field f ON f.id = v.fieldId
     WHERE v.personId = @id AND v.id > @after`,
  ],
  ['log', 'SELECT id, createdAt, address, action, subject FROM AuditEntry WHERE actorId = @id AND id > @after'],
]

const PERSON = `SELECT id, name, email, phone, company, jobTitle, role, active, timeZone, locale, theme, density, createdAt,
  deactivatedAt, lastSignInAt, avatarSha IS NOT NULL AS hasPicture FROM Person WHERE id = @id`

/** Everything that is stored about one person, as JSON; secrets excepted. Instants are milliseconds since 1970, UTC. */
export function* storedAbout({ db }: Desk, id: number): Generator<string> {
  yield `{\n"person": ${JSON.stringify(db.sql.get(PERSON, { id }) ?? null)}`
  for (const [name, sql] of CHAPTERS) {
    yield `,\n"${name}": [`
    let glue = '\n'
    for (let after = -1; ;) {
      const rows = db.sql.all<{ id: number }>(`${sql} ORDER BY 1 LIMIT ${BATCH}`, { id, after })
      for (const row of rows) {
        yield glue + JSON.stringify(row)
        glue = ',\n'
      }
      if (rows.length < BATCH) break
      after = rows.at(-1)?.id ?? after
    }
    yield ']'
  }
  yield '\n}\n'
}
