/** What keeps a flag from being lit, or that nothing does. */
export type DeviceKind =
  | 'off'
  | 'looking'
  | 'connected'
  | 'absent'
  | 'no-library'
  | 'no-permission'
  | 'unit'
  | 'hidden'
  | 'busy'
  | 'stuck'
  | 'other'

/** The device's state as a person reads it, with what to do about it. */
export type DeviceState = {
  readonly kind: DeviceKind
  readonly words: string
  readonly remedy: string | null
  /** What the system said, word for word. */
  readonly detail: string | null
}

const WORDS: Readonly<Record<DeviceKind, readonly [words: string, remedy: string | null]>> = {
  off: ['The light is turned off in the settings.', null],
  looking: ['Looking for a flag …', null],
  connected: ['The flag is connected.', null],
  absent: ['No flag is plugged in.', 'Plug in a Luxafor Flag; it lights up within a few seconds.'],
  'no-library': [
    'A library that talks to USB devices is missing.',
    'Install it with "sudo apt install libusb-1.0-0" (or the libusb package of your system), then restart Pennant.',
  ],
  'no-permission': [
    'A flag is plugged in, but this user may not use it.',
    'Copy systemd/70-pennant-luxafor.rules to /etc/udev/rules.d/, run "sudo udevadm control --reload", then unplug the flag and plug it in again.',
  ],
  unit: [
    'A flag is plugged in, but the service unit does not let Pennant use it.',
    'Add "DeviceAllow=char-hidraw rw" to the unit, then restart the service.',
  ],
  hidden: [
    'A flag is plugged in, but its device file cannot be seen from here.',
    'Under systemd, remove PrivateDevices=yes from the unit; in a container, pass /dev/hidraw* through.',
  ],
  busy: ['Another program holds the flag.', 'Close the Luxafor app and other programs that light the flag.'],
  stuck: ['The flag does not answer.', 'Unplug it and plug it in again.'],
  other: ['The flag cannot be used.', 'Unplug it and plug it in again. If that does not help, see the message below.'],
}

export function deviceState(kind: DeviceKind, detail: string | null = null): DeviceState {
  const [words, remedy] = WORDS[kind]
  return { kind, words, remedy, detail }
}

// The driver's errors carry the system's words, often without a code.
const TROUBLES: readonly (readonly [RegExp, DeviceKind])[] = [
  [/ERR_DLOPEN_FAILED|cannot open shared object|Cannot find module|No native build/i, 'no-library'],
  [/permission denied|EACCES/i, 'no-permission'],
  [/operation not permitted|EPERM/i, 'unit'],
  [/resource busy|EBUSY|exclusive access|access is denied/i, 'busy'],
  [/did not answer/i, 'stuck'],
  [/no such file|ENOENT/i, 'hidden'],
  [/no such device|ENODEV|ENXIO|disconnected|could not read from HID/i, 'absent'],
]

/** Which trouble an error of the driver means; it may be an Error or a bare string. */
export function troubleOf(error: unknown): DeviceState {
  const { code, message } = error as { code?: string; message?: string }
  const detail = typeof error === 'string' ? error : (message ?? String(error))
  const text = `${code ?? ''} ${detail}`
  const kind = TROUBLES.find(([pattern]) => pattern.test(text))?.[1] ?? 'other'
  return deviceState(kind, detail)
}

export const VENDOR_ID = 0x04d8
export const PRODUCT_ID = 0xf372

type Named = { readonly vendorId: number; readonly productId: number; readonly product: string }

/** The vendor's number is shared by other makers' lights, so the product's name decides. */
export const isFlag = ({ vendorId, productId, product }: Named): boolean =>
  vendorId === VENDOR_ID && productId === PRODUCT_ID && /\bluxafor\b/i.test(product)
