import type { Command } from 'commander'
import { setTimeout as pause } from 'node:timers/promises'
import { FLAG_WORDS, LIGHTS, type FlagState, type Light } from '#domain/flag.ts'
import { frameText } from '#domain/flag-frames.ts'
import { lightShown, patternWords, type FlagRules } from '#domain/flag-rules.ts'
import { channels, parseColor } from '#domain/palette.ts'
import { AppError } from '#lib/errors.ts'
import type { OpenDesk } from '#src/desk.ts'
import { hidPort } from './hid.ts'
import { FlagKeeper } from './keeper.ts'
import { probe, withFlag } from './once.ts'

type SetOptions = { readonly pattern: string; readonly speed: string; readonly brightness: string }

const STEP_MS = 1500

const COLORS: Readonly<Record<string, string>> = {
  red: '#ff0000',
  orange: '#ff5000',
  amber: '#ffb400',
  yellow: '#ffff00',
  green: '#00ff00',
  cyan: '#00ffff',
  blue: '#0050ff',
  magenta: '#ff00ff',
  white: '#ffffff',
}

/** The lamp without a browser. A running server lights its own again with the next change. */
export function registerFlagCommand(program: Command, open: OpenDesk): void {
  const flag = program.command('flag').description('the Luxafor Flag on the desk')

  flag
    .command('status')
    .description('say how it is with the device, and what it shows')
    .action(() => status(open))
  flag
    .command('test')
    .description('show every state in turn, then what is true')
    .action(() => test(open))
  flag
    .command('set')
    .argument('<color>', `${Object.keys(COLORS).join(', ')}, or #rrggbb`)
    .option('--pattern <name>', 'solid, fade, strobe, wave-1 to wave-5, pattern-1 to pattern-8', 'solid')
    .option('--speed <0-255>', '0 is the fastest', '20')
    .option('--brightness <percent>', '1 to 100', '100')
    .description('light it in a colour')
    .action((color: string, options: SetOptions) => set(open, color, options))
  flag
    .command('off')
    .description('turn the light off')
    .action(() =>
      withRules(open, (rules) => withFlag(hidPort, (show) => show(lightShown('clear', rules, 'dark').frame))),
    )
}

async function status(open: OpenDesk): Promise<void> {
  const { desk, close } = await open()
  try {
    const { signal, shown } = new FlagKeeper(desk).now()
    const { words, remedy, detail, kind } = await probe(hidPort)
    console.log(`Device: ${words}`)
    if (remedy !== null) console.log(`        ${remedy}`)
    if (detail !== null && kind !== 'absent') console.log(`        ${detail}`)
    console.log(`Shows:  ${signal.word}. ${signal.sentence}`)
    console.log(
      `Light:  ${patternWords(shown.light)} at ${shown.level} %${desk.config.flag.enabled === 'off' ? ', turned off in the settings' : ''}`,
    )
    console.log(`Frame:  ${frameText(shown.frame)}`)
  } finally {
    await close()
  }
}

async function test(open: OpenDesk): Promise<void> {
  const { desk, close } = await open()
  try {
    await withFlag(hidPort, async (show) => {
      for (const state of [...desk.config.flag.order, 'clear' as const]) {
        console.log(FLAG_WORDS[state])
        await show(lightShown(state, desk.config.flag, 'usual').frame)
        await pause(STEP_MS)
      }
      await show(new FlagKeeper(desk).now().shown.frame)
    })
  } finally {
    await close()
  }
}

async function set(open: OpenDesk, color: string, options: SetOptions): Promise<void> {
  const light = lightFrom(color, options)
  const brightness = number('--brightness', options.brightness, [1, 100])
  await withRules(open, async (rules) => {
    const lights: Record<FlagState, Light> = { ...rules.lights, clear: light }
    await withFlag(hidPort, (show) => show(lightShown('clear', { ...rules, lights, brightness }, 'usual').frame))
  })
}

async function withRules(open: OpenDesk, work: (rules: FlagRules) => Promise<void>): Promise<void> {
  const { desk, close } = await open()
  await work(desk.config.flag).finally(close)
}

function lightFrom(color: string, { pattern, speed }: SetOptions): Light {
  const parsed = parseColor(COLORS[color.toLowerCase()] ?? color)
  if (parsed === null) throw new AppError('invalid', `"${color}" is no colour. Use a name such as red, or #ff0000.`)

  const [, name, kind = '1'] = /^(solid|fade|strobe|wave|pattern)(?:-([1-8]))?$/.exec(pattern) ?? []
  if (name === undefined || (name === 'wave' && Number(kind) > 5))
    throw new AppError('invalid', `--pattern: there is no "${pattern}". Add --help to see them.`)
  const chosen = name as Light['pattern']
  return {
    ...LIGHTS.clear,
    rgb: channels(parsed),
    pattern: chosen,
    speed: number('--speed', speed, [0, 255]),
    wave: chosen === 'wave' ? Number(kind) : 1,
    program: chosen === 'pattern' ? Number(kind) : 1,
  }
}

function number(name: string, text: string, [least, most]: readonly [number, number]): number {
  const value = /^\d{1,3}$/.test(text) ? Number(text) : NaN
  if (value >= least && value <= most) return value
  throw new AppError('invalid', `${name}: a number from ${least} to ${most}.`)
}
