import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { resolveConfig } from '#config/resolve.ts'
import { ConfigFile } from '#config/schema.ts'
import { openDatabase } from '#db/database.ts'
import { migrate } from '#db/migrate.ts'
import type { Actor } from '#domain/actor.ts'
import { Bus } from '#lib/bus.ts'
import { ContentStore } from '#lib/content-store.ts'
import type { Desk, Events } from '#src/desk.ts'

export const NOW = Date.UTC(2026, 10, 21, 9)

export const ROOT = path.resolve(import.meta.dirname, '../../..')

export const admin: Actor = { personId: null, name: 'Import', role: 'admin', zone: 'UTC', sees: 'all', sites: null }

/** A desk over a database of its own, whose clock stands still. */
export function layDesk(written: object = {}): Desk {
  const home = mkdtempSync(path.join(tmpdir(), 'pennant-imports-'))
  const file = path.join(home, 'config.json')
  const surroundings = { home, file, secret: 's'.repeat(64), systemZone: 'UTC' }
  const config = resolveConfig(ConfigFile.parse(written), surroundings)
  migrate({ file: config.databaseFile, prismaFolder: path.join(ROOT, 'prisma'), now: NOW })
  const db = openDatabase(config.databaseFile)

  onTestFinished(async () => {
    await db.close()
    rmSync(home, { recursive: true, force: true })
  })
  return {
    config,
    db,
    clock: { now: () => NOW },
    log: undefined as unknown as Desk['log'],
    bus: new Bus<Events>((error) => {
      throw error
    }),
    storage: new ContentStore(config.uploads.folder),
    root: ROOT,
    reconfigure: () => Promise.resolve(),
  }
}

/** The team's targets and types, as its preset has them. */
export const TEAM = {
  types: ['Incident', 'Service Request', 'Problem', 'Change Request'],
  sla: {
    first_response: { Critical: 1, High: 4, Medium: 8, Low: 24 },
    resolution: { Critical: 4, High: 24, Medium: 48, Low: 72 },
  },
}
