import { cpuMsOf } from './process.mjs'
import { plain } from './client.mjs'

/** An empty sheet for a case. */
export const sheet = (item) => ({ item, latencies: [], cpuMs: 0, requests: 0, packed: 0, raw: 0 })

/** Asks one after the other for `ms` and notes it on the sheet; an answer of another kind than expected ends it all. */
export async function measure(notes, { pid, ms }) {
  const { item } = notes
  const end = performance.now() + ms
  const cpu = cpuMsOf(pid)
  let last
  do {
    item.first?.()
    const begun = performance.now()
    last = await item.next()
    notes.latencies.push(performance.now() - begun)
    notes.requests += 1
    if (last.status !== item.status)
      throw new Error(
        `${item.name}: ${last.status} instead of ${item.status}\n${plain(last).toString('utf8').slice(0, 1500)}`,
      )
  } while (performance.now() < end)
  notes.cpuMs = cpu === null ? null : notes.cpuMs + cpuMsOf(pid) - cpu
  notes.packed = last.body.length
  notes.raw = plain(last).length
}

/** What a sheet says in figures: ms, requests a second, bytes. */
export function figuresOf({ item, latencies, cpuMs, requests, packed, raw }) {
  const sorted = latencies.toSorted((one, other) => one - other)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  const spent = latencies.reduce((sum, ms) => sum + ms, 0)
  return {
    name: item.name,
    targets: item.targets ?? {},
    p50: at(0.5),
    p99: at(0.99),
    perSecond: (requests / spent) * 1000,
    cpu: cpuMs === null ? null : cpuMs / requests,
    packed,
    raw,
    requests,
  }
}
