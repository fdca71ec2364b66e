import { onTestFinished } from 'vitest'
import { openAdapter } from '#features/sources/adapters.ts'
import { ensureSources, pollSource, type Polled } from '#features/sources/service.ts'
import { FAKE_KEY, openFreshservice, type FakeFreshservice } from '../../support/freshservice.ts'
import { openHouse, type House } from '../../support/house.ts'
import { never } from './freshservice-house.ts'

export type MirroredRow = {
  readonly id: number
  readonly title: string
  readonly status: string
  readonly priority: string
  readonly section: number
  readonly overdueAt: number | null
  readonly archivedAt: number | null
  readonly missedSnapshots: number
  readonly holdReason: string | null
}

export type Mirror = House & {
  readonly fake: FakeFreshservice
  readonly sourceId: number
  readonly poll: (options?: { full?: boolean }) => Promise<Polled>
  /** The ticket here that mirrors this one, as the database has it. */
  readonly here: (externalId: bigint | string) => MirroredRow | undefined
}

const NOW = '2026-11-21T09:00:00Z'

/** A desk that mirrors a Freshservice of our own; both live by the clock of the house. */
export async function openMirror(freshservice: object = {}, config: object = {}): Promise<Mirror> {
  let now = () => Date.parse(NOW)
  const fake = await openFreshservice({ now: () => now() })
  onTestFinished(fake.close)
  const house = await openHouse({
    now: NOW,
    config: { freshservice: { base_url: fake.url, ...freshservice }, ...config },
    env: { PENNANT_FRESHSERVICE_KEY: FAKE_KEY },
  })
  now = house.clock.now
  const [source] = await ensureSources(house.desk)
  if (!source) throw new Error('This desk mirrors nothing.')
  const sleep = (ms: number) => Promise.resolve(house.clock.pass(ms))
  const adapter = openAdapter(house.desk, source.config, { sleep, random: () => 0.5, timeoutMs: 100 })
  return {
    ...house,
    fake,
    sourceId: source.id,
    poll: (options) => pollSource(house.desk, { source, adapter, signal: never }, options),
    here: (externalId) =>
      house.desk.db.sql.get<MirroredRow>(
        `SELECT id, title, status, priority, section, overdueAt, archivedAt, missedSnapshots, holdReason FROM Ticket
         WHERE externalId = @id`,
        { id: String(externalId) },
      ),
  }
}
