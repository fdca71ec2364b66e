import Sqlite from 'better-sqlite3'
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { migrate } from '#db/migrate.ts'
import { another, folder, NOW, PRISMA } from './open.ts'

/** A database beside migrations of its own, to which a test may add. */
function installation() {
  const home = folder()
  const prismaFolder = path.join(home, 'prisma')
  cpSync(path.join(PRISMA, 'migrations'), path.join(prismaFolder, 'migrations'), { recursive: true })
  cpSync(path.join(PRISMA, 'derived.sql'), path.join(prismaFolder, 'derived.sql'))
  const file = path.join(home, 'pennant.db')
  const add = (name: string, sql: string) => {
    mkdirSync(path.join(prismaFolder, 'migrations', name))
    writeFileSync(path.join(prismaFolder, 'migrations', name, 'migration.sql'), sql)
  }
  return { file, prismaFolder, add, run: () => migrate({ file, prismaFolder, now: NOW }) }
}

const [FIRST, VIEWS] = ['20261121120000_first', '20261121181043_views_and_undo']
const LATER = '20990101000000_later'
const TICKET = `INSERT INTO Ticket (title, description, status, statusKind, priority, priorityRank, section, ageReferenceAt, createdAt, updatedAt) VALUES ('Kept', '', 'open', 'open', 'low', 1, 1, 0, 0, 0)`

it('makes a new database whole, and leaves it alone the next time', () => {
  const { file, run } = installation()

  expect(run()).toEqual([FIRST, VIEWS])
  expect(run()).toEqual([])

  const database = another(file)
  expect(database.pragma('application_id', { simple: true })).toBe(0x50_4e_4e_54)
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(database.prepare('SELECT migration_name, applied_steps_count FROM _prisma_migrations').all()).toEqual([
    { migration_name: FIRST, applied_steps_count: 1 },
    { migration_name: VIEWS, applied_steps_count: 1 },
  ])
})

it('keeps people, tickets and files when an older database is widened', () => {
  const { file, prismaFolder, run } = installation()
  const later = path.join(prismaFolder, 'migrations', VIEWS)
  const sql = readFileSync(path.join(later, 'migration.sql'), 'utf8')
  rmSync(later, { recursive: true })
  expect(run()).toEqual([FIRST])
  const before = new Sqlite(file)
  before.exec(`${TICKET};
    INSERT INTO Person (name, nameKey, createdAt) VALUES ('Ann', 'ann', 0);
    UPDATE Ticket SET requesterId = 1;
    INSERT INTO File (sha256, size, type, createdAt) VALUES ('aa', 1, 'text/plain', 0);
    INSERT INTO Attachment (sha256, name, ticketId, createdAt) VALUES ('aa', 'a.txt', 1, 0);`)
  before.close()

  mkdirSync(later)
  writeFileSync(path.join(later, 'migration.sql'), sql)
  expect(run()).toEqual([VIEWS])

  expect(
    another(file)
      .prepare(
        'SELECT p.name, p.listing, a.name AS file FROM Ticket t JOIN Person p ON p.id = t.requesterId JOIN Attachment a ON a.ticketId = t.id',
      )
      .all(),
  ).toEqual([{ name: 'Ann', listing: '{}', file: 'a.txt' }])
})

it('takes a snapshot before it changes anything, and keeps search in step', () => {
  const { file, run, add } = installation()
  run()
  const before = new Sqlite(file)
  before.exec(TICKET)
  before.close()
  add(LATER, 'ALTER TABLE Ticket ADD COLUMN mood TEXT;')

  expect(run()).toEqual([LATER])

  const snapshot = another(`${file}.before-${LATER}`)
  expect(snapshot.prepare('SELECT title FROM Ticket').pluck().all()).toEqual(['Kept'])
  expect(snapshot.prepare(`SELECT count(*) FROM pragma_table_info('Ticket') WHERE name = 'mood'`).pluck().get()).toBe(0)
  expect(another(file).prepare(`SELECT rowid FROM TicketSearch WHERE TicketSearch MATCH 'kept'`).pluck().all()).toEqual(
    [1],
  )
})

