import type { Role } from '#domain/access.ts'
import { fieldName } from '#domain/fields.ts'
import { sightOf, type Actor } from '#domain/actor.ts'
import { html } from '#lib/html.ts'
import { Memo } from '#lib/memo.ts'
import type { Desk } from '#src/desk.ts'
import { offeredFields } from '#features/fields/filter/queries.ts'
import { fieldsFor, type FieldFor } from '#features/fields/queries.ts'
import { agents } from '#features/people/queries.ts'
import { projectsFor, sitesFor } from '#features/sites/queries.ts'
import { tagNames } from '#features/tags/queries.ts'
import type { Column } from './columns/schema.ts'
import type { GroupedPage } from './groups/schema.ts'
import { headingsOf } from './drawing.ts'
import { listHref, type Place } from './href.ts'
import {
  GROUP_LABELS,
  groupLinks,
  groupsFor,
  headOf,
  narrowed,
  SORT_LABELS,
  sortLink,
  usualHref,
} from './order-links.ts'
import { MOST_COUNTED, sourcesOf, type Page } from './queries.ts'
import { looksForWords, searchText, SORTS, usualSort, type ListQuery, type Sort } from './schema.ts'

const SECTION_WORDS = { '1': 'Needs a first response', '2': 'Waiting on agent', '3': 'Other active' } as const
const MOST_TAGS_OFFERED = 60

type Offer = { readonly options: Options; readonly filtersHtml: string }
type Render = (view: string, context: object) => string

/** Reads what the filters offer, and draws them, at most every ten seconds: it changes seldom and is the same for many. */
export function offerReader(desk: Desk): (asked: { actor: Actor; query: ListQuery; render: Render }) => Offer {
  const offered = new Memo<Options>(10_000)
  const drawn = new Memo<string>(10_000)
  return ({ actor, query, render }) => {
    const fields = fieldsFor(desk, actor, 'ticket')
    // A field that was closed must not be offered for another moment.
    const version = JSON.stringify(fields.map(({ key, label, options }) => [key, label, options]))
    const fresh = { version, now: desk.clock.now() }
    const options = offered.get(`${actor.role} ${sightOf(actor)}`, fresh, () => optionsOf(desk, actor, fields))
    const filters = {
      ...query,
      others: othersOf(query, options),
      tags: query.tags.join(', '),
      after: '',
      before: '',
      at: 0,
      end: '',
    }
    const draw = () =>
      render('list/filters.njk', { options, choices: choicesOf(options, query), filters, path: '/tickets' })
    return {
      options,
      filtersHtml: drawn.get(`${actor.role} ${sightOf(actor)} ${JSON.stringify(filters)}`, fresh, draw),
    }
  }
}

/** The choices of each filter, the one that holds marked. */
const choicesOf = (options: Options, query: ListQuery) => ({
  statusesHtml: choicesHtml(options.statuses, query.status),
  prioritiesHtml: choicesHtml(options.priorities, query.priority),
  assigneesHtml: choicesHtml(options.assignees, query.assignee),
  sitesHtml: choicesHtml(options.sites, query.site),
  sourcesHtml: choicesHtml(options.sources, query.source),
  sortsHtml: choicesHtml(sortChoices(query.q), query.sort === usualSort(query.q) ? '' : query.sort),
  groupsHtml: choicesHtml(options.groups, query.group),
  fields: options.fields.map(({ name, label, options: items }) => ({
    name,
    label,
    choicesHtml: choicesHtml(items, query.fields[name] ?? ''),
  })),
})

/** The usual order goes without saying, so that a word that is typed into the form is ranked by how well it fits. */
const sortChoices = (q: string): readonly Option[] =>
  sortsOf(q).map((key) => ({ value: key === usualSort(q) ? '' : key, label: SORT_LABELS[key] }))

const sortsOf = (q: string): readonly Sort[] => (looksForWords(q) ? ['match', ...SORTS] : SORTS)

const choicesHtml = (items: readonly Option[], chosen: string): string =>
  items
    .map(
      ({ value, label }) => html`<option value="${value}"${value === chosen ? ' selected' : ''}>${label}</option>`.text,
    )
    .join('')

export type Listed = {
  readonly query: ListQuery
  readonly page: Page | GroupedPage
  readonly texts: readonly string[]
  readonly columns: readonly Column[] | null
  readonly place: Place
  readonly offer: Offer
  readonly actor: Actor
}

/** The list page: its rows, its filters, and the addresses that lead on from here. */
export function presentList({ config }: Desk, { query, page, texts, columns, place, offer, actor }: Listed) {
  const href = (change: Readonly<Record<string, string>> = {}) => listHref(query, change, place)
  return {
    any: page.rows.length > 0,
    rowsHtml: texts[0] ?? '',
    groups: headingsOf(page).map((heading, index) => ({
      label: heading.label,
      count: totalText(heading.total, heading.more),
      href: href(narrowed(query, heading.value)),
      rowsHtml: texts[index] ?? '',
    })),
    columns: columns === null ? null : columns.map((column) => headOf(query, column, place)),
    total: totalText(page.total, page.more),
    range: rangeText(query, page),
    pages: {
      first: page.before === null ? null : href(),
      prev:
        page.before === null
          ? null
          : href({ before: page.before, at: String(Math.max(startOf(query, page) - config.tickets.pageSize, 0)) }),
      next:
        page.after === null ? null : href({ after: page.after, at: String(startOf(query, page) + page.rows.length) }),
      last: page.after === null ? null : href({ end: '1' }),
    },
    filtersHtml: offer.filtersHtml,
    chips: chipsOf(query, offer.options, place),
    sortLinks: query.group === 'stage' ? [] : sortsOf(query.q).map((key) => sortLink(query, key, place)),
    groupLinks: groupLinks(query, place, groupsFor(actor)),
    usualHref: usualHref(query, place),
    hints: page.hints,
    search: query.q,
    bulk: actor.role === 'client' ? null : { search: listHref(query, { view: '' }).replace(/^[^?]*/, '') },
    text: searchText(query),
    order: { sort: query.sort, order: query.order, group: query.group },
    empty: emptyWords(query, actor.role),
    exportHref: listHref(query, { view: '' }).replace('/tickets', '/tickets/export'),
  }
}

