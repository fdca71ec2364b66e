import { ago, roughly } from '#domain/durations.ts'
import { localPriority, localStatus, type Mapping } from '#domain/mirror.ts'
import { formatNumber } from '#domain/numbers.ts'
import type { RemoteChoice } from '#domain/remote.ts'
import { describeChanges, type Change } from '#domain/timeline.ts'
import type { Config } from '#config/config.ts'
import type { FreshserviceSource, SourceConfig } from '#config/sources.ts'
import { shortTime } from '#lib/zones.ts'
import type { Desk } from '#src/desk.ts'
import type { Choices, Quota } from '#features/sources/adapter.ts'
import {
  mirroredCounts,
  newsOf,
  pollsOf,
  sourceRows,
  type NewsRow,
  type PollRow,
  type SourceRow,
} from '#features/sources/queries.ts'
import { storedFact } from '#features/sla/queries.ts'
import { quotaKey } from '#features/sources/service.ts'

const POLLS_SHOWN = 5
const NEWS_SHOWN = 8

/** Every system the config names: how it is, what it last did, what can be done about it. */
export function presentSources(desk: Desk, zone: string) {
  const rows = sourceRows(desk)
  return desk.config.sources.flatMap((source) => {
    const row = rows.find(({ kind, state }) => kind === source.kind && state !== 'off')
    return row ? [presentSource(desk, { row, source, zone })] : []
  })
}

type Scene = { readonly row: SourceRow; readonly source: SourceConfig; readonly zone: string }

function presentSource(desk: Desk, { row, source, zone }: Scene) {
  const now = desk.clock.now()
  const counts = mirroredCounts(desk, row.id)
  const [last, ...rest] = pollsOf(desk, row.id, POLLS_SHOWN)
  return {
    name: row.name,
    base: `/settings/sources/${row.id}`,
    kind: stateOf(row),
    sentence: sentenceOf(row, { now, zone, last, intervalSeconds: source.intervalSeconds }),
    remedyOpen: row.state === 'error',
    paused: row.pausedAt !== null,
    running: last?.finishedAt === null,
    counts: `${counts.all.toLocaleString('en')} tickets, ${counts.active.toLocaleString('en')} of them in work`,
    quota: quotaText(storedFact(desk, quotaKey(row.id))),
    success: row.lastSuccessAt === null ? 'never' : shortTime(row.lastSuccessAt, zone, now),
    compared: row.lastFullAt === null ? 'never' : shortTime(row.lastFullAt, zone, now),
    news: newsOf(desk, row.id, NEWS_SHOWN).map((news) => presentNews(news, desk.config, { zone, now })),
    polls: [...(last ? [last] : []), ...rest].map((poll) => presentPoll(poll, zone, now)),
  }
}

type Kind = 'paused' | 'new' | 'ok' | 'error'
const stateOf = ({ pausedAt, state }: SourceRow): Kind =>
  pausedAt !== null ? 'paused' : state === 'off' ? 'new' : state

type Telling = {
  readonly now: number
  readonly zone: string
  readonly last: PollRow | undefined
  readonly intervalSeconds: number
}

function sentenceOf(row: SourceRow, { now, zone, last, intervalSeconds }: Telling): string {
  const since = (at: number | null) => (at === null ? 'yet' : `since ${shortTime(at, zone, now)}`)
  if (row.pausedAt !== null) return `Paused ${since(row.pausedAt)}. Nothing is read until it is resumed.`
  if (last?.finishedAt === null) return `Reading now: ${last.seen.toLocaleString('en')} tickets so far.`
  if (row.state === 'new') return 'It has not been read yet; that begins within a minute.'
  if (row.state === 'error') return `It could not be read ${since(row.lastSuccessAt)}. ${row.lastError ?? ''}`
  const read = `Read ${ago((now - (row.lastSuccessAt ?? now)) / 1000)}, every ${roughly(intervalSeconds)}.`
  return row.lastError === null ? read : `${read} ${row.lastError}`
}

function quotaText(written: string | null): string | null {
  const quota = written === null ? null : (JSON.parse(written) as Quota | null)
  if (quota?.limit == null || quota.remaining == null) return null
  return `${quota.remaining.toLocaleString('en')} of ${quota.limit.toLocaleString('en')} requests a minute left when last asked`
}

const KINDS: Readonly<Record<string, string>> = {
  first: 'First reading',
  changes: 'Changes',
  full: 'Changes and comparison',
}

const presentPoll = (poll: PollRow, zone: string, now: number) => ({
  at: shortTime(poll.startedAt, zone, now),
  iso: new Date(poll.startedAt).toISOString(),
  kind: KINDS[poll.kind] ?? poll.kind,
  took: poll.finishedAt === null ? 'running' : tookText((poll.finishedAt - poll.startedAt) / 1000),
  text:
    poll.changed === 0
      ? `${tickets(poll.seen)} read, nothing new`
      : `${tickets(poll.seen)} read, ${poll.changed.toLocaleString('en')} changed here`,
  error: poll.error,
})

const presentNews = (news: NewsRow, config: Config, { zone, now }: { zone: string; now: number }) => ({
  number: formatNumber(config.tickets.numberFormat, news.ticketId),
  href: `/tickets/${news.ticketId}`,
  title: news.title,
  text: describeChanges(JSON.parse(news.changes) as Change[]).text,
  at: shortTime(news.createdAt, zone, now),
})

const tickets = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'ticket' : 'tickets'}`
const tookText = (seconds: number) => (seconds < 1 ? 'under 1 s' : roughly(seconds))

/** The settings as the form shows them; the key never. */
export function settingsOf(source: FreshserviceSource | null): Readonly<Record<string, string>> {
  if (source === null) return { poll_seconds: '60', reconcile_hours: '6', horizon_days: '90' }
  const under = (prefix: string, map: Mapping['statuses']) =>
    Object.entries(map).map(([id, ours]): [string, string] => [`${prefix}${id}`, ours])
  return {
    base_url: source.baseUrl,
    link_url: source.linkUrl ?? '',
    poll_seconds: String(source.intervalSeconds),
    reconcile_hours: String(Math.max(1, Math.round(source.reconcileSeconds / 3600))),
    horizon_days: String(source.horizonDays),
    workspaces: source.workspaces.join(', '),
    types: source.types.join(', '),
    groups: source.groups.join(', '),
    ...Object.fromEntries([
      ...under('status_', source.mapping.statuses),
      ...under('priority_', source.mapping.priorities),
    ]),
  }
}

/** The table that says which of our words stands for which of theirs, with what is guessed where nothing is chosen. */
export function mappingTable(config: Config, choices: Choices | null) {
  const guess: Mapping = { statuses: {}, priorities: {} }
  const row = (prefix: string, label: (choice: RemoteChoice) => string) => (choice: RemoteChoice) => ({
    field: `${prefix}${choice.id}`,
    theirs: choice.name ?? choice.id,
    guess: label(choice),
  })
  const option = ({ key, label }: { key: string; label: string }) => ({ value: key, label })
  return {
    statuses: (choices?.statuses ?? []).map(row('status_', (choice) => localStatus(choice, guess, config).label)),
    priorities: (choices?.priorities ?? []).map(
      row('priority_', (choice) => localPriority(choice, guess, config).label),
    ),
    ourStatuses: config.workflow.map(option),
    ourPriorities: config.priorities.map(option),
    types: choices?.types ?? [],
    groups: (choices?.groups ?? []).map(({ id, name }) => ({ value: id, label: name ?? id })),
    workspaces: (choices?.workspaces ?? []).map(({ id, name }) => ({ value: id, label: name ?? id })),
  }
}
