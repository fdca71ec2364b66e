import { deviceWords } from '#lib/user-agent.ts'
import { shortTime } from '#lib/zones.ts'
import type { StoredSession } from '#web/session-store.ts'

type Reading = { readonly zone: string; readonly now: number; readonly current: string }

/** A session as its owner reads of it. */
export function presentSession({ id, data }: StoredSession, { zone, now, current }: Reading) {
  const { since = now, seen = since, agent = '', address = '', remember = false } = data
  return {
    action: `/me/sessions/${id}/revocation`,
    current: id === current,
    device: deviceWords(agent),
    address: address === '' ? 'an unknown address' : address,
    since: shortTime(since, zone, now),
    seen: shortTime(seen, zone, now),
    remember,
  }
}