/** How many tickets stand before this page; the last page counts from the end. */
const startOf = (query: ListQuery, page: Page): number =>
  query.end === '1' ? Math.max(page.total - page.rows.length, 0) : query.at

function rangeText(query: ListQuery, page: Page): string {
  const start = startOf(query, page)
  return page.rows.length === 0
    ? ''
    : `${(start + 1).toLocaleString('en')}–${(start + page.rows.length).toLocaleString('en')}`
}

export const totalText = (total: number, more = total >= MOST_COUNTED): string =>
  `${total.toLocaleString('en')}${more ? '+' : ''}`

type Options = ReturnType<typeof optionsOf>
type Option = { readonly value: string; readonly label: string }

function optionsOf(desk: Desk, actor: Actor, fields: readonly FieldFor[]) {
  const { config } = desk
  const option = ({ id, name }: { id: number; name: string }): Option => ({ value: String(id), label: name })
  const staff =
    actor.role === 'client'
      ? []
      : [{ value: 'me', label: 'Me' }, { value: 'none', label: 'Nobody' }, ...agents(desk).map(option)]
  return {
    statuses: [
      { value: 'active', label: 'Active' },
      { value: 'all', label: 'All' },
      ...(actor.role === 'client' ? [] : [{ value: 'snoozed', label: 'Snoozed' }]),
      ...config.workflow.map(({ key, label }) => ({ value: key, label })),
    ],
    priorities: config.priorities.toReversed().map(({ key, label }) => ({ value: key, label })),
    assignees: staff,
    sites: sitesFor(desk, actor).map(option),
    projects: projectsFor(desk, actor).map(option),
    sources: [{ value: 'local', label: 'Local' }, ...sourcesOf(desk).map(option)],
    groups: groupsFor(actor).map((key) => ({ value: key, label: GROUP_LABELS[key] })),
    // Tags are how agents sort their work.
    tags: actor.role === 'client' ? null : tagNames(desk, MOST_TAGS_OFFERED),
    labels: Object.fromEntries(fields.map((field) => [fieldName(field), field.label])),
    fields: offeredFields(fields),
  }
}

/** Filters by fields that the form does not offer; they stay when it is sent. */
const othersOf = (query: ListQuery, options: Options) =>
  Object.entries(query.fields)
    .filter(([name]) => !options.fields.some((field) => field.name === name))
    .map(([name, value]) => ({ name, value }))

function chipsOf(query: ListQuery, options: Options, place: Place) {
  const label = (items: readonly Option[], value: string) => items.find((item) => item.value === value)?.label ?? value
  const chip = (text: string, name: string, rest = '') => ({
    label: text,
    removeHref: listHref(query, { [name]: rest }, place),
  })
  const usualStatus = query.q === '' ? 'active' : 'all'
  return [
    ...(query.q === '' ? [] : [chip(`“${query.q}”`, 'q')]),
    ...(query.status === usualStatus ? [] : [chip(`Status: ${label(options.statuses, query.status)}`, 'status')]),
    ...(query.section === '' ? [] : [chip(SECTION_WORDS[query.section as keyof typeof SECTION_WORDS], 'section')]),
    ...(query.priority === '' ? [] : [chip(`Priority: ${label(options.priorities, query.priority)}`, 'priority')]),
    ...(query.assignee === '' ? [] : [chip(`Assignee: ${label(options.assignees, query.assignee)}`, 'assignee')]),
    ...(query.requester === '' ? [] : [chip(`Requester: ${query.requester}`, 'requester')]),
    ...query.tags.map((tag) => chip(`Tag: ${tag}`, 'tags', query.tags.filter((other) => other !== tag).join(','))),
    ...(query.site === '' ? [] : [chip(`Site: ${label(options.sites, query.site)}`, 'site')]),
    ...(query.project === '' ? [] : [chip(`Project: ${label(options.projects, query.project)}`, 'project')]),
    ...(query.source === '' ? [] : [chip(`Source: ${label(options.sources, query.source)}`, 'source')]),
    ...(query.from === '' ? [] : [chip(`Created from ${query.from}`, 'from')]),
    ...(query.to === '' ? [] : [chip(`Created until ${query.to}`, 'to')]),
    ...Object.entries(query.fields).map(([name, value]) => chip(`${options.labels[name] ?? name}: ${value}`, name)),
  ]
}

function emptyWords(query: ListQuery, role: Role) {
  const where = role === 'client' ? 'links and answers' : 'people, tags, links and updates'
  if (query.q !== '')
    return {
      title: 'Nothing found',
      text: `No ticket holds “${query.q}”. Words are looked for from their beginning, in titles, texts, ${where}.`,
      href: '/tickets?status=all',
      action: 'Show all tickets',
    }
  return {
    title: 'No tickets here',
    text: 'No ticket fits these filters.',
    href: '/tickets?status=all',
    action: 'Show all tickets',
  }
}
