import { expect, it } from 'vitest'
import { isNetwork, networks, plainAddress, placeOf } from '#lib/networks.ts'

it.each(['loopback', '10.1.2.3', '10.0.0.0/8', '192.168.4.0/24', '::1', 'fd00::/8', '2001:db8::7/128'])(
  'takes %s for a network',
  (text) => expect(isNetwork(text)).toBe(true),
)

it.each([
  '',
  'all',
  'true',
  '1',
  'proxy.example.com',
  '10.0.0',
  '10.0.0.0/0',
  '::/0',
  '10.0.0.0/33',
  '10.0.0.0/08',
  '10.0.0.0/8/8',
  '10.0.0.0/',
  'fe80::1%eth0',
  'Loopback',
])('takes %j for none', (text) => expect(isNetwork(text)).toBe(false))

it.each([
  [['10.0.0.0/8'], '10.255.0.1', true],
  [['10.0.0.0/8'], '11.0.0.1', false],
  [['10.0.0.0/8'], '::ffff:10.0.0.1', true],
  [['loopback'], '127.8.8.8', true],
  [['loopback'], '::1', true],
  [['loopback'], '::ffff:127.0.0.1', true],
  [['loopback'], '128.0.0.1', false],
  [['fd00::/8'], 'fd12::1', true],
  [['192.168.1.5'], '192.168.1.5', true],
  [['192.168.1.5'], '192.168.1.50', false],
  [['10.0.0.0/8'], 'unknown', false],
  [['10.0.0.0/8'], '', false],
  [[], '127.0.0.1', false],
])('of the networks %j knows %j: %s', (named, address, inside) => expect(networks(named)(address)).toBe(inside))

it('writes an IPv4 address in one way only', () => {
  expect(plainAddress('::FFFF:10.0.0.1')).toBe('10.0.0.1')
  expect(plainAddress('::ffff:1')).toBe('::ffff:1')
})

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('counts %s among %s', (address, place) => {
  expect(placeOf(address)).toBe(place)
})
