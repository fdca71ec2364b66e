import type { Config } from '#config/config.ts'
import { longTime, shortTime } from '#lib/zones.ts'
import { originOf } from '#web/origin.ts'
import type { Place } from './passkeys.ts'
import type { Factor } from './queries.ts'

type Reading = { readonly zone: string; readonly now: number }

const IS_ADDRESS = /^(?:\d+\.\d+\.\d+\.\d+|\[.*\])$/

/** Where passkeys of this request hold, or why there can be none. */
export function passkeyPlace(
  config: Config,
  request: Parameters<typeof originOf>[1],
): Place | { readonly why: string } {
  const origin = originOf(config, request)
  const { hostname: rpId, protocol } = new URL(origin)
  if (IS_ADDRESS.test(rpId))
    return {
      why: 'Passkeys hold for a name. Open Pennant by its name, as localhost or help.example.com, not by an address.',
    }
  if (protocol === 'http:' && rpId !== 'localhost')
    return { why: 'Browsers keep passkeys for HTTPS and for localhost only. Ask an admin to set up HTTPS.' }
  return { rpId, origin }
}

/** A second factor as its owner reads of it. */
export const presentFactor = ({ id, name, createdAt, usedAt }: Factor, { zone, now }: Reading) => ({
  href: `/me/security/factors/${id}`,
  name,
  since: longTime(createdAt, zone),
  used: usedAt === null ? 'Not used yet' : `Last used ${shortTime(usedAt, zone, now)}`,
})
