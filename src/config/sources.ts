import path from 'node:path'
import { z } from 'zod'
import type { Mapping } from '#domain/mirror.ts'
import { overrideKey } from '#domain/palette.ts'
import type { Priority } from '#domain/priority.ts'
import type { Workflow } from '#domain/status.ts'
import { AppError } from '#lib/errors.ts'
import { keepSecret, keptSecret, type SecretPlaces } from './kept-secret.ts'

const FRESHSERVICE_KEY = 'freshservice-key'

const ids = z.array(z.string().trim().min(1).max(80)).max(100)
const mapped = z.record(z.string().max(80), z.string().trim().min(1).max(80))
const linkUrl = z.url({ protocol: /^https?$/ })

const mapping = {
  statuses: mapped.default({}).describe('Which status of ours a remote one is, by its id there.'),
  priorities: mapped.default({}).describe('Which priority of ours a remote one is, by its id there.'),
}

/** The key `freshservice` of config.json. */
export const freshserviceSchema = z
  .strictObject({
    base_url: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .describe('The account: acme, acme.freshservice.com or its https address.'),
    link_url: linkUrl.optional().describe('Where agents open tickets, if that is another address than the account.'),
    poll_seconds: z.number().int().min(15).max(86_400).default(60).describe('Time between two polls.'),
    reconcile_hours: z.number().positive().max(168).default(6).describe('Time between two full comparisons.'),
    horizon_days: z.number().int().min(1).max(3650).default(90).describe('How far back the first poll reaches.'),
    workspaces: ids.default([]).describe('Ids of workspaces; empty mirrors the primary one.'),
    types: ids.default([]).describe('Types that are mirrored, such as Incident; empty mirrors all.'),
    groups: ids.default([]).describe('Ids of groups that are mirrored; empty mirrors all.'),
    ...mapping,
  })
  .optional()
  .describe('A Freshservice account to mirror; the key stands in config/freshservice-key.')

/** The key `ticket_folder` of config.json. */
export const folderSchema = z
  .strictObject({
    directory: z.string().min(1).describe('The folder with tickets/*.txt, relative to the home folder.'),
    name: z.string().trim().min(1).max(80).default('Ticket folder').describe('What the source is called.'),
    link_url: linkUrl.optional().describe('What a ticket number is appended to, to open it where it comes from.'),
    poll_seconds: z
      .number()
      .int()
      .min(15)
      .max(86_400)
      .default(30)
      .describe('Time between two looks, besides watching.'),
    ...mapping,
  })
  .optional()
  .describe("A folder of ticket files to mirror, as Ticket Dash's.")

type Common = {
  readonly name: string
  readonly linkUrl: string | null
  readonly intervalSeconds: number
  readonly reconcileSeconds: number
  readonly mapping: Mapping
}

export type FreshserviceSource = Common & {
  readonly kind: 'freshservice'
  readonly baseUrl: string
  readonly apiKey: string | null
  readonly horizonDays: number
  readonly workspaces: readonly string[]
  readonly types: readonly string[]
  readonly groups: readonly string[]
}

export type FolderSource = Common & { readonly kind: 'folder'; readonly directory: string }

/** A system whose tickets are mirrored here. */
export type SourceConfig = FreshserviceSource | FolderSource

type Written = {
  readonly freshservice?: z.infer<typeof freshserviceSchema>
  readonly ticket_folder?: z.infer<typeof folderSchema>
}
type Around = { readonly home: string; readonly workflow: Workflow; readonly priorities: readonly Priority[] }

/** The mirrored systems the file names; a status or a priority that is not ours is refused. Keys come later. */
export function sourcesOf({ freshservice, ticket_folder: folder }: Written, around: Around): readonly SourceConfig[] {
  return [
    ...(freshservice ? [freshserviceOf(freshservice, around)] : []),
    ...(folder ? [folderOf(folder, around)] : []),
  ]
}

function freshserviceOf(written: NonNullable<Written['freshservice']>, around: Around): FreshserviceSource {
  return {
    kind: 'freshservice',
    name: 'Freshservice',
    baseUrl: written.base_url,
    linkUrl: written.link_url ?? null,
    apiKey: null,
    intervalSeconds: written.poll_seconds,
    reconcileSeconds: Math.round(written.reconcile_hours * 3600),
    horizonDays: written.horizon_days,
    workspaces: written.workspaces,
    types: written.types,
    groups: written.groups,
    mapping: mappingOf('freshservice', written, around),
  }
}

function folderOf(written: NonNullable<Written['ticket_folder']>, around: Around): FolderSource {
  return {
    kind: 'folder',
    name: written.name,
    linkUrl: written.link_url ?? null,
    intervalSeconds: written.poll_seconds,
    // A look at a folder always sees all of it.
    reconcileSeconds: written.poll_seconds,
    directory: path.resolve(around.home, written.directory),
    mapping: mappingOf('ticket_folder', written, around),
  }
}

function mappingOf(key: string, { statuses, priorities }: Mapping, around: Around): Mapping {
  const ours = (what: string, list: Around['workflow'] | Around['priorities']) => (name: string) => {
    const found = list.find((one) => one.key === overrideKey(name) || one.label === name)
    if (found) return found.key
    throw new AppError('invalid', `${key}.${what}: there is no "${name}" here.`)
  }
  return {
    statuses: mapValues(statuses, ours('statuses', around.workflow)),
    priorities: mapValues(priorities, ours('priorities', around.priorities)),
  }
}

const mapValues = (record: Readonly<Record<string, string>>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]))

/** Keeps the key in a file of its own, which only the owner of the process may read. */
export const saveFreshserviceKey = (home: string, key: string): void => keepSecret(home, FRESHSERVICE_KEY, key)

/** The key of the account. */
export const freshserviceKey = (places: SecretPlaces): string | null =>
  keptSecret(places, {
    file: FRESHSERVICE_KEY,
    variable: 'PENNANT_FRESHSERVICE_KEY',
    consequence: 'Freshservice cannot be asked',
  })
