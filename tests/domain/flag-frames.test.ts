import { describe, expect, it } from 'vitest'
import { frameOf, frameText, sameFrame, scaled, type Command } from '#domain/flag-frames.ts'

const RED = [255, 0, 0] as const

describe('a command becomes nine bytes', () => {
  it.each([
    ['static, all', { kind: 'static', leds: 0xff, rgb: [1, 2, 3] }, '00 01 ff 01 02 03 00 00 00'],
    ['static, side A', { kind: 'static', leds: 0x41, rgb: RED }, '00 01 41 ff 00 00 00 00 00'],
    ['static, one light', { kind: 'static', leds: 6, rgb: RED }, '00 01 06 ff 00 00 00 00 00'],
    ['fade', { kind: 'fade', leds: 0xff, rgb: RED, speed: 40 }, '00 02 ff ff 00 00 28 00 00'],
    ['strobe', { kind: 'strobe', leds: 0xff, rgb: RED, speed: 20, repeat: 5 }, '00 03 ff ff 00 00 14 00 05'],
    [
      'strobe without end',
      { kind: 'strobe', leds: 0x42, rgb: RED, speed: 255, repeat: 0 },
      '00 03 42 ff 00 00 ff 00 00',
    ],
    ['wave', { kind: 'wave', wave: 4, rgb: [0, 80, 255], speed: 30, repeat: 2 }, '00 04 04 00 50 ff 00 02 1e'],
    ['pattern', { kind: 'pattern', program: 5, repeat: 3 }, '00 06 05 03 00 00 00 00 00'],
    ['off', { kind: 'off' }, '00 01 ff 00 00 00 00 00 00'],
    ['what is out of range', { kind: 'static', leds: 0xff, rgb: [-4, 300, 12.6] }, '00 01 ff 00 ff 0d 00 00 00'],
  ] satisfies [string, Command, string][])('%s', (_name, command, bytes) => {
    expect(frameText(frameOf(command))).toBe(bytes)
    expect(frameOf(command)).toHaveLength(9)
  })
})

it.each([
  [[255, 80, 0], 100, [255, 80, 0]],
  [[255, 80, 0], 50, [128, 40, 0]],
  [[255, 80, 0], 1, [3, 1, 0]],
  [[10, 1, 0], 1, [1, 1, 0]],
] as const)('%j at %d percent is %j', (rgb, percent, wanted) => {
  expect(scaled(rgb, percent)).toEqual(wanted)
})

it('knows a frame that is sent already', () => {
  const [one, other] = [frameOf({ kind: 'static', leds: 255, rgb: RED }), frameOf({ kind: 'off' })]
  expect([sameFrame(one, [...one]), sameFrame(one, other), sameFrame(one, null), sameFrame(null, null)]).toEqual([
    true,
    false,
    false,
    true,
  ])
})
