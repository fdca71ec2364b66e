import type { Actor } from '#domain/actor.ts'
import type { Role } from '#domain/access.ts'
import type { Desk } from '#src/desk.ts'

type Place = { readonly id: number; readonly name: string }

/** Every site that is in use. */
export const sites = ({ db }: Desk): readonly Place[] =>
  db.sql.all(`SELECT id, name FROM Site WHERE archivedAt IS NULL ORDER BY nameKey LIMIT 1000`)

export const projects = ({ db }: Desk): readonly Place[] =>
  db.sql.all(`SELECT id, name FROM Project WHERE archivedAt IS NULL ORDER BY nameKey LIMIT 1000`)

const MEMBER = 'SELECT s.id, s.name FROM SiteMember m JOIN Site s ON s.id = m.siteId WHERE m.personId = @personId'

/** The sites this person belongs to. */
export const ownSites = ({ db }: Desk, personId: number): readonly Place[] =>
  db.sql.all(`${MEMBER} AND s.archivedAt IS NULL ORDER BY s.nameKey`, { personId })

/** The sites somebody may name and filter by: staff without a site of their own, and admins, know them all. */
export function sitesFor(desk: Desk, { role, personId, sites: limits }: Actor): readonly Place[] {
  if (role === 'admin' || (role === 'agent' && limits === null)) return sites(desk)
  return personId === null ? [] : ownSites(desk, personId)
}

type Belonging = { readonly personId: number; readonly role: Role }

const known = new WeakMap<Desk, { readonly version: string; readonly sights: Map<string, Actor['sites']> }>()

/** What belonging to sites means for what a person sees: `Actor.sites`. Read anew once anything was written. */
export function sightAtSites(desk: Desk, { personId, role }: Belonging): Actor['sites'] {
  if (role === 'admin') return null
  const version = desk.db.sql.version()
  const kept = known.get(desk)
  const { sights } = kept?.version === version ? kept : { sights: new Map<string, Actor['sites']>() }
  if (sights !== kept?.sights) known.set(desk, { version, sights })
  const key = `${role} ${personId}`
  const sight = sights.get(key)
  if (sight !== undefined) return sight
  const read = readSight(desk, { personId, role })
  sights.set(key, read)
  return read
}

function readSight({ db }: Desk, { personId, role }: Belonging): Actor['sites'] {
  const member = db.sql.all<{ id: number; shares: number }>(
    'SELECT s.id, s.sharesTickets AS shares FROM SiteMember m JOIN Site s ON s.id = m.siteId WHERE m.personId = @personId ORDER BY s.id',
    { personId },
  )
  if (role === 'agent') return member.length === 0 ? null : member.map(({ id }) => id)
  return member.filter(({ shares }) => shares === 1).map(({ id }) => id)
}

/** The projects somebody may name: those of the sites they may name, and those of none for staff. */
export function projectsFor(desk: Desk, actor: Actor): readonly Place[] {
  const places = sitesFor(desk, actor)
  if (actor.role === 'admin' || (actor.role === 'agent' && actor.sites === null)) return projects(desk)
  return desk.db.sql.all(
    'SELECT id, name FROM Project WHERE archivedAt IS NULL AND siteId IN (SELECT value FROM json_each(@ids)) ORDER BY nameKey LIMIT 1000',
    { ids: JSON.stringify(places.map(({ id }) => id)) },
  )
}
