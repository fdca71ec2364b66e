export type Rgb = readonly [number, number, number]

/** One output report: the report's number (0) and eight bytes. */
export type Frame = readonly number[]

/** `leds` is 1 to 6 for one, 0x41 and 0x42 for a side, 0xFF for all; `speed` is 0 (fastest) to 255; `repeat` 0 has no end. */
export type Command =
  | { readonly kind: 'static'; readonly leds: number; readonly rgb: Rgb }
  | { readonly kind: 'fade'; readonly leds: number; readonly rgb: Rgb; readonly speed: number }
  | {
      readonly kind: 'strobe'
      readonly leds: number
      readonly rgb: Rgb
      readonly speed: number
      readonly repeat: number
    }
  | { readonly kind: 'wave'; readonly wave: number; readonly rgb: Rgb; readonly speed: number; readonly repeat: number }
  | { readonly kind: 'pattern'; readonly program: number; readonly repeat: number }
  | { readonly kind: 'off' }

export const ALL_LEDS = 0xff
export const SIDE_A = 0x41
export const SIDE_B = 0x42

const LENGTH = 9
const STATIC = 0x01
const FADE = 0x02
const STROBE = 0x03
const WAVE = 0x04
const PATTERN = 0x06

/** What the device is sent for a command: always nine bytes, since the kernel neither pads nor checks. */
export function frameOf(command: Command): Frame {
  const payload = payloadOf(command).map(byte)
  return [0, ...payload, ...Array<number>(LENGTH - 1 - payload.length).fill(0)]
}

function payloadOf(command: Command): readonly number[] {
  switch (command.kind) {
    case 'static':
      return [STATIC, command.leds, ...command.rgb]
    case 'fade':
      return [FADE, command.leds, ...command.rgb, command.speed]
    case 'strobe':
      return [STROBE, command.leds, ...command.rgb, command.speed, 0, command.repeat]
    case 'wave':
      return [WAVE, command.wave, ...command.rgb, 0, command.repeat, command.speed]
    case 'pattern':
      return [PATTERN, command.program, command.repeat]
    case 'off':
      return [STATIC, ALL_LEDS, 0, 0, 0]
  }
}

const byte = (value: number): number => Math.min(Math.max(Math.round(value), 0), 255)

/** A colour at so many percent; a channel that was lit stays lit. */
export const scaled = ([red, green, blue]: Rgb, percent: number): Rgb => [
  channel(red, percent),
  channel(green, percent),
  channel(blue, percent),
]

const channel = (value: number, percent: number): number =>
  value === 0 ? 0 : Math.max(byte((value * percent) / 100), 1)

export const sameFrame = (one: Frame | null, other: Frame | null): boolean =>
  one === other || (one !== null && one.length === other?.length && one.every((value, index) => value === other[index]))

/** `00 01 ff 00 ff 00 00 00 00`. */
export const frameText = (frame: Frame): string => frame.map((value) => value.toString(16).padStart(2, '0')).join(' ')
