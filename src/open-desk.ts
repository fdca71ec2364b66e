import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Config } from '#config/config.ts'
import { openDatabase } from '#db/database.ts'
import { migrate } from '#db/migrate.ts'
import { Bus } from '#lib/bus.ts'
import { systemClock, type Clock } from '#lib/clock.ts'
import { ContentStore } from '#lib/content-store.ts'
import type { Log } from '#lib/logger.ts'
import { applyPolicy } from '#features/sla/service.ts'
import { ensureOwner } from '#features/setup/service.ts'
import type { Desk, Events } from '#src/desk.ts'

export type Opening = { readonly root: string; readonly config: Config; readonly log: Log; readonly clock?: Clock }

/** Lays the desk: migrates, opens the database, and brings what is stored in line with the rules of the config. */
export async function openDesk({ root, config, log, clock = systemClock }: Opening): Promise<Desk> {
  mkdirSync(path.dirname(config.databaseFile), { recursive: true })
  const applied = migrate({ file: config.databaseFile, prismaFolder: path.join(root, 'prisma'), now: clock.now() })
  if (applied.length > 0) log.debug({ applied }, 'The database was brought up to date')

  const holder = { config }
  const bus = new Bus<Events>((error) => log.error({ error }, 'A listener failed'))
  const desk: Desk = {
    get config() {
      return holder.config
    },
    db: openDatabase(config.databaseFile),
    clock,
    log,
    bus,
    storage: new ContentStore(config.uploads.folder),
    root,
    reconfigure: async (next) => {
      holder.config = next
      await applyPolicy(desk)
      await bus.emit('config.changed', { actorId: null })
    },
  }
  await ensureOwner(desk)
  await applyPolicy(desk)
  return desk
}
