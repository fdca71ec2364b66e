import type { RemoteTicket } from '#domain/remote.ts'
import type { FolderSource } from '#config/sources.ts'
import type { SourceAdapter } from '#features/sources/adapter.ts'
import { checkFolder, folderChoices } from './check.ts'
import { FolderPuller, type World } from './pull.ts'
import { readTicketFile } from './read.ts'
import { snapshotTaker } from './snapshot.ts'
import { watchFolder } from './watch.ts'

/** A folder of ticket files as a mirrored system; a folder that is not there is told by its methods, not here. */
export function folderAdapter(config: FolderSource, world: World): SourceAdapter {
  const puller = new FolderPuller(config, world)
  const takeSnapshot = snapshotTaker(config.directory, world.clock)
  return {
    capabilities: { deletions: 'reconcile', resumable: false, people: 'embedded' },
    pull: (cursor, signal) => puller.pull(cursor, signal),
    snapshot: async () => {
      const { ids, complete } = await takeSnapshot()
      return { ids: new Set([...ids].filter((id) => !puller.isGone(id))), complete }
    },
    get: (externalId) => getTicket(puller, externalId),
    check: () => checkFolder(config.directory, world.clock),
    choices: async (signal) => folderChoices(await puller.open(), signal),
    quota: () => null,
    watch: (onChange) => watchFolder(config.directory, onChange),
  }
}

/** A file that cannot be read yet brings nothing; the next pull reads it again. */
async function getTicket(puller: FolderPuller, externalId: string): Promise<RemoteTicket | null> {
  if (!/^\d{1,20}$/.test(externalId)) return null
  const file = await readTicketFile(await puller.open(), externalId)
  return file.kind === 'ticket' ? file.ticket : null
}
