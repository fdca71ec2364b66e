import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { frameOf, type Frame } from '#domain/flag-frames.ts'
import { FlagDevice } from '#features/flag/device.ts'
import type { HidFound, HidHandle, HidPort } from '#features/flag/port.ts'

const RED = frameOf({ kind: 'static', leds: 255, rgb: [255, 0, 0] })
const BLUE = frameOf({ kind: 'static', leds: 255, rgb: [0, 0, 255] })
const STROBE = frameOf({ kind: 'strobe', leds: 255, rgb: [255, 0, 0], speed: 20, repeat: 0 })
const OFF = frameOf({ kind: 'off' })
const nothing = (): Promise<void> => Promise.resolve()
const never = () => new Promise<never>(() => undefined)

const found = (path: string, product = 'LUXAFOR FLAG'): HidFound => ({
  path,
  vendorId: 0x04d8,
  productId: 0xf372,
  product,
})

/** A machine whose devices do what the test says. */
function machine() {
  const handles: { path: string; error: (error: unknown) => void; listeners: string[]; closed: number }[] = []
  const script = {
    devices: [found('/dev/hidraw0')] as readonly HidFound[],
    frames: [] as Frame[],
    lists: 0,
    opens: [] as string[],
    handles,
    list: (): Promise<readonly HidFound[]> => Promise.resolve(script.devices),
    open: nothing as (path: string) => Promise<void>,
    write: nothing as (frame: Frame) => Promise<void>,
    close: nothing,
  }
  const port: HidPort = {
    list: () => {
      script.lists += 1
      return script.list()
    },
    open: async (path) => {
      script.opens.push(path)
      await script.open(path)
      const state: (typeof handles)[number] = { path, error: () => undefined, listeners: [], closed: 0 }
      handles.push(state)
      return {
        write: async (bytes) => {
          await script.write(bytes)
          script.frames.push([...bytes])
        },
        close: () => {
          state.closed += 1
          return script.close()
        },
        onError: (hear) => {
          state.listeners.push('error')
          state.error = hear
        },
        onData: () => void state.listeners.push('data'),
      } satisfies HidHandle
    },
  }
  return { script, port }
}

function plugged() {
  const { script, port } = machine()
  const states: string[] = []
  const device = new FlagDevice(port, () => states.push(device.state.kind))
  return { script, device, states }
}

const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('connects, listens for errors and data, and shows the frame it was given before', async () => {
  const { script, device, states } = plugged()
  device.show(RED)
  device.start()
  await pass()

  expect(states).toEqual(['looking', 'connected'])
  expect(script.handles[0]?.listeners).toEqual(['error', 'data'])
  expect(script.frames).toEqual([RED])
})

it('sends only changes, and looks for devices no more while one is connected', async () => {
  const { script, device } = plugged()
  device.start()
  await pass()
  for (const frame of [STROBE, [...STROBE], STROBE, BLUE, BLUE]) {
    device.show(frame)
    await pass()
  }
  await pass(60_000)

  expect(script.frames).toEqual([STROBE, BLUE])
  expect(script.lists).toBe(1)
})

it('skips what it has no time to send', async () => {
  const { script, device } = plugged()
  device.start()
  await pass()
  let release: () => void = () => undefined
  script.write = () => new Promise((resolve) => (release = resolve))
  for (const frame of [RED, BLUE, STROBE]) device.show(frame)
  script.write = () => Promise.resolve()
  release()
  await pass()

  expect(script.frames).toEqual([RED, STROBE])
})

it('finds one that is plugged in later, and leaves others alone', async () => {
  const { script, device } = plugged()
  script.devices = [found('/dev/hidraw4', 'Busylight UC')]
  device.show(RED)
  device.start()
  await pass(9000)
  expect([device.state.kind, script.opens]).toEqual(['absent', []])

  script.devices = [...script.devices, found('/dev/hidraw5')]
  await pass(3000)
  expect([device.state.kind, script.opens, script.frames]).toEqual(['connected', ['/dev/hidraw5'], [RED]])
})

it('does not try again when the library is missing', async () => {
  const { script, device } = plugged()
  script.list = () => Promise.reject(Object.assign(new Error('libusb-1.0.so.0: …'), { code: 'ERR_DLOPEN_FAILED' }))
  device.start()
  await pass(60_000)

  expect([device.state.kind, script.lists]).toEqual(['no-library', 1])
})

