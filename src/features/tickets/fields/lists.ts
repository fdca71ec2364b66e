import type { Tx } from '#db/database.ts'

/** What a ticket has several of, by their numbers. */
export type Lists = { readonly tags: readonly number[]; readonly watchers: readonly number[] }

export const LISTS = {
  tags: { table: 'TicketTag', column: 'tagId', names: 'Tag', field: 'tag' },
  watchers: { table: 'Watcher', column: 'personId', names: 'Person', field: 'watcher' },
} as const

export type ListName = keyof typeof LISTS

/** The tags or the watchers of a ticket. */
export function heldIn({ hot }: Tx, list: ListName, ticketId: number): readonly number[] {
  const { table, column } = LISTS[list]
  return hot
    .all<{ id: number }>(`SELECT ${column} AS id FROM ${table} WHERE ticketId = @ticketId ORDER BY 1`, { ticketId })
    .map(({ id }) => id)
}

export const listsOf = (tx: Tx, ticketId: number): Lists => ({
  tags: heldIn(tx, 'tags', ticketId),
  watchers: heldIn(tx, 'watchers', ticketId),
})

/** Puts one to a ticket that may have it already; nothing happens when the tag or the person is gone. */
export function put({ hot }: Tx, list: ListName, { ticketId, id }: { ticketId: number; id: number }): void {
  const { table, column, names } = LISTS[list]
  hot.run(`INSERT OR IGNORE INTO ${table} (ticketId, ${column}) SELECT @ticketId, id FROM "${names}" WHERE id = @id`, {
    ticketId,
    id,
  })
}

export function take({ hot }: Tx, list: ListName, { ticketId, id }: { ticketId: number; id: number }): void {
  const { table, column } = LISTS[list]
  hot.run(`DELETE FROM ${table} WHERE ticketId = @ticketId AND ${column} = @id`, { ticketId, id })
}

/** What the tag or the person is called; null for one that is gone. */
export const nameIn = ({ hot }: Tx, list: ListName, id: number): string | null =>
  hot.get<{ name: string }>(`SELECT name FROM "${LISTS[list].names}" WHERE id = @id`, { id })?.name ?? null
