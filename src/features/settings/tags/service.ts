import { setImmediate } from 'node:timers/promises'
import type { Doer } from '#domain/actor.ts'
import { foldName } from '#domain/text.ts'
import type { Tx } from '#db/database.ts'
import { invalid } from '#lib/errors.ts'
import type { Desk } from '#src/desk.ts'
import { auditIn } from '#features/audit/service.ts'
import { tagRow, type TagRow } from './queries.ts'
import type { TagForm } from './schema.ts'

// Each ticket's full text is written anew, so that many take some 30 ms.
const BATCH = 100
const MOST_AT_ONCE = 200

/** Gives a tag another name or colour; a name that another tag has is refused, for that would be a merger. */
export async function changeTag(desk: Desk, doer: Doer, { id, form }: { id: number; form: TagForm }): Promise<void> {
  const tag = tagRow(desk, id)
  const after = { name: form.name, nameKey: foldName(form.name), color: form.own ? form.color : null }
  const to = `${after.name}, ${after.color ?? 'no colour'}`
  const successor = await desk.db.write((tx) => {
    refuseTaken(tx, id, after.nameKey)
    if (after.name !== tag.name && tag.count > MOST_AT_ONCE) return beginSuccessor(tx, id, after)
    tx.hot.run('UPDATE Tag SET color = @color WHERE id = @id', { id, color: after.color })
    if (after.name !== tag.name) tx.hot.update('Tag', id, { name: after.name, nameKey: after.nameKey })
    record(tx, desk, { doer, tag, to })
    return null
  })
  if (successor !== null) await replaceTag(desk, doer, { tag, into: successor, to })
}

function refuseTaken({ hot }: Tx, id: number, nameKey: string): void {
  const sql = 'SELECT id FROM Tag WHERE nameKey = @nameKey AND id <> @id'
  if (hot.get(sql, { nameKey, id })) throw invalid({ name: 'Another tag has this name. Merge the two instead.' })
}

/** A new name is a new text to search in every ticket that has the tag; where these are many, they go over one by one. */
function beginSuccessor({ hot }: Tx, id: number, tag: { name: string; nameKey: string; color: string | null }): number {
  hot.run("UPDATE Tag SET nameKey = nameKey || ' ' || id WHERE id = @id", { id })
  return hot.insert('Tag', tag)
}

/** Puts one tag in the place of another, on tickets and articles, and takes the other away. */
export async function mergeTag(desk: Desk, doer: Doer, { from, into }: { from: number; into: number }): Promise<void> {
  const [tag, target] = [tagRow(desk, from), tagRow(desk, into)]
  if (from === into) throw invalid({ into: 'Choose another tag.' })
  await replaceTag(desk, doer, { tag, into, to: `merged into ${target.name}` })
}

type Replacement = { readonly tag: TagRow; readonly into: number; readonly to: string }

async function replaceTag(desk: Desk, doer: Doer, { tag, into, to }: Replacement): Promise<void> {
  const from = tag.id
  await untag(desk, { from, into })
  await desk.db.write((tx) => {
    tx.hot.run('UPDATE OR IGNORE ArticleTag SET tagId = @into WHERE tagId = @from', { from, into })
    tx.hot.run('DELETE FROM Tag WHERE id = @from', { from })
    record(tx, desk, { doer, tag, to })
  })
}

/** Takes a tag away from everything that has it, and then itself. */
export async function deleteTag(desk: Desk, doer: Doer, id: number): Promise<void> {
  const tag = tagRow(desk, id)
  await untag(desk, { from: id, into: null })
  await desk.db.write((tx) => {
    tx.hot.run('DELETE FROM Tag WHERE id = @id', { id })
    record(tx, desk, { doer, tag, to: 'deleted' })
  })
}

/** Some tickets at a time, so that nobody waits for the rest. */
async function untag(desk: Desk, tags: { from: number; into: number | null }): Promise<void> {
  for (;;) {
    const count = await desk.db.write((tx) => untagSome(tx, tags))
    if (count < BATCH) return
    await setImmediate()
  }
}

function untagSome({ hot }: Tx, { from, into }: { from: number; into: number | null }): number {
  const found = hot.all<{ ticketId: number }>(`SELECT ticketId FROM TicketTag WHERE tagId = @from LIMIT ${BATCH}`, {
    from,
  })
  for (const { ticketId } of found) {
    if (into !== null)
      hot.run('INSERT OR IGNORE INTO TicketTag (ticketId, tagId) VALUES (@ticketId, @into)', { ticketId, into })
    hot.run('DELETE FROM TicketTag WHERE ticketId = @ticketId AND tagId = @from', { ticketId, from })
  }
  return found.length
}

function record(tx: Tx, desk: Desk, { doer, tag, to }: { doer: Doer; tag: TagRow; to: string }): void {
  const from = `${tag.name}, ${tag.color ?? 'no colour'}, ${tag.count} ${tag.count === 1 ? 'ticket' : 'tickets'}`
  const details = { [`tag ${tag.name}`]: { from, to } }
  auditIn(tx, desk.clock.now(), { ...doer, action: 'settings.changed', subject: 'Tags', details })
}
