import type { Request } from 'express'
import { can } from '#domain/access.ts'
import { sightOf, type Actor } from '#domain/actor.ts'
import type { FlagSignal } from '#domain/flag.ts'
import { initials } from '#domain/text.ts'
import { Memo } from '#lib/memo.ts'
import type { Desk } from '#src/desk.ts'
import { dataVersion, flagFor, stageCounts } from '#features/flag/queries.ts'
import { sitesFor } from '#features/sites/queries.ts'
import { presentLinks } from '#features/views/present.ts'
import { viewCounter, viewsFor } from '#features/views/queries.ts'
import { csrfToken } from '#web/csrf.ts'

type Read = ReturnType<typeof read>

const MOST_SITES = 12
const MOST_VIEWS = 20

/** Urgency is the affair of those who work on tickets; clients read what concerns them in words. */
const CALM: FlagSignal = { state: 'clear', word: 'Your tickets', sentence: '', ticketId: null, title: null }

function read(desk: Desk, actor: Actor) {
  if (actor.role === 'client') return { counts: null, flag: CALM, sites: sitesFor(desk, actor).slice(0, MOST_SITES) }
  const counts = stageCounts(desk, actor)
  return { counts, flag: flagFor(desk, actor, counts), sites: sitesFor(desk, actor).slice(0, MOST_SITES) }
}

/** What surrounds every page: who one is, where one can go, and the flag. */
export function frameReader(desk: Desk): (request: Request) => object {
  const memo = new Memo<Read>(1000)
  const views = viewLinks(desk)
  return (request) => {
    const base = {
      csrf: csrfToken(request, desk.config),
      company: desk.config.company,
      path: request.path,
      flash: takeFlash(request),
      search: '',
    }
    const { actor, viewer } = request
    if (!actor || !viewer)
      return { ...base, flag: { state: 'clear', word: 'All clear', sentence: '', href: null, count: 0 }, viewer: null }

    const key = `${actor.role} ${sightOf(actor)}`
    const version = dataVersion(desk)
    const seen = memo.get(key, { version, now: desk.clock.now() }, () => read(desk, actor))
    return {
      ...base,
      flag: {
        ...seen.flag,
        href: seen.flag.ticketId === null ? null : `/tickets/${seen.flag.ticketId}`,
        count: seen.counts?.overdue ?? 0,
      },
      viewer: {
        ...viewer,
        initials: initials(viewer.name),
        keys: viewer.keyboard,
        canSignOut: desk.config.access.signIn,
      },
      nav: navOf(desk, request, { ...seen, links: views(actor, version) }),
      can: {
        create: can(actor.role, 'tickets.create'),
        edit: can(actor.role, 'tickets.edit'),
        note: can(actor.role, 'tickets.note'),
        assign: can(actor.role, 'tickets.assign'),
      },
      live: { url: '/live', version },
    }
  }
}

function takeFlash(request: Request) {
  // A page that only brings itself up to date shows no message; the next one a person opens does.
  if (request.headers['x-pennant-fragment'] !== undefined) return []
  const said = request.session.flash ?? []
  if (said.length > 0) delete request.session.flash
  return said
}

type Links = readonly { readonly label: string; readonly href: string; readonly count: string | undefined }[]

/** Somebody's views with their counts, looked up at most once a second. */
function viewLinks(desk: Desk): (actor: Actor, version: string) => Links {
  const known = new Memo<Links>(1000)
  const count = viewCounter(desk)
  return (actor, version) =>
    known.get(
      `${actor.personId ?? 0} ${actor.role} ${sightOf(actor)} ${actor.zone}`,
      { version, now: desk.clock.now() },
      () => presentLinks(viewsFor(desk, actor).slice(0, MOST_VIEWS), actor, count),
    )
}

function navOf(desk: Desk, request: Request, { counts, flag, sites: places, links }: Read & { readonly links: Links }) {
  const at = request.originalUrl
  const item = (label: string, href: string, rest: object = {}) => ({ label, href, current: at === href, ...rest })
  const number = (count: number) => (count === 0 ? undefined : count.toLocaleString('en'))
  return {
    main: [
      counts === null
        ? item('Start', '/', { icon: 'board' })
        : {
            ...item('Board', '/', { count: number(counts.open), icon: 'board', urgency: undefined, state: flag.state }),
            current: request.path === '/',
          },
      {
        ...item('Tickets', '/tickets', { icon: 'tickets' }),
        current: request.path.startsWith('/tickets') && !VIEWS.some(({ href }) => href === at),
      },
      { ...item('Views', '/views', { icon: 'filter' }), current: at === '/views' },
      ...(request.actor && can(request.actor.role, 'tickets.assign') && desk.config.access.assignmentRequests
        ? [item('Requests', '/assignments', { icon: 'hand' })]
        : []),
      ...(request.actor && can(request.actor.role, 'templates.use')
        ? [{ ...item('Templates', '/templates', { icon: 'copy' }), current: /^\/(?:templates|recurrences)\b/.test(at) }]
        : []),
      ...(request.actor && can(request.actor.role, 'flag.see') ? [item('Flag', '/flag', { icon: 'flag' })] : []),
      ...(request.actor && can(request.actor.role, 'people.edit')
        ? [{ ...item('People', '/people', { icon: 'person' }), current: at.startsWith('/people') }]
        : []),
      ...(request.actor && can(request.actor.role, 'settings.edit')
        ? [{ ...item('Settings', '/settings', { icon: 'settings' }), current: at.startsWith('/settings') }]
        : []),
    ],
    views: [
      ...(counts === null
        ? []
        : VIEWS.map(({ label, href, urgency, counted }) =>
            item(label, href, { urgency, count: counted ? number(counts[counted]) : undefined }),
          )),
      ...links.map(({ label, href, count }) => ({ ...item(label, href, { count }), current: request.path === href })),
    ],
    sites: [...places.map(({ id, name }) => item(name, `/tickets?site=${id}`)), ...allSites(request, places.length)],
  }
}

/** A desk without sites is not troubled with them; the settings lead there. */
const allSites = ({ actor, originalUrl }: Request, count: number) =>
  count > 0 && actor && can(actor.role, 'sites.see')
    ? [{ label: 'All sites', href: '/sites', current: originalUrl === '/sites' }]
    : []

type ViewLink = {
  readonly label: string
  readonly href: string
  readonly urgency?: string
  readonly counted?: 'overdue' | 'onHold' | 'open'
}

const VIEWS: readonly ViewLink[] = [
  { label: 'Mine', href: '/tickets?assignee=me' },
  { label: 'Unassigned', href: '/tickets?assignee=none' },
  { label: 'Due next', href: '/tickets?sort=due' },
  { label: 'Newest', href: '/tickets?sort=created' },
]
