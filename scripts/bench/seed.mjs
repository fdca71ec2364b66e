// A database full of tickets, made once a day and copied from then on; the program must find nothing to correct in it.
import { createHash } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { root } from '../prepare.mjs'
import { fill } from './fill.mjs'
import { built, configText, layHome } from './home.mjs'

const DAY_MS = 86_400_000
const cache = path.join(os.tmpdir(), 'pennant-bench')

/** Puts a database with so many tickets into `home`: a copy of the one made earlier today, or else a new one. */
export async function seedHome(home, { size, say }) {
  const config = await layHome(home)
  const kept = path.join(cache, `${size}-${keyOf()}.db`)
  if (!existsSync(kept)) await make(kept, { size, say, config })
  copyFileSync(kept, config.databaseFile, constants.COPYFILE_FICLONE)
  syncFile(config.databaseFile)
  return config
}

/** What is still on its way to the disk would slow down whoever waits for the disk next. */
function syncFile(file) {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}

/** Changes with everything that decides what is seeded; the day too, because tickets grow old. */
function keyOf() {
  const hash = createHash('sha256').update(configText).update(String(today()))
  for (const folder of [
    'scripts/bench',
    'prisma',
    'dist/domain',
    'dist/config',
    'dist/features/sla',
    'dist/db/sqlite',
  ]) {
    for (const file of filesBelow(path.join(root, folder))) hash.update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}

const today = () => Math.floor(Date.now() / DAY_MS) * DAY_MS

const filesBelow = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((file) => /\.(m?js|sql|prisma)$/.test(file))
    .sort()

async function make(kept, { size, say, config }) {
  const begun = performance.now()
  mkdirSync(cache, { recursive: true })
  sweepCache(size)
  const { migrate } = await built('db/migrate')
  const file = `${kept}.${process.pid}`
  try {
    migrate({ file, prismaFolder: path.join(root, 'prisma'), now: Date.now() })
    await fill(file, { size, say, config, now: today() })
    await settle(file, config)
    renameSync(file, kept)
  } finally {
    for (const tail of ['', '-wal', '-shm']) rmSync(file + tail, { force: true })
  }
  say(`Seeded ${size.toLocaleString('en')} tickets in ${((performance.now() - begun) / 1000).toFixed(1)} s.`)
}

function sweepCache(size) {
  for (const name of readdirSync(cache)) {
    const file = path.join(cache, name)
    if (name.startsWith(`${size}-`) || Date.now() - statSync(file).mtimeMs > 2 * DAY_MS) rmSync(file, { force: true })
  }
}

/** Lets the program look through what was seeded, as it does after a change of rules; it must agree with all of it. */
async function settle(file, config) {
  const [{ openDatabase }, { applyPolicy }] = await Promise.all([built('db/database'), built('features/sla/service')])
  const db = openDatabase(file)
  const moved = await applyPolicy({ config, db })
  await db.close()
  // The connections that only read close last, and leave the log beside the file.
  const database = new Sqlite(file)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
  if (moved > 0) throw new Error(`The seed disagrees with the rules: ${moved} tickets stood elsewhere.`)
}
