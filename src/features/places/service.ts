import type { Actor } from '#domain/actor.ts'
import { foldName } from '#domain/text.ts'
import { parsePerson } from '#domain/typed-person.ts'
import type { Tx } from '#db/database.ts'
import { AppError, invalid, notFound } from '#lib/errors.ts'
import { dayStart } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { auditIn } from '#features/audit/service.ts'
import { findOrCreatePerson } from '#features/people/service.ts'
import type { ProjectForm, SiteForm } from './schema.ts'

type Hot = Tx['hot']
type Named = { readonly id: number; readonly name: string }

/** Makes a site, or changes one; `id` null makes it. */
export const saveSite = (
  desk: Desk,
  actor: Actor,
  { id, form }: { id: number | null; form: SiteForm },
): Promise<number> =>
  desk.db.write((tx) => {
    const at = desk.clock.now()
    const nameKey = foldName(form.name)
    refuseTwice(tx.hot, nameKey, id)
    const before = id === null ? null : siteRow(tx.hot, id)
    const values = { ...form, nameKey, sharesTickets: form.sharesTickets ? 1 : 0 }
    const siteId = before?.id ?? tx.hot.insert('Site', { ...values, createdAt: at })
    if (before) tx.hot.update('Site', siteId, values)
    auditIn(tx, at, {
      actor,
      action: 'site.changed',
      subject: `Site ${siteId}, ${form.name}`,
      details: { before, after: form },
    })
    return siteId
  })

function refuseTwice(hot: Hot, nameKey: string, id: number | null): void {
  const other = hot.get<{ id: number }>('SELECT id FROM Site WHERE nameKey = @nameKey', { nameKey })
  if (other && other.id !== id) throw invalid({ name: 'There is a site of this name already.' })
}

function siteRow(hot: Hot, id: number): Named {
  const row = hot.get<Named>('SELECT id, name, address, timeZone, sharesTickets FROM Site WHERE id = @id', { id })
  if (!row) throw notFound('site')
  return row
}

/** Takes a site out of use, or back; its tickets and its history stay. */
export const archiveSite = (
  desk: Desk,
  actor: Actor,
  { id, archived }: { id: number; archived: boolean },
): Promise<void> =>
  desk.db.write((tx) => {
    const at = desk.clock.now()
    const { name } = siteRow(tx.hot, id)
    tx.hot.update('Site', id, { archivedAt: archived ? at : null })
    auditIn(tx, at, { actor, action: 'site.changed', subject: `Site ${id}, ${name}`, details: { archived } })
  })

/** Lets somebody belong to a site: by mail, by name, or made when nobody knows them yet. */
export const addMember = (
  desk: Desk,
  actor: Actor,
  { siteId, person }: { siteId: number; person: string },
): Promise<void> =>
  desk.db.write((tx) => {
    const at = desk.clock.now()
    const { name: site } = siteRow(tx.hot, siteId)
    const typed = parsePerson(person)
    if (typed === null) throw invalid({ person: 'Write a name or a mail address.' })
    const { id, name } = findOrCreatePerson(tx, typed, at)
    tx.hot.run('INSERT OR IGNORE INTO SiteMember (siteId, personId) VALUES (@siteId, @id)', { siteId, id })
    auditIn(tx, at, {
      actor,
      action: 'site.members',
      subject: `Site ${siteId}, ${site}`,
      details: { added: `${id}, ${name}` },
    })
  })

export const removeMember = (
  desk: Desk,
  actor: Actor,
  { siteId, personId }: { siteId: number; personId: number },
): Promise<void> =>
  desk.db.write((tx) => {
    const { name: site } = siteRow(tx.hot, siteId)
    const person = tx.hot.get<Named>('SELECT id, name FROM Person WHERE id = @personId', { personId })
    if (!person) throw notFound('person')
    refuseOpening(tx.hot, { siteId, personId })
    tx.hot.run('DELETE FROM SiteMember WHERE siteId = @siteId AND personId = @personId', { siteId, personId })
    const details = { removed: `${personId}, ${person.name}` }
    auditIn(tx, desk.clock.now(), { actor, action: 'site.members', subject: `Site ${siteId}, ${site}`, details })
  })

/** Staff without any site see all of them, so taking the last one away would open the doors rather than close them. */
function refuseOpening(hot: Hot, { siteId, personId }: { siteId: number; personId: number }): void {
  const last = hot.get(
    `SELECT 1 FROM Person p WHERE p.id = @personId AND p.role = 'agent'
       AND NOT EXISTS (SELECT 1 FROM SiteMember m WHERE m.personId = p.id AND m.siteId <> @siteId)`,
    { siteId, personId },
  )
  if (last)
    throw new AppError(
      'conflict',
      'This is the last site of an agent, and agents without a site see every ticket. Add another site first, or change the role.',
    )
}

/** Makes a project, or changes one; `id` null makes it. Days are days in the zone of the installation. */
export const saveProject = (
  desk: Desk,
  actor: Actor,
  { id, form }: { id: number | null; form: ProjectForm },
): Promise<number> =>
  desk.db.write((tx) => {
    const at = desk.clock.now()
    const { timeZone } = desk.config
    const day = (text: string | null) => (text === null ? null : dayStart(text, timeZone))
    if (form.site !== null) siteRow(tx.hot, form.site)
    const values = {
      siteId: form.site,
      name: form.name,
      nameKey: foldName(form.name),
      jobNumber: form.jobNumber,
      description: form.description,
      startsAt: day(form.startsAt),
      completesAt: day(form.completesAt),
      managerId: managerOf(tx.hot, form.manager),
    }
    refuseTwin(tx.hot, values, id)
    const projectId = id ?? tx.hot.insert('Project', { ...values, createdAt: at })
    if (id !== null) tx.hot.update('Project', id, values)
    const subject = `Project ${projectId}, ${form.name}`
    auditIn(tx, at, { actor, action: 'project.changed', subject, details: { after: form } })
    return projectId
  })

function managerOf(hot: Hot, id: number | null): number | null {
  if (id === null) return null
  const known = hot.get(`SELECT 1 FROM Person WHERE id = @id AND role IN ('admin', 'agent') AND active = 1`, { id })
  if (!known) throw invalid({ manager: 'Choose somebody who works on tickets.' })
  return id
}

function refuseTwin(
  hot: Hot,
  { siteId, nameKey }: { siteId: number | null; nameKey: string },
  id: number | null,
): void {
  const other = hot.get<{ id: number }>('SELECT id FROM Project WHERE siteId IS @siteId AND nameKey = @nameKey', {
    siteId,
    nameKey,
  })
  if (other && other.id !== id) throw invalid({ name: 'There is a project of this name at this site already.' })
}

export const archiveProject = (
  desk: Desk,
  actor: Actor,
  { id, archived }: { id: number; archived: boolean },
): Promise<void> =>
  desk.db.write((tx) => {
    const at = desk.clock.now()
    tx.hot.update('Project', id, { archivedAt: archived ? at : null })
    auditIn(tx, at, { actor, action: 'project.changed', subject: `Project ${id}`, details: { archived } })
  })
