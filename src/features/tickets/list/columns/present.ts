import { fieldWords } from '#domain/fields.ts'
import { html, type Html } from '#lib/html.ts'
import { longTime, shortTime } from '#lib/zones.ts'
import type { Row } from '#features/tickets/list/present.ts'
import { pickHtml, tag } from '#features/tickets/list/row.ts'
import type { TicketRow } from '#features/tickets/list/rows.ts'
import type { Facts } from './queries.ts'
import type { Column, ColumnKey } from './schema.ts'

/** A ticket of a list with columns: as it is stored, as a line shows it, and what only columns show. */
export type Cells = { readonly row: Row; readonly ticket: TicketRow; readonly facts: Facts | null }
export type Scene = { readonly zone: string; readonly now: number; readonly pick: boolean }

type Cell = (cells: Cells, scene: Scene) => Html | string | null

const CELLS: Readonly<Record<ColumnKey, Cell>> = {
  number: ({ row }) => row.number,
  title: ({ row }) => html`<a class="row__title" href="${row.href}">${row.title}</a>`,
  requester: ({ row }) => row.requester,
  assignee: ({ row }) => row.assignee?.name ?? null,
  status: ({ row }) => row.status,
  priority: ({ row: { priority } }) =>
    html`<span class="priority priority--${priority.level}">${priority.label}</span>`,
  stage: ({ row }) => row.word,
  due: ({ row: { due } }) => (due.strong + due.rest === '' ? null : html`<b>${due.strong}</b> ${due.rest}`),
  site: ({ row }) => row.site,
  project: ({ facts }) => facts?.project ?? null,
  type: ({ facts }) => facts?.type ?? null,
  category: ({ facts }) => facts?.category ?? null,
  component: ({ facts }) => facts?.component ?? null,
  tags: ({ row }) =>
    html`${row.tags.map(tag)}${row.moreTags === 0 ? null : html`<span class="tag">+${row.moreTags}</span>`}`,
  source: ({ row }) => (row.source === null ? null : `${row.source.name} ${row.source.number}`),
  created: ({ ticket }, scene) => time(ticket.createdAt, scene),
  updated: ({ ticket, row }, scene) =>
    html`<time datetime="${iso(ticket.updatedAt)}" title="${longTime(ticket.updatedAt, scene.zone)}">${row.updatedText}</time>`,
  first_response: ({ facts }, scene) => time(facts?.firstRespondedAt ?? null, scene),
  resolved: ({ facts }, scene) => time(facts?.resolvedAt ?? null, scene),
}

const iso = (at: number): string => new Date(at).toISOString()

const time = (at: number | null, { zone, now }: Scene): Html | null =>
  at === null
    ? null
    : html`<time datetime="${iso(at)}" title="${longTime(at, zone)}">${shortTime(at, zone, now)}</time>`

const LONGEST = 200

function textOf({ field }: Column, { facts }: Cells): string | null {
  const text = field === null ? '' : (facts?.texts.get(field.id) ?? '')
  const words = field === null ? null : fieldWords(field, text)
  return words === null || words.length <= LONGEST ? words : `${words.slice(0, LONGEST)}…`
}

/** A line of a list with columns. */
export function cellsHtml(cells: Cells, columns: readonly Column[], scene: Scene): Html {
  const { row } = cells
  const drawn = columns.map((column) => cellHtml(column, cells, scene))
  const word = columns.some(({ key }) => key === 'stage') ? null : html`<span class="unseen">${row.word}</span>`
  return html`<tr class="row u-${row.urgency}${row.struck ? ' row--struck' : ''}" id="t${row.id}"><td class="cell cell--mark">${scene.pick ? pickHtml(row) : null}<span class="pennant" title="${row.word}"></span>${word}</td>${drawn}</tr>`
}

function cellHtml(column: Column, cells: Cells, scene: Scene): Html {
  const { key } = column
  const content = column.field === null ? CELLS[key as ColumnKey](cells, scene) : textOf(column, cells)
  const plain = typeof content === 'string' ? content : ''
  const title = plain.length > 14 ? html` title="${plain}"` : null
  return html`<td class="cell cell--${column.field === null ? key : 'field'}"${title}>${content}</td>`
}