it('takes back a migration that fails, and goes on once it is mended', () => {
  const { file, run, add, prismaFolder } = installation()
  run()
  add(LATER, 'CREATE TABLE Half (id INTEGER); INSERT INTO Nowhere VALUES (1);')

  expect(run).toThrow(/Nowhere/)
  expect(another(file).prepare(`SELECT count(*) FROM sqlite_master WHERE name = 'Half'`).pluck().get()).toBe(0)
  rmSync(path.join(prismaFolder, 'migrations', LATER), { recursive: true })
  expect(run()).toEqual([])
  const database = another(file)
  database.exec(TICKET)
  expect(database.prepare('SELECT count(*) FROM SearchDirty').pluck().get()).toBe(1)
})

it('finds at the next start what a crash left out of the full text', () => {
  const { file, run } = installation()
  run()
  const database = another(file)
  database.exec(TICKET)
  const count = (table: string) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
  expect([count('SearchDirty'), count('TicketSearch')]).toEqual([1, 0])

  expect(run()).toEqual([])
  expect([count('SearchDirty'), count('TicketSearch')]).toEqual([0, 1])
})

it('refuses a migration that would leave rows pointing nowhere', () => {
  const { run, add } = installation()
  run()
  add(LATER, 'INSERT INTO Watcher (ticketId, personId) VALUES (1, 2);')
  expect(run).toThrow(`The migration ${LATER} would leave 2 rows pointing nowhere.`)
})

it('refuses migrations that were edited, are missing, or were left half-way', () => {
  const edited = installation()
  edited.run()
  appendFileSync(path.join(edited.prismaFolder, 'migrations/20261121120000_first/migration.sql'), '-- hm\n')
  expect(edited.run).toThrow('The migration 20261121120000_first was edited after it had been applied.')

  const newer = installation()
  newer.add(LATER, 'CREATE TABLE Later (id INTEGER);')
  newer.run()
  expect(() => migrate({ file: newer.file, prismaFolder: PRISMA, now: NOW })).toThrow(
    `The database was written by a newer Pennant (it knows ${LATER}). Start that version.`,
  )

  const half = installation()
  half.run()
  another(half.file).exec('UPDATE _prisma_migrations SET finished_at = NULL')
  expect(half.run).toThrow('was begun earlier and did not finish')
})

it("leaves another program's database, and what is none, as they are", () => {
  const home = folder()
  const foreign = path.join(home, 'theirs.db')
  const theirs = new Sqlite(foreign)
  theirs.exec('CREATE TABLE ticket (id INTEGER)')
  theirs.close()
  const text = path.join(home, 'notes.db')
  writeFileSync(text, 'not a database at all, but long enough to look like one'.repeat(50))
  const before = [readFileSync(foreign), readFileSync(text)]

  expect(() => migrate({ file: foreign, prismaFolder: PRISMA, now: NOW })).toThrow(
    /theirs\.db belongs to another program\..*pennant import/,
  )
  expect(() => migrate({ file: text, prismaFolder: PRISMA, now: NOW })).toThrow(
    /notes\.db is not a database, or it is damaged/,
  )
  expect(() => migrate({ file: path.join(home, 'no/such/folder.db'), prismaFolder: PRISMA, now: NOW })).toThrow(
    /cannot be opened/,
  )

  expect([readFileSync(foreign), readFileSync(text)]).toEqual(before)
  expect(existsSync(`${foreign}-wal`)).toBe(false)
})

it('lays full text and its triggers anew when their text changes', () => {
  const { file, run, prismaFolder } = installation()
  run()
  const before = another(file)
  before.exec(TICKET)
  const hash = () => another(file).prepare(`SELECT value FROM Meta WHERE key = 'derived'`).pluck().get()
  const first = hash()

  appendFileSync(path.join(prismaFolder, 'derived.sql'), '\nCREATE INDEX Ticket_extra ON Ticket (jobNumber);\n')
  expect(run()).toEqual([])

  expect(hash()).not.toBe(first)
  const database = another(file)
  expect(database.prepare(`SELECT count(*) FROM sqlite_master WHERE name = 'Ticket_extra'`).pluck().get()).toBe(1)
  expect(database.prepare(`SELECT rowid FROM TicketSearch WHERE TicketSearch MATCH 'kept'`).pluck().all()).toEqual([1])
})
