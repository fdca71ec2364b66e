import type { Actor } from '#domain/actor.ts'
import { notFound } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { visibleSql } from '#features/tickets/queries.ts'

export type SiteRow = {
  readonly id: number
  readonly name: string
  readonly address: string | null
  readonly timeZone: string | null
  readonly sharesTickets: number
  readonly archivedAt: number | null
  readonly members: number
  readonly projects: number
}

const SITE = `s.id, s.name, s.address, s.timeZone, s.sharesTickets, s.archivedAt,
  (SELECT count(*) FROM SiteMember m WHERE m.siteId = s.id) AS members,
  (SELECT count(*) FROM Project p WHERE p.siteId = s.id AND p.archivedAt IS NULL) AS projects`

/** Admins and staff without sites of their own know every site; others know theirs. */
const KNOWN = '(@all = 1 OR s.id IN (SELECT m.siteId FROM SiteMember m WHERE m.personId = @me))'

const knower = ({ role, sites, personId }: Actor) => ({
  all: role === 'admin' || (role === 'agent' && sites === null) ? 1 : 0,
  me: personId ?? -1,
})

export const siteList = ({ db }: Desk, actor: Actor): readonly SiteRow[] =>
  db.sql.all(`SELECT ${SITE} FROM Site s WHERE ${KNOWN} ORDER BY s.archivedAt IS NOT NULL, s.nameKey`, knower(actor))

/** How many tickets are in work at each site, and how many of them are overdue, as far as this actor sees them. */
export function ticketsBySite(
  { db, clock }: Desk,
  actor: Actor,
): ReadonlyMap<number, { open: number; overdue: number }> {
  const { where, bind } = visibleSql(actor)
  const rows = db.sql.all<{ siteId: number; open: number; overdue: number }>(
    `SELECT siteId, count(*) AS open, coalesce(sum(overdueAt <= @now), 0) AS overdue FROM Ticket t
     WHERE section > 0 AND siteId IS NOT NULL AND ${where} GROUP BY siteId`,
    { ...bind, now: clock.now() },
  )
  return new Map(rows.map(({ siteId, ...counts }) => [siteId, counts]))
}

export function siteById({ db }: Desk, actor: Actor, id: number): SiteRow {
  const row = db.sql.get<SiteRow>(`SELECT ${SITE} FROM Site s WHERE s.id = @id AND ${KNOWN}`, { id, ...knower(actor) })
  if (!row) throw notFound('site')
  return row
}

export type MemberRow = {
  readonly id: number
  readonly name: string
  readonly email: string | null
  readonly role: string
  readonly active: number
}

export const membersOf = ({ db }: Desk, siteId: number): readonly MemberRow[] =>
  db.sql.all(
    `SELECT p.id, p.name, p.email, p.role, p.active FROM SiteMember m JOIN Person p ON p.id = m.personId
     WHERE m.siteId = @siteId ORDER BY p.role = 'client', p.nameKey LIMIT 2000`,
    { siteId },
  )

export type ProjectRow = {
  readonly id: number
  readonly siteId: number | null
  readonly site: string | null
  readonly name: string
  readonly jobNumber: string | null
  readonly description: string
  readonly startsAt: number | null
  readonly completesAt: number | null
  readonly managerId: number | null
  readonly manager: string | null
  readonly archivedAt: number | null
}

const PROJECT = `p.id, p.siteId, s.name AS site, p.name, p.jobNumber, p.description, p.startsAt, p.completesAt, p.managerId,
  (SELECT m.name FROM Person m WHERE m.id = p.managerId) AS manager, p.archivedAt`
const OF_KNOWN_SITE = `(p.siteId IS NULL AND @all = 1 OR ${KNOWN})`

export const projectList = ({ db }: Desk, actor: Actor, siteId: number | null = null): readonly ProjectRow[] =>
  db.sql.all(
    `SELECT ${PROJECT} FROM Project p LEFT JOIN Site s ON s.id = p.siteId
     WHERE ${OF_KNOWN_SITE} AND (@siteId IS NULL OR p.siteId = @siteId) ORDER BY p.archivedAt IS NOT NULL, s.nameKey, p.nameKey`,
    { siteId, ...knower(actor) },
  )

export function projectById({ db }: Desk, actor: Actor, id: number): ProjectRow {
  const sql = `SELECT ${PROJECT} FROM Project p LEFT JOIN Site s ON s.id = p.siteId WHERE p.id = @id AND ${OF_KNOWN_SITE}`
  const row = db.sql.get<ProjectRow>(sql, { id, ...knower(actor) })
  if (!row) throw notFound('project')
  return row
}
