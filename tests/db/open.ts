import Sqlite from 'better-sqlite3'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { openDatabase, type Database, type Tx } from '#db/database.ts'
import { migrate } from '#db/migrate.ts'
import { ROOT } from '../support/house.ts'

export const PRISMA = path.join(ROOT, 'prisma')
export const NOW = Date.UTC(2026, 10, 21, 9)

/** A folder that is gone when the test is. */
export function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), 'pennant-db-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** An open database of its own, and its file. */
export function openFresh(): { readonly db: Database; readonly file: string } {
  const file = path.join(folder(), 'pennant.db')
  migrate({ file, prismaFolder: PRISMA, now: NOW })
  const db = openDatabase(file)
  onTestFinished(() => db.close())
  return { db, file }
}

/** The same file as another process would open it. */
export function another(file: string): Sqlite.Database {
  const database = new Sqlite(file, { timeout: 50 })
  onTestFinished(() => void database.close())
  return database
}

const at = new Date(NOW)

export const ticketRow = (title: string) => ({
  title,
  description: '',
  status: 'open',
  statusKind: 'open',
  priority: 'low',
  priorityRank: 1,
  section: 1,
  ageReferenceAt: at,
  createdAt: at,
  updatedAt: at,
})

export const addTicket = (db: Database, title: string): Promise<{ id: number }> =>
  db.write((tx: Tx) => tx.ticket.create({ data: ticketRow(title), select: { id: true } }))
