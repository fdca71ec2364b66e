// Runs inside the virtual machine: the program's own driver against a device of the kernel.
import { chmodSync, closeSync, openSync, renameSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { setInterval } from 'node:timers'
import { setTimeout as pause } from 'node:timers/promises'
import { FlagDevice } from '../../dist/features/flag/device.js'
import { hidPort } from '../../dist/features/flag/hid.js'
import { frameOf } from '../../dist/domain/flag-frames.js'
import { deviceFiles, plugIn } from './uhid.mjs'

const RED = [255, 0, 0]
const STROBE = frameOf({ kind: 'strobe', leds: 255, rgb: RED, speed: 20, repeat: 0 })
const OFF = frameOf({ kind: 'off' })
const LIBRARY = '/lib/x86_64-linux-gnu/libusb-1.0.so.0'

const say = (words) => console.log(`hid: ${words}`)
const text = (frames) => JSON.stringify(frames)

async function until(what, holds, patience = 15_000) {
  for (let waited = 0; waited < patience; waited += 20) {
    if (holds()) return
    await pause(20)
  }
  throw new Error(`${what} did not come about`)
}

async function check(name, work) {
  try {
    await work()
    say(`ok ${name}`)
  } catch (error) {
    say(`FAILED ${name}: ${error.message}`)
  }
}

function same(found, wanted) {
  if (text(found) !== text(wanted)) throw new Error(`wanted ${text(wanted)}, found ${text(found)}`)
}

/** The same driver as another user or without its library; collects the kinds of state it tells. */
function elsewhere(options = {}) {
  const child = spawn(process.execPath, [import.meta.filename, 'tell'], options)
  const told = []
  child.stdout.on('data', (chunk) => told.push(...String(chunk).trim().split('\n')))
  return { told, end: () => child.kill() }
}

function tell() {
  const device = new FlagDevice(hidPort, () => console.log(device.state.kind))
  device.start()
  device.show(STROBE)
  setInterval(() => undefined, 1000)
}

async function main() {
  const device = new FlagDevice(hidPort)
  const is = (kind) => () => device.state.kind === kind
  let flag = null

  device.start()
  await check('says that no flag is plugged in', () => until('absent', is('absent')))
  await check("leaves another maker's light alone", async () => {
    const other = plugIn({ name: 'Busylight UC' })
    await pause(4000)
    same([device.state.kind, other.opened, other.frames], ['absent', 0, []])
    other.unplug()
  })
  await check('finds a flag that is plugged in, and sends nine bytes', async () => {
    device.show(STROBE)
    flag = plugIn()
    await until('connected', is('connected'))
    await until('a frame', () => flag.frames.length > 0)
    same(flag.frames, [[...STROBE]])
  })
  await check('does not begin a strobe anew', async () => {
    for (let times = 0; times < 20; times += 1) device.show([...STROBE])
    await pause(300)
    same(flag.frames.length, 1)
  })
  await check('sends every kind of frame as it is', async () => {
    const frames = [
      frameOf({ kind: 'static', leds: 0x41, rgb: [1, 2, 3] }),
      frameOf({ kind: 'fade', leds: 255, rgb: RED, speed: 40 }),
      frameOf({ kind: 'wave', wave: 2, rgb: RED, speed: 30, repeat: 0 }),
      frameOf({ kind: 'pattern', program: 5, repeat: 0 }),
      OFF,
      STROBE,
    ]
    for (const [index, frame] of frames.entries()) {
      device.show(frame)
      await until('the frame', () => flag.frames.length === index + 2)
    }
    same(flag.frames.slice(1), frames)
  })
  await check('of many changes at once sends the last', async () => {
    for (let red = 0; red < 100; red += 1) device.show(frameOf({ kind: 'static', leds: 255, rgb: [red, 0, 0] }))
    device.show(STROBE)
    await pause(400)
    same(flag.frames.at(-1), [...STROBE])
    if (flag.frames.length > 12) throw new Error(`${flag.frames.length} frames were sent`)
  })

  const [first] = deviceFiles()
  await check('notices that it was unplugged', async () => {
    // Somebody who holds the old file open keeps its number from being used again.
    const held = openSync(`/dev/${first}`, 'r')
    flag.unplug()
    await until('absent', is('absent'), 3000)
    flag = plugIn()
    setTimeout(() => closeSync(held), 8000)
  })
  await check('comes back under another number, with the frame it should show', async () => {
    await until('connected', is('connected'))
    await until('a frame', () => flag.frames.length > 0)
    same(flag.frames, [[...STROBE]])
    const [second] = deviceFiles()
    if (second === first) throw new Error(`the number is still that of ${first}`)
  })
  await check('turns the light off when it stops, and lets go of it', async () => {
    await device.stop()
    await until('off and closed', () => flag.closed > 0)
    same(flag.frames.at(-1), [...OFF])
  })

  const [file] = deviceFiles()
  chmodSync(`/dev/${file}`, 0o600)
  const user = elsewhere({ uid: 1000, gid: 1000 })
  await check('says that udev does not permit it', () => until('told', () => user.told.includes('no-permission')))
  await check('lights up as soon as it is permitted', async () => {
    chmodSync(`/dev/${file}`, 0o666)
    await until('connected', () => user.told.at(-1) === 'connected')
    await until('a frame', () => text(flag.frames.at(-1)) === text([...STROBE]))
  })
  user.end()

  renameSync(LIBRARY, `${LIBRARY}.away`)
  const bare = elsewhere()
  await check('says that a library is missing, and goes on living', async () => {
    await until('told', () => bare.told.includes('no-library'))
    await pause(3500)
    same(bare.told, ['looking', 'no-library'])
  })
  bare.end()
  flag.unplug()
  say('done')
}

if (process.argv[2] === 'tell') tell()
else await main()