it('says that it may not open the device, and opens it once it may', async () => {
  const { script, device, states } = plugged()
  script.open = () => Promise.reject(new TypeError('cannot open device with path /dev/hidraw0: Permission denied'))
  device.start()
  await pass(7000)
  expect(states).toEqual(['looking', 'no-permission'])
  expect(device.state.remedy).toContain('70-pennant-luxafor.rules')

  script.open = () => Promise.resolve()
  await pass(3000)
  expect(device.state.kind).toBe('connected')
})

it('takes the second of two alike when the first cannot be opened', async () => {
  const { script, device } = plugged()
  script.devices = [found('/dev/hidraw0'), found('/dev/hidraw1')]
  script.open = (path) =>
    path === '/dev/hidraw0' ? Promise.reject(new Error('Operation not permitted')) : Promise.resolve()
  device.show(RED)
  device.start()
  await pass()

  expect([device.state.kind, script.handles[0]?.path, script.frames]).toEqual(['connected', '/dev/hidraw1', [RED]])
})

it('hears from a bare string that it was unplugged, closes the dead handle first, and comes back elsewhere', async () => {
  const { script, device, states } = plugged()
  device.show(STROBE)
  device.start()
  await pass()
  script.devices = []
  script.handles[0]?.error('could not read from HID device: (device disconnected)')
  await pass(4000)
  expect([device.state.kind, script.handles[0]?.closed]).toEqual(['absent', 1])

  script.devices = [found('/dev/hidraw1')]
  await pass(3000)
  expect(states).toEqual(['looking', 'connected', 'absent', 'absent', 'connected'])
  expect([script.opens, script.frames]).toEqual([
    ['/dev/hidraw0', '/dev/hidraw1'],
    [STROBE, STROBE],
  ])
})

it('learns from a write that it is gone, though closing fails too', async () => {
  const { script, device } = plugged()
  device.start()
  await pass()
  script.write = () => Promise.reject(new Error('Cannot write to hid device: No such device'))
  script.close = () => Promise.reject(new Error('device is already closed'))
  script.devices = []
  device.show(RED)
  await pass(1000)
  expect(device.state.kind).toBe('absent')

  script.write = () => Promise.resolve()
  script.devices = [found('/dev/hidraw0')]
  await pass(3000)
  expect([device.state.kind, script.frames]).toEqual(['connected', [RED]])
})

it('waits for a call that hangs instead of making another, and goes on when it ends', async () => {
  const { script, device } = plugged()
  device.start()
  await pass()
  let release: () => void = () => undefined
  script.write = () => new Promise((resolve) => (release = resolve))
  device.show(RED)
  await pass(60_000)
  expect([device.state.kind, script.lists]).toEqual(['stuck', 1])

  script.write = () => Promise.resolve()
  release()
  await pass(1000)
  expect([device.state.kind, script.frames.at(-1)]).toEqual(['connected', RED])
})

it('closes what was opened too late', async () => {
  const { script, device } = plugged()
  let release: () => void = () => undefined
  script.open = () => new Promise((resolve) => (release = resolve))
  device.start()
  await pass(6000)
  expect(device.state.kind).toBe('stuck')

  script.open = never
  release()
  await pass(1)
  expect(script.handles[0]?.closed).toBe(1)
})

it('turns the light off when it stops', async () => {
  const { script, device } = plugged()
  device.show(RED)
  device.start()
  await pass()
  await device.stop()
  await pass(60_000)

  expect([script.frames, script.handles[0]?.closed, device.state.kind]).toEqual([[RED, OFF], 1, 'off'])
  device.start()
  await pass()
  expect(script.frames.at(-1)).toEqual(RED)
})

it('stops within a second although the device hangs', async () => {
  const { script, device } = plugged()
  device.start()
  await pass()
  script.write = never
  script.close = never
  const ended = vi.fn()
  void device.stop().then(ended)
  await pass(999)

  expect(ended).toHaveBeenCalledOnce()
})

it('lets go of a device that answers only after it was stopped', async () => {
  const { script, device } = plugged()
  let release: () => void = () => undefined
  script.open = () => new Promise((resolve) => (release = resolve))
  device.start()
  await pass()
  await device.stop()
  release()
  await pass()

  expect([script.handles[0]?.closed, device.state.kind]).toEqual([1, 'off'])
})
