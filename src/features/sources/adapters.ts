import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { SourceConfig } from '#config/sources.ts'
import type { Desk } from '#src/desk.ts'
import type { SourceAdapter } from './adapter.ts'
import { folderAdapter } from './folder/adapter.ts'
import { freshserviceAdapter } from './freshservice/adapter.ts'
import type { World } from './freshservice/connection.ts'

/** The one who can read this system. */
export function openAdapter(
  { clock }: Pick<Desk, 'clock'>,
  config: SourceConfig,
  world: Partial<World> = {},
): SourceAdapter {
  if (config.kind === 'folder') return folderAdapter(config, { clock, random, ...world })
  const { baseUrl, linkUrl, apiKey, horizonDays, workspaces, types, groups } = config
  return freshserviceAdapter(
    { baseUrl, linkUrl, apiKey, horizonDays, scope: { workspaces, types, groups }, activeStatuses: [] },
    { fetch: globalThis.fetch, clock, sleep: (ms, signal) => wait(ms, undefined, { signal }), random, ...world },
  )
}

const random = (): number => randomInt(1_000_000) / 1_000_000
