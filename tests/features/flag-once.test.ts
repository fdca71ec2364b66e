import { expect, it } from 'vitest'
import { frameOf, type Frame } from '#domain/flag-frames.ts'
import { probe, withFlag } from '#features/flag/once.ts'
import type { HidPort } from '#features/flag/port.ts'

const RED = frameOf({ kind: 'static', leds: 255, rgb: [255, 0, 0] })
const DEVICE = { path: '/dev/hidraw0', vendorId: 0x04d8, productId: 0xf372, product: 'LUXAFOR FLAG' }

function portOf(over: Partial<HidPort> = {}) {
  const did: (string | Frame)[] = []
  const port: HidPort = {
    list: () => Promise.resolve([DEVICE]),
    open: (path) => {
      did.push(`open ${path}`)
      return Promise.resolve({
        write: (bytes) => Promise.resolve(void did.push(bytes)),
        close: () => Promise.resolve(void did.push('close')),
        onError: () => undefined,
        onData: () => undefined,
      })
    },
    ...over,
  }
  return { port, did }
}

it('opens the flag, shows what is asked for, and lets go of it', async () => {
  const { port, did } = portOf()
  await withFlag(port, (show) => show(RED))
  expect(did).toEqual(['open /dev/hidraw0', RED, 'close'])
})

it('lets go of it though the work fails, and says why in words', async () => {
  const { port, did } = portOf()
  const work = () => Promise.reject(new Error('Cannot write to hid device: No such device'))
  await expect(withFlag(port, work)).rejects.toThrow(/^No flag is plugged in\.\nPlug in a Luxafor Flag/)
  expect(did).toEqual(['open /dev/hidraw0', 'close'])
})

it.each([
  [{ list: () => Promise.resolve([]) }, 'absent'],
  [{ list: () => Promise.resolve([{ ...DEVICE, product: 'Busylight UC' }]) }, 'absent'],
  [{ open: () => Promise.reject(new Error('Permission denied')) }, 'no-permission'],
  [{ open: () => Promise.reject(new Error('Operation not permitted')) }, 'unit'],
  [{}, 'connected'],
] satisfies [Partial<HidPort>, string][])('says how it is with the device: %j is %s', async (over, kind) => {
  const { port, did } = portOf(over)
  expect((await probe(port)).kind).toBe(kind)
  if (kind !== 'connected') await expect(withFlag(port, (show) => show(RED))).rejects.toThrow()
  expect(did.filter((step) => typeof step !== 'string')).toEqual([])
})
