import { freshserviceAddress } from '#domain/freshservice-address.ts'
import { changeConfigFile, readWrittenConfig, valueAt } from '#config/edit.ts'
import { reloadConfig } from '#config/load.ts'
import { saveFreshserviceKey, type FreshserviceSource } from '#config/sources.ts'
import { invalid } from '#lib/errors.ts'
import { without } from '#lib/without.ts'
import type { Desk } from '#src/desk.ts'
import type { Choices, Finding, SourceAdapter } from '#features/sources/adapter.ts'
import { openAdapter } from '#features/sources/adapters.ts'
import { SourceFailure } from '#features/sources/failure.ts'
import { ensureSources, KEEP_FACT, type Note } from '#features/sources/service.ts'
import { choicesKey, freshserviceOf } from './queries.ts'
import type { FreshserviceForm } from './schema.ts'

const PATIENCE_MS = 60_000

type By = Pick<Note, 'actor' | 'address'>
export type Connected = { readonly saved: boolean; readonly findings: readonly Finding[] }

/** Tries the account as it was typed, and keeps it when it answers or when somebody insists. */
export async function connectFreshservice(desk: Desk, form: FreshserviceForm, by: By): Promise<Connected> {
  const adapter = openAdapter(desk, sourceOf(desk, form))
  const findings = await adapter.check(AbortSignal.timeout(PATIENCE_MS))
  const works = findings.every(({ ok }) => ok)
  if (!works && !form.anyway) return { saved: false, findings }

  if (form.api_key !== null) saveFreshserviceKey(desk.config.home, form.api_key)
  await write(desk, written(form), { ...by, subject: 'Freshservice', change: 'connected' })
  if (works) await keepChoices(desk, adapter)
  return { saved: true, findings }
}

/** Asks the account again whether all is well, and what its lists hold now. */
export async function checkFreshservice(desk: Desk, source: FreshserviceSource): Promise<readonly Finding[]> {
  const adapter = openAdapter(desk, source)
  const findings = await adapter.check(AbortSignal.timeout(PATIENCE_MS))
  if (findings.every(({ ok }) => ok)) await keepChoices(desk, adapter)
  return findings
}

/** Lets go of the account: its tickets stay and are ours from now on. */
export const disconnectFreshservice = (desk: Desk, by: By): Promise<void> =>
  write(desk, undefined, { ...by, subject: 'Freshservice', change: 'disconnected' })

/** A file cannot be in a transaction: where nothing can be written down, it is put back. */
async function write(desk: Desk, account: object | undefined, note: Note): Promise<void> {
  const { file } = desk.config
  const before = valueAt(readWrittenConfig(file).raw, ['freshservice']) as object | undefined
  changeConfigFile(file, 'freshservice', account)
  try {
    await desk.reconfigure(reloadConfig(desk.config, desk.root))
    await ensureSources(desk, note)
  } catch (error) {
    changeConfigFile(file, 'freshservice', before)
    await desk.reconfigure(reloadConfig(desk.config, desk.root))
    throw error
  }
}

function sourceOf({ config }: Desk, form: FreshserviceForm): FreshserviceSource {
  const known = freshserviceOf(config)
  // The key of one account is never shown to another.
  const same = known !== null && originOf(known.baseUrl) === originOf(form.base_url)
  const apiKey = form.api_key ?? (same ? known.apiKey : null)
  if (apiKey === null) throw invalid({ api_key: 'Paste the API key of an agent of this account.' })
  return {
    kind: 'freshservice',
    name: 'Freshservice',
    baseUrl: form.base_url,
    linkUrl: form.link_url,
    apiKey,
    intervalSeconds: form.poll_seconds,
    reconcileSeconds: form.reconcile_hours * 3600,
    horizonDays: form.horizon_days,
    workspaces: form.workspaces,
    types: form.types,
    groups: form.groups,
    mapping: { statuses: form.statuses, priorities: form.priorities },
  }
}

const originOf = (written: string) => freshserviceAddress(written).origin

const written = (form: FreshserviceForm): object => ({
  ...without(form, 'api_key', 'anyway', 'link_url'),
  ...(form.link_url === null ? {} : { link_url: form.link_url }),
})

async function keepChoices(desk: Desk, adapter: SourceAdapter): Promise<void> {
  const choices = await adapter.choices(AbortSignal.timeout(PATIENCE_MS)).catch((error: unknown): Choices | null => {
    if (error instanceof SourceFailure) return null
    throw error
  })
  if (choices === null) return
  const value = JSON.stringify(choices)
  await desk.db.write(({ hot }) => hot.run(KEEP_FACT, { key: choicesKey('freshservice'), value }))
}
