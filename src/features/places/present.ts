import { can } from '#domain/access.ts'
import type { Actor } from '#domain/actor.ts'
import { renderMarkdown } from '#lib/markdown.ts'
import { dateOf } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import { agents } from '#features/people/queries.ts'
import type { Form, Values } from '#web/form.ts'
import {
  membersOf,
  projectList,
  siteList,
  ticketsBySite,
  type MemberRow,
  type ProjectRow,
  type SiteRow,
} from './queries.ts'

const NONE = { open: 0, overdue: 0 }

/** All sites this actor knows, each with how it stands there. */
export function presentSites(desk: Desk, actor: Actor, form: Form) {
  const tickets = ticketsBySite(desk, actor)
  const rows = siteList(desk, actor).map((site) => ({ ...presentSite(site), ...(tickets.get(site.id) ?? NONE) }))
  return {
    sites: rows.filter(({ archived }) => !archived),
    archived: rows.filter(({ archived }) => archived),
    mayEdit: can(actor.role, 'sites.edit'),
    form,
  }
}

const presentSite = (site: SiteRow) => ({
  id: site.id,
  name: site.name,
  href: `/sites/${site.id}`,
  address: site.address,
  members: site.members,
  projects: site.projects,
  shares: site.sharesTickets === 1,
  archived: site.archivedAt !== null,
})

export type SitePage = { readonly site: SiteRow; readonly form: Form; readonly member: Form; readonly project: Form }

/** One site: its tickets, its people, its projects. */
export function presentSitePage(desk: Desk, actor: Actor, { site, form, member, project }: SitePage) {
  const mayEdit = can(actor.role, 'sites.edit')
  return {
    site: { ...presentSite(site), ...(ticketsBySite(desk, actor).get(site.id) ?? NONE), timeZone: site.timeZone },
    ticketsHref: `/tickets?site=${site.id}`,
    allHref: `/tickets?status=all&site=${site.id}`,
    members: membersOf(desk, site.id).map((row) => presentMember(row, site.id, mayEdit)),
    projects: projectList(desk, actor, site.id).map((row) => presentProject(desk, row)),
    mayEdit,
    siteForm: form,
    member,
    // The fields of a project take `form`.
    form: project,
    managers: managersOf(desk),
  }
}

const ROLES: Readonly<Record<string, string>> = { admin: 'Admin', agent: 'Agent', client: 'Client' }

const presentMember = ({ id, name, email, role, active }: MemberRow, siteId: number, mayEdit: boolean) => ({
  name,
  email,
  role: ROLES[role] ?? role,
  active: active === 1,
  removal: mayEdit ? `/sites/${siteId}/members/${id}/removal` : null,
})

const managersOf = (desk: Desk) => agents(desk).map(({ id, name }) => ({ value: String(id), label: name }))

function presentProject({ config }: Desk, project: ProjectRow) {
  const day = (at: number | null) => (at === null ? null : dateOf(at, config.timeZone))
  const [from, to] = [day(project.startsAt), day(project.completesAt)]
  return {
    id: project.id,
    name: project.name,
    href: `/projects/${project.id}`,
    jobNumber: project.jobNumber,
    site: project.site,
    siteHref: project.siteId === null ? null : `/sites/${project.siteId}`,
    manager: project.manager,
    days: from === null && to === null ? null : `${from ?? 'open'} – ${to ?? 'open'}`,
    archived: project.archivedAt !== null,
    descriptionHtml: project.description === '' ? null : renderMarkdown(project.description),
    ticketsHref: `/tickets?status=all&project=${project.id}`,
  }
}

export function presentProjects(desk: Desk, actor: Actor, form: Form) {
  const rows = projectList(desk, actor).map((row) => presentProject(desk, row))
  return {
    projects: rows.filter(({ archived }) => !archived),
    archived: rows.filter(({ archived }) => archived),
    mayEdit: can(actor.role, 'sites.edit'),
    form,
    managers: managersOf(desk),
    places: siteList(desk, actor).map(({ id, name }) => ({ value: String(id), label: name })),
  }
}

export const presentProjectPage = (
  desk: Desk,
  actor: Actor,
  { project, form }: { project: ProjectRow; form: Form },
) => ({
  project: presentProject(desk, project),
  mayEdit: can(actor.role, 'sites.edit'),
  form,
  managers: managersOf(desk),
  places: siteList(desk, actor).map(({ id, name }) => ({ value: String(id), label: name })),
})

/** A site as its form shows it. */
export const siteValues = ({ name, address, timeZone, sharesTickets }: SiteRow): Values => ({
  name,
  address: address ?? '',
  timeZone: timeZone ?? '',
  sharesTickets: sharesTickets === 1 ? 'on' : '',
})

/** A project as its form shows it, its days in this zone. */
export function projectValues(project: ProjectRow, zone: string): Values {
  const day = (at: number | null) => (at === null ? '' : dateOf(at, zone))
  return {
    name: project.name,
    jobNumber: project.jobNumber ?? '',
    description: project.description,
    startsAt: day(project.startsAt),
    completesAt: day(project.completesAt),
    manager: project.managerId === null ? '' : String(project.managerId),
    site: project.siteId === null ? '' : String(project.siteId),
  }
}
