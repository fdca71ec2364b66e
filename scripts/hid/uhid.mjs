// A virtual Luxafor: a device of the kernel itself, made by writing to /dev/uhid.
import { closeSync, constants, openSync, readSync, readdirSync, readFileSync, writeSync } from 'node:fs'
import { clearInterval, setInterval } from 'node:timers'

const CREATE2 = 11
const DESTROY = 1
const OPEN = 4
const CLOSE = 5
const OUTPUT = 6
const EVENT_BYTES = 4376
const USB = 3

// 64 bytes in, 64 bytes out, of a vendor's own kind: the usual shape of such a device.
const DESCRIPTOR = Buffer.from('0600ff0901a1010902150026ff00750895408102090395409102c0', 'hex')

/** Plugs a device in; what it is sent is collected in `frames`. */
export function plugIn({ name = 'LUXAFOR FLAG', vendor = 0x04d8, product = 0xf372 } = {}) {
  const handle = openSync('/dev/uhid', constants.O_RDWR | constants.O_NONBLOCK)
  writeSync(handle, createEvent({ name, vendor, product }))
  const device = { frames: [], opened: 0, closed: 0 }
  const timer = setInterval(() => hear(handle, device), 3)
  return Object.assign(device, {
    unplug: () => {
      clearInterval(timer)
      const event = Buffer.alloc(EVENT_BYTES)
      event.writeUInt32LE(DESTROY, 0)
      writeSync(handle, event)
      closeSync(handle)
    },
  })
}

function createEvent({ name, vendor, product }) {
  const event = Buffer.alloc(EVENT_BYTES)
  event.writeUInt32LE(CREATE2, 0)
  event.write(name, 4, 127, 'latin1')
  event.writeUInt16LE(DESCRIPTOR.length, 260)
  event.writeUInt16LE(USB, 262)
  event.writeUInt32LE(vendor, 264)
  event.writeUInt32LE(product, 268)
  DESCRIPTOR.copy(event, 280)
  return event
}

function hear(handle, device) {
  const event = Buffer.alloc(EVENT_BYTES)
  for (;;) {
    try {
      readSync(handle, event, 0, EVENT_BYTES, null)
    } catch {
      return
    }
    const type = event.readUInt32LE(0)
    if (type === OPEN) device.opened += 1
    if (type === CLOSE) device.closed += 1
    if (type === OUTPUT) device.frames.push([...event.subarray(4, 4 + event.readUInt16LE(4100))])
  }
}

/** The device files that exist now, such as `hidraw0`. */
export const deviceFiles = () =>
  readdirSync('/sys/class/hidraw').filter((file) =>
    readFileSync(`/sys/class/hidraw/${file}/device/uevent`, 'utf8').includes('LUXAFOR'),
  )
