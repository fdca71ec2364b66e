import type { HIDAsync } from 'node-hid'
import { PRODUCT_ID, VENDOR_ID } from '#domain/flag-device.ts'
import type { HidHandle, HidPort } from './port.ts'

/** The devices of this machine. A missing library shows at the first call, not before. */
export const hidPort: HidPort = {
  list: async () => {
    const { devicesAsync } = await import('node-hid')
    const devices = await devicesAsync(VENDOR_ID, PRODUCT_ID)
    return devices.flatMap(({ path, vendorId, productId, product = '' }) =>
      path === undefined ? [] : [{ path, vendorId, productId, product }],
    )
  },
  open: async (path) => {
    const hid = await import('node-hid')
    return handleOf(await hid.HIDAsync.open(path, { nonExclusive: true }))
  },
}

type Ears = { error: (error: unknown) => void; data: (bytes: Uint8Array) => void }

function handleOf(device: HIDAsync): HidHandle {
  const ears: Ears = { error: () => undefined, data: () => undefined }
  // Without a listener for data, an unplugged device stays silent; without one for errors, it ends the process.
  device.on('error', (error: unknown) => ears.error(error))
  device.on('data', (bytes: Uint8Array) => ears.data(bytes))
  return {
    write: async (bytes) => {
      await device.write([...bytes])
    },
    close: () => device.close(),
    onError: (hear) => {
      ears.error = hear
    },
    onData: (hear) => {
      ears.data = hear
    },
  }
}
