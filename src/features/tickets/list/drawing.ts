import type { Actor } from '#domain/actor.ts'
import type { Desk } from '#src/desk.ts'
import { assetUrl } from '#web/assets.ts'
import { cellsHtml } from './columns/present.ts'
import { factsFor } from './columns/queries.ts'
import type { Column } from './columns/schema.ts'
import type { GroupedPage } from './groups/schema.ts'
import { presentRow, rowOfClient } from './present.ts'
import type { Page } from './queries.ts'
import { rowsHtml } from './row.ts'

type Drawn = { readonly page: Page | GroupedPage; readonly columns: readonly Column[] | null }

/** The headings of a page in groups; none where it is not. */
export const headingsOf = (page: Page | GroupedPage) => ('headings' in page ? page.headings : [])

/** Draws the rows of a page once, for all who are shown the same one: a text for each group, or one in all. */
export function rowsDrawer(desk: Desk): (actor: Actor, drawn: Drawn) => readonly string[] {
  const drawn = new WeakMap<Page, Map<string, readonly string[]>>()
  const sprite = assetUrl(desk.root)('icons.svg')
  return (actor, { page, columns }) => {
    const known = drawn.get(page) ?? new Map<string, readonly string[]>()
    const key = `${actor.role} ${(columns ?? []).map((column) => column.key).join(' ')}`
    const texts = known.get(key) ?? draw(desk, actor, { page, columns, sprite })
    drawn.set(page, known.set(key, texts))
    return texts
  }
}

function draw(desk: Desk, actor: Actor, { page, columns, sprite }: Drawn & { readonly sprite: string }) {
  const now = desk.clock.now()
  const pick = actor.role !== 'client'
  const rows = page.rows.map((ticket) => {
    const row = presentRow(ticket, desk.config, now, page.snippets.get(ticket.id))
    return { ticket, row: actor.role === 'client' ? rowOfClient(row) : row }
  })
  const starts = headingsOf(page).map(({ at }) => at)
  const parts = starts.length === 0 ? [rows] : starts.map((at, index) => rows.slice(at, starts[index + 1]))
  if (columns === null)
    return parts.map((part) =>
      rowsHtml(
        part.map(({ row }) => row),
        { sprite, pick },
      ),
    )

  const ids = page.rows.map(({ id }) => id)
  const facts = factsFor(desk, ids, columns)
  const scene = { zone: actor.zone, now, pick }
  return parts.map((part) =>
    part
      .map(({ row, ticket }) => cellsHtml({ row, ticket, facts: facts.get(row.id) ?? null }, columns, scene).text)
      .join(''),
  )
}
