import type { Actor } from '#domain/actor.ts'
import { renamedSearch, renamedWatch, type Renamed } from '#domain/renamed-queries.ts'
import type { Config } from '#config/config.ts'
import {
  configHash,
  editedConfig,
  readWrittenConfig,
  smallestEdits,
  valueAt,
  type ConfigEdit,
  type ConfigPath,
  type WrittenConfig,
} from '#config/edit.ts'
import type { ConfigFile } from '#config/schema.ts'
import { reloadConfig, settle } from '#config/load.ts'
import { saveConfigFile } from '#config/save.ts'
import type { Tx } from '#db/database.ts'
import type { Desk } from '#src/desk.ts'
import { auditIn } from '#features/audit/service.ts'
import { applyTargets } from '#features/sla/service.ts'
import type { SettingsPage, Wish } from './page.ts'

export type KeyChange = { readonly key: string; readonly from: unknown; readonly to: unknown }

export type Saving = {
  readonly page: Pick<SettingsPage, 'title' | 'keys'>
  readonly wish: Wish
  /** What the page was opened on. */
  readonly base: string
  readonly address: string | null
}

export type Saved = { readonly stale: boolean; readonly changes: readonly KeyChange[]; readonly renewed: number }

/** Writes settings whole or not at all and applies them at once; writes nothing when somebody changed these keys meanwhile. */
export async function saveSettings(desk: Desk, actor: Actor, saving: Saving): Promise<Saved> {
  const { page, wish, base } = saving
  const current = () => {
    const written = readWrittenConfig(desk.config.file)
    return { written, stale: base !== configHash(written, page.keys), ...planned(desk, written, wish) }
  }
  const before = current()
  if (!before.stale) await wish.prepare?.()
  const now = wish.prepare ? current() : before
  if (now.stale) return { stale: true, changes: now.changes, renewed: 0 }
  if (now.edits.length === 0 && !wish.retargets) return { stale: false, changes: [], renewed: 0 }

  saveConfigFile(desk.config.file, now.next.text)
  try {
    await keepRecord(desk, actor, { ...saving, changes: now.changes })
  } catch (error) {
    takeBack(desk.config.file, { before: now.written.text, after: now.next.text })
    throw error
  }
  await desk.reconfigure(reloadConfig(desk.config, desk.root))
  return { stale: false, changes: now.changes, renewed: wish.retargets ? await applyTargets(desk) : 0 }
}

/** What goes along with the file: tickets of a renamed priority, and the line in the audit log. */
async function keepRecord(desk: Desk, actor: Actor, { page, wish, address, changes }: Saving & Pick<Saved, 'changes'>) {
  await desk.db.write(async (tx) => {
    await renamePriorities(tx, wish.priorities ?? new Map())
    renameInViews(tx, renamedBy(wish))
    const details = Object.fromEntries(changes.map(({ key, from, to }) => [key, { from, to }]))
    auditIn(tx, desk.clock.now(), { actor, action: 'settings.changed', subject: page.title, details, address })
  })
}

/** What would be saved, checked as a start would check it, and the config that would come of it. */
export function plannedSettings(
  desk: Desk,
  wish: Wish,
): { readonly config: Config; readonly changes: readonly KeyChange[] } {
  const { config, changes } = planned(desk, readWrittenConfig(desk.config.file), wish)
  return { config, changes }
}

/** What these keys are now, for a page to be opened on. */
export function openedSettings({ config }: Desk, keys: readonly ConfigPath[]) {
  const written = readWrittenConfig(config.file)
  return { file: written.file, base: configHash(written, keys) }
}

function planned(desk: Desk, written: WrittenConfig, wish: Wish) {
  const edits = smallestEdits(written, [...wish.edits(written.file), ...watchEdits(written.file, renamedBy(wish))])
  const next = editedConfig(written, edits)
  const { home, file, secret } = desk.config
  const config = settle(next.file, { home, file, env: { PENNANT_SECRET: secret } })
  return { edits, next, config, changes: changesOf(edits, written, next) }
}

/** What changed, by keys a person can read: a list of words or numbers is one thing, an entry goes by its own key. */
function changesOf(edits: readonly ConfigEdit[], before: WrittenConfig, after: WrittenConfig): readonly KeyChange[] {
  const paths = edits.map(({ path }) => tellable(path, before.raw))
  const told = new Map(paths.map((path) => [nameOf(path, before.file), path]))
  return [...told].map(([key, path]) => ({
    key,
    from: valueAt(before.file, path) ?? null,
    to: valueAt(after.file, path) ?? null,
  }))
}

/** Up to the first list whose entries have no keys of their own. */
function tellable(path: ConfigPath, raw: unknown): ConfigPath {
  const end = path.findIndex((step, index) => typeof step === 'number' && keyAt(raw, path.slice(0, index + 1)) === null)
  return end < 0 ? path : path.slice(0, end)
}

const nameOf = (path: ConfigPath, root: unknown): string =>
  path.map((step, index) => keyAt(root, path.slice(0, index + 1)) ?? String(step)).join('.')

function keyAt(root: unknown, path: ConfigPath): string | null {
  const key = typeof path.at(-1) === 'number' ? valueAt(root, [...path, 'key']) : null
  return typeof key === 'string' ? key : null
}

// So many are renamed within some 20 ms.
const BATCH = 4000

/** Each ticket once, so that two priorities may swap their names; a few at a time, so that pages are answered in between. */
async function renamePriorities(tx: Tx, renamed: ReadonlyMap<string, string>): Promise<void> {
  const pairs = [...renamed].filter(([from, to]) => from !== to)
  if (pairs.length === 0) return
  const values = Object.fromEntries(
    pairs.flatMap(([from, to], index) => [
      [`from${index}`, from],
      [`to${index}`, to],
    ]),
  )
  const cases = pairs.map((_pair, index) => `WHEN @from${index} THEN @to${index}`).join(' ')
  const keys = pairs.map((_pair, index) => `@from${index}`).join(', ')
  const last = tx.hot.get<{ id: number | null }>('SELECT max(id) AS id FROM Ticket', {})?.id ?? 0
  for (let from = 0; from <= last; from += BATCH) {
    tx.hot.run(
      `UPDATE Ticket SET priority = CASE priority ${cases} END
       WHERE id >= @from AND id < @until AND +priority IN (${keys})`,
      { ...values, from, until: from + BATCH },
    )
    await tx.rest()
  }
}

const renamedBy = ({ priorities = new Map(), statuses = new Map() }: Wish): Renamed => ({
  priority: priorities,
  status: statuses,
})

/** What the flag watches follows a name that changes. */
function watchEdits({ flag }: ConfigFile, renamed: Renamed): readonly ConfigEdit[] {
  const value = renamedWatch(flag.watch, renamed)
  return value === flag.watch ? [] : [{ path: ['flag', 'watch'], value }]
}

function renameInViews({ hot }: Tx, renamed: Renamed): void {
  if ([...(renamed.priority ?? []), ...(renamed.status ?? [])].length === 0) return
  for (const { id, query } of hot.all<{ id: number; query: string }>('SELECT id, query FROM View', {})) {
    const next = renamedSearch(query, renamed)
    if (next !== query) hot.update('View', id, { query: next })
  }
}

/** Only while the file is still as we left it. */
function takeBack(file: string, { before, after }: { before: string; after: string }): void {
  if (readWrittenConfig(file).text === after) saveConfigFile(file, before)
}
