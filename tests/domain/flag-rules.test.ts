import { describe, expect, it } from 'vitest'
import { FLAG_ORDER, LIGHTS } from '#domain/flag.ts'
import { readAcknowledgement, stillHolds } from '#domain/flag-ack.ts'
import { deviceState, isFlag, troubleOf } from '#domain/flag-device.ts'
import { frameText } from '#domain/flag-frames.ts'
import { lightShown, moodOf, patternWords, type FlagRules } from '#domain/flag-rules.ts'
import { parseWatch, watchProblem } from '#domain/flag-watch.ts'

const rules = (over: Partial<FlagRules> = {}): FlagRules => ({
  enabled: 'auto',
  watch: 'everything',
  order: FLAG_ORDER,
  lights: LIGHTS,
  brightness: 100,
  leds: 'all',
  front: 'a',
  quietHours: [],
  quiet: 'off',
  ...over,
})

describe('what a state shows', () => {
  it.each([
    ['overdue', 'usual', {}, '00 03 ff ff 00 00 14 00 00'],
    ['overdue', 'calm', {}, '00 01 ff 66 00 00 00 00 00'],
    ['overdue', 'dim', {}, '00 01 ff 1f 00 00 00 00 00'],
    ['overdue', 'dark', {}, '00 01 ff 00 00 00 00 00 00'],
    ['overdue', 'usual', { brightness: 50 }, '00 03 ff 80 00 00 14 00 00'],
    ['stage0', 'usual', {}, '00 01 ff 00 50 ff 00 00 00'],
    ['clear', 'usual', { leds: 'front' }, '00 01 41 00 ff 00 00 00 00'],
    ['clear', 'usual', { leds: 'back' }, '00 01 42 00 ff 00 00 00 00'],
    ['clear', 'usual', { leds: 'front', front: 'b' }, '00 01 42 00 ff 00 00 00 00'],
    ['clear', 'usual', { leds: 'back', front: 'b' }, '00 01 41 00 ff 00 00 00 00'],
    ['clear', 'dim', { brightness: 1 }, '00 01 ff 00 03 00 00 00 00'],
  ] as const)('%s, %s, with %j', (state, mood, over, bytes) => {
    expect(frameText(lightShown(state, rules(over), mood).frame)).toBe(bytes)
  })

  it.each([
    ['fade', '00 02 ff ff 00 00 14 00 00', 'fading in'],
    ['wave', '00 04 03 ff 00 00 00 00 14', 'wave, short and overlapping'],
    ['pattern', '00 06 05 00 00 00 00 00 00', 'pattern 5, police'],
  ] as const)('%s', (pattern, bytes, words) => {
    const overdue = { ...LIGHTS.overdue, pattern, wave: 3 }
    expect(frameText(lightShown('overdue', rules({ lights: { ...LIGHTS, overdue } }), 'usual').frame)).toBe(bytes)
    expect(patternWords(overdue)).toBe(words)
  })

  it.each([
    [false, false, 'off', 'usual'],
    [true, false, 'off', 'calm'],
    [true, true, 'off', 'dark'],
    [false, true, 'dim', 'dim'],
  ] as const)('calmed %s, quiet %s, then %s: %s', (calmed, quiet, rest, mood) => {
    expect(moodOf(rules({ quiet: rest }), { calmed, quiet })).toBe(mood)
  })
})

describe('an acknowledgement', () => {
  const seen = { state: 'overdue', at: 5, by: 'Ann', tickets: [1] } as const

  it('holds for its state until there is something new', () => {
    expect(stillHolds(seen, { state: 'overdue', isNew: false })).toBe(true)
    expect(stillHolds(seen, { state: 'overdue', isNew: true })).toBe(false)
    expect(stillHolds(seen, { state: 'stage3', isNew: false })).toBe(false)
    expect(stillHolds(null, { state: 'overdue', isNew: false })).toBe(false)
  })

  it.each([null, 'x', '{}', '{"state":"overdue"}'])('is none when %j is stored', (text) => {
    expect(readAcknowledgement(text)).toBeNull()
  })

  it('is read as it was stored', () => {
    expect(readAcknowledgement(JSON.stringify(seen))).toEqual(seen)
  })
})

describe('what is watched', () => {
  it.each([
    ['', { kind: 'everything' }],
    ['everything', { kind: 'everything' }],
    ['person: ann@example.com', { kind: 'person', who: 'ann@example.com' }],
    ['status=active&assignee=2', { kind: 'view', query: 'status=active&assignee=2' }],
    ['http://desk:5001/tickets?site=3#t4', { kind: 'view', query: 'site=3' }],
  ])('%j', (text, watch) => {
    expect(parseWatch(text)).toEqual(watch)
    expect(watchProblem(text)).toBeNull()
  })

  it.each([
    ['person:', /Name a person/],
    ['nonsense', /Write everything/],
    ['/tickets', /Write everything/],
    ['assignee=me', /"me" finds nothing/],
  ])('%j cannot be', (text, problem) => {
    expect(watchProblem(text)).toMatch(problem)
  })
})

describe('a trouble is told by its words', () => {
  const dlopen = Object.assign(new Error('libusb-1.0.so.0: cannot open shared object file'), {
    code: 'ERR_DLOPEN_FAILED',
  })
  it.each([
    [dlopen, 'no-library', /apt install libusb-1.0-0/],
    [
      new TypeError('cannot open device with path /dev/hidraw0: Permission denied'),
      'no-permission',
      /70-pennant-luxafor/,
    ],
    ['cannot open device: Operation not permitted', 'unit', /DeviceAllow=char-hidraw/],
    [new Error('No such file or directory'), 'hidden', /PrivateDevices/],
    ['could not read from HID device: (device disconnected)', 'absent', /Plug in/],
    [new Error('Cannot write to hid device: No such device'), 'absent', /Plug in/],
    [new Error('Device or resource busy'), 'busy', /Close the Luxafor app/],
    [new Error('The device did not answer in time.'), 'stuck', /Unplug it/],
    [new Error('hid_error is not implemented yet'), 'other', /Unplug it/],
  ] as const)('%s', (error, kind, remedy) => {
    const state = troubleOf(error)
    expect(state.kind).toBe(kind)
    expect(state.remedy).toMatch(remedy)
    expect(state.detail).toBe(typeof error === 'string' ? error : error.message)
  })

  it('has words for being well, too', () => {
    expect(deviceState('connected')).toMatchObject({ words: 'The flag is connected.', remedy: null })
  })
})

it.each([
  [0x04d8, 0xf372, 'LUXAFOR FLAG', true],
  [0x04d8, 0xf372, 'Microchip Technology Inc. LUXAFOR FLAG', true],
  [0x04d8, 0xf372, 'Busylight UC', false],
  [0x04d8, 0xf848, 'LUXAFOR FLAG', false],
  [0x1234, 0xf372, 'LUXAFOR FLAG', false],
])('%d:%d %s is a flag: %s', (vendorId, productId, product, is) => {
  expect(isFlag({ vendorId, productId, product })).toBe(is)
})
