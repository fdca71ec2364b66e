import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Actor } from '#domain/actor.ts'
import { pageReader, searchIds } from '#features/tickets/list/queries.ts'
import { listQuery, searchText } from '#features/tickets/list/schema.ts'
import { dice, FILE, layArchive } from './archive.ts'
import { someSearch } from './searches.ts'
import { everyTicket, sees } from './naive.ts'

const SEARCHES = 500

describe.skipIf(!existsSync(FILE))('over real tickets (skipped without the shared data)', () => {
  it('finds what a naive reading of every term finds, for everybody', async () => {
    const desk = await layArchive()
    const tickets = everyTicket(desk)
    const chance = dice(2026)
    const idOf = (name: string) =>
      desk.db.sql.get<{ id: number }>('SELECT id FROM Person WHERE name = @name', { name })?.id ?? 0
    const actors: readonly Actor[] = [
      { personId: idOf('Monique Wallace'), name: 'A', role: 'admin', zone: 'Europe/Berlin', sees: 'all', sites: null },
      { personId: idOf('Jürgen Groß'), name: 'B', role: 'agent', zone: 'America/New_York', sees: 'all', sites: [1] },
      { personId: idOf('Jürgen Groß'), name: 'C', role: 'agent', zone: 'UTC', sees: 'assigned', sites: null },
      { personId: idOf('Jo Smith'), name: 'D', role: 'client', zone: 'UTC', sees: 'own', sites: [3] },
    ]
    const readPage = pageReader(desk)
    const wrong: object[] = []
    let matched = 0
    for (let count = 0; count < SEARCHES; count += 1) {
      const asked = someSearch(chance)
      const actor = actors[count % actors.length]!
      const seen = tickets
        .filter((ticket) => sees(actor, ticket) && asked.holds(ticket, actor))
        .map(({ row }) => row.id)
      const query = listQuery.parse({ q: asked.text })
      const found = searchIds(desk, actor, query, 5000)
      const again = searchIds(desk, actor, listQuery.parse({ q: searchText(query) }), 5000)
      const { total } = readPage(actor, query)
      const told = { q: asked.text, who: actor.name }
      const more = found.filter((id) => !seen.includes(id)).slice(0, 5)
      const less = seen.filter((id) => !found.includes(Number(id))).slice(0, 5)
      if (more.length + less.length > 0) wrong.push({ ...told, more, less })
      if (again.length !== seen.length || total !== seen.length) wrong.push({ ...told, again: again.length, total })
      if (seen.length > 0) matched += 1
    }
    expect(wrong).toEqual([])
    // Searches that find nothing prove little.
    expect(matched).toBeGreaterThan(SEARCHES / 3)
  }, 60_000)
})
