// Looks at what is there after a crash and compares it with what was promised.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { openClient, plain, textOf } from '../bench/client.mjs'
import { byTicket } from './ledger.mjs'

const sha256Of = (content) => createHash('sha256').update(content).digest('hex')

/** Checks the database and the files themselves. Every finding is a sentence; `lost` and `half` should be empty. */
export function verifyStore({ databaseFile, folder }, acts) {
  const database = new Sqlite(databaseFile, { readonly: true })
  try {
    const scene = { database, folder, rows: rowsOf(database) }
    const lost = [
      ...acts.filter(({ acked }) => acked).flatMap((act) => missing(act, scene)),
      ...staleStates(acts, scene),
    ]
    const half = [...acts.filter(({ acked }) => !acked).flatMap((act) => halfThere(act, scene)), ...unsound(scene)]
    return { lost, half }
  } finally {
    database.close()
  }
}

function rowsOf(database) {
  const attachments = new Map()
  for (const row of database
    .prepare(
      'SELECT a.name, a.sha256, a.ticketId, a.updateId, f.size FROM Attachment a JOIN File f ON f.sha256 = a.sha256',
    )
    .all()) {
    attachments.set(row.name, row)
  }
  const search = database.prepare('SELECT rowid FROM TicketSearch WHERE TicketSearch MATCH ?').pluck()
  return {
    attachments,
    ticket: database.prepare('SELECT id, title, description, status FROM Ticket WHERE id = ?'),
    said: new Map(database.prepare('SELECT description, id FROM Ticket').raw().all()),
    updates: new Map(database.prepare(`SELECT body, ticketId FROM "Update" WHERE kind <> 'system'`).raw().all()),
    finds: (text, id) => search.all(`"${text.split(' ')[1]}"`).includes(id),
  }
}

/** What is not there of an act that was acknowledged. */
function missing(act, { rows }) {
  const files = (act.files ?? [])
    .filter((file) => !isThere(file, act, rows))
    .map(({ name }) => `file ${name} of ticket ${act.ticketId}`)
  if (act.kind === 'create' && !rows.ticket.get(act.ticketId)?.description.includes(act.description))
    return [`ticket ${act.ticketId}`]
  if (act.kind === 'create' && !rows.finds(act.description, act.ticketId))
    return [`ticket ${act.ticketId} in the search`]
  if (act.kind === 'reply' && rows.updates.get(act.body) !== act.ticketId)
    return [`reply "${act.body}" of ticket ${act.ticketId}`]
  return files
}

const isThere = ({ name, sha256, size }, { ticketId }, { attachments }) => {
  const row = attachments.get(name)
  return row?.sha256 === sha256 && row.size === size && (ticketId === undefined || row.ticketId === ticketId)
}

/** An act that was never answered must be there with all its files, or not at all. */
function halfThere(act, { rows }) {
  if (act.kind !== 'create' && act.kind !== 'reply') return []
  const whole = act.kind === 'create' ? rows.said.has(act.description) : rows.updates.has(act.body)
  const kept = act.files.filter((file) => isThere(file, act, rows)).length
  return kept === (whole ? act.files.length : 0)
    ? []
    : [`${act.kind} with ${kept} of ${act.files.length} files, ${whole ? 'there' : 'not there'}`]
}

/** What must hold whatever happened: SQLite's own checks, the search index, and a whole file for every row. */
function unsound({ database, folder }) {
  const integrity = database.pragma('integrity_check', { simple: true })
  const broken = database.pragma('foreign_key_check').length
  const dirty = database.prepare('SELECT count(*) FROM SearchDirty').pluck().get()
  const files = database.prepare('SELECT sha256, size FROM File').all()
  const absent = files
    .filter(({ sha256 }) => !existsSync(placeOf(folder, sha256)))
    .map(({ sha256 }) => `content ${sha256} is missing`)
  return [
    ...(integrity === 'ok' ? [] : [`integrity_check says ${integrity}`]),
    ...(broken === 0 ? [] : [`${broken} rows point nowhere`]),
    ...(dirty === 0 ? [] : [`${dirty} tickets wait for the search index`]),
    ...absent,
    ...shelved(folder)
      .filter((sha256) => sha256Of(readFileSync(placeOf(folder, sha256))) !== sha256)
      .map((sha256) => `content ${sha256} is not whole`),
  ]
}

const placeOf = (folder, sha256) => path.join(folder, sha256.slice(0, 2), sha256)

const shelved = (folder) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^[0-9a-f]{2}$/.test(name))
        .flatMap((shelf) => readdirSync(path.join(folder, shelf)))
    : []

/** Title and status are those of the last answer, or of an act after it that was never answered. */
function staleStates(acts, { rows }) {
  return [...byTicket(acts)].flatMap(([id, all]) => {
    const row = rows.ticket.get(id)
    const could = (field, first) => {
      const told = all.filter((act) => act.acked && act[field] !== undefined).sort((one, other) => one.at - other.at)
      const open = all.filter((act) => !act.acked && act[field] !== undefined)
      return [told.at(-1)?.[field] ?? first, ...open.map((act) => act[field])]
    }
    const wrong = (name, value, allowed) =>
      allowed.includes(value) ? [] : [`ticket ${id}: ${name} is ${value} instead of ${allowed.join(' or ')}`]
    return row
      ? [...wrong('title', row.title, could('title')), ...wrong('status', row.status, could('to', 'open'))]
      : []
  })
}

/** Checks what people see: each acknowledged ticket's page, its replies in order, its files byte for byte. */
export async function verifyPages(origin, acts) {
  const client = openClient(origin)
  const lost = []
  for (const [id, all] of byTicket(acts.filter(({ acked }) => acked))) {
    const answer = await client.get(`/tickets/${id}`)
    if (answer.status === 200) lost.push(...(await unseen(client, textOf(answer), { id, all })))
    else lost.push(`the page of ticket ${id} is a ${answer.status}`)
  }
  client.close()
  return lost
}

async function unseen(client, page, { id, all }) {
  const texts = all
    .toSorted((one, other) => one.at - other.at)
    .flatMap(({ description, body }) => description ?? body ?? [])
  const places = texts.map((text) => page.indexOf(text))
  const inOrder = places.every((place, index) => place >= 0 && (index === 0 || place > places[index - 1]))
  const files = []
  for (const file of all.flatMap((act) => act.files ?? [])) {
    const href = page.match(new RegExp(`href="(/attachments/\\d+/${file.name})"`))?.[1]
    const answer = href ? await client.get(href) : null
    if (answer?.status !== 200 || sha256Of(plain(answer)) !== file.sha256)
      files.push(`the download of ${file.name} on ticket ${id}`)
  }
  return [...(inOrder ? [] : [`the words of ticket ${id}, in order`]), ...files]
}
