import { BlockList, isIP } from 'node:net'

const LOOPBACK = ['127.0.0.0/8', '::1/128']

/** An address as one writes it: an IPv4 address that came over IPv6 is an IPv4 address. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** What counts as one place: an IPv4 address, or the /64 of an IPv6 one, since a household has as many as it likes. */
export function placeOf(address: string): string {
  const plain = plainAddress(address)
  return isIP(plain) === 6 ? `${groupsOf(plain).slice(0, 4).join(':')}::/64` : plain
}

function groupsOf(address: string): readonly string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const [before, after] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== '')) as [
    string[],
    string[],
  ]
  const gap = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const filled = [...before, ...Array.from({ length: gap }, () => '0'), ...after]
  return filled.map((group) => (/^[\da-f]{1,4}$/i.test(group) ? parseInt(group, 16).toString(16) : group))
}

/** Whether a text names a network: an address, a network such as 10.0.0.0/8, or "loopback"; never everybody. */
export function isNetwork(text: string): boolean {
  if (text === 'loopback') return true
  const [address = '', bits, ...rest] = text.split('/')
  const longest = { 4: 32, 6: 128 }[isIP(address)]
  if (longest === undefined || rest.length > 0 || address.includes('%')) return false
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= longest)
}

/** Tells whether an address lies in one of these networks; what is no address lies in none. */
export function networks(named: readonly string[]): (address: string) => boolean {
  const known = new BlockList()
  for (const network of named.flatMap((name) => (name === 'loopback' ? LOOPBACK : [name]))) {
    const [address = '', bits] = network.split('/')
    const family = familyOf(address)
    if (bits === undefined) known.addAddress(address, family)
    else known.addSubnet(address, Number(bits), family)
  }
  return (text) => {
    const address = plainAddress(text)
    return isIP(address) !== 0 && known.check(address, familyOf(address))
  }
}

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4')
