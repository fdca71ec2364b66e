import type { FlagState, Light } from './flag.ts'
import { ALL_LEDS, frameOf, scaled, SIDE_A, SIDE_B, type Command, type Frame } from './flag-frames.ts'
import type { QuietHours } from './flag-quiet.ts'

export type FlagRules = {
  /** `auto` lights a flag whenever one is plugged in. */
  readonly enabled: 'auto' | 'off'
  /** `everything`, `person:` with a number or a mail address, or the query of a list. */
  readonly watch: string
  /** First come, first shown; a state that is not listed never shows. */
  readonly order: readonly FlagState[]
  readonly lights: Readonly<Record<FlagState, Light>>
  /** 1 to 100 percent. */
  readonly brightness: number
  readonly leds: 'all' | 'front' | 'back'
  /** Which of the device's two sides is the front: models differ. */
  readonly front: 'a' | 'b'
  readonly quietHours: readonly QuietHours[]
  readonly quiet: 'off' | 'dim'
}

/** `usual`; calmed by somebody; or in quiet hours, `dim` or `dark`. */
export type Mood = 'usual' | 'calm' | 'dim' | 'dark'

export type Shown = {
  readonly state: FlagState
  readonly mood: Mood
  readonly light: Light
  /** Percent of the colour's full light that is sent. */
  readonly level: number
  readonly frame: Frame
}

const CALM_SHARE = 0.4
const DIM_SHARE = 0.12

/** What a state shows on the lamp now. A calmed or dimmed lamp does not move. */
export function lightShown(state: FlagState, rules: FlagRules, mood: Mood): Shown {
  const usual = rules.lights[state]
  const light: Light = mood === 'usual' ? usual : { ...usual, pattern: 'solid' }
  const share = { usual: 1, calm: CALM_SHARE, dim: DIM_SHARE, dark: 0 }[mood]
  const level = share === 0 ? 0 : Math.max(Math.round(rules.brightness * share), 1)
  return { state, mood, light, level, frame: frameOf(commandOf(light, level, ledsOf(rules))) }
}

/** Quiet hours win over a calmed lamp, and both over what is usual. */
export function moodOf(rules: FlagRules, { calmed, quiet }: { calmed: boolean; quiet: boolean }): Mood {
  if (quiet) return rules.quiet === 'off' ? 'dark' : 'dim'
  return calmed ? 'calm' : 'usual'
}

function ledsOf({ leds, front }: FlagRules): number {
  if (leds === 'all') return ALL_LEDS
  return (leds === 'front') === (front === 'a') ? SIDE_A : SIDE_B
}

function commandOf({ rgb, pattern, speed, wave, program }: Light, level: number, leds: number): Command {
  if (level === 0) return { kind: 'off' }

  const color = scaled(rgb, level)
  if (pattern === 'fade') return { kind: 'fade', leds, rgb: color, speed }
  if (pattern === 'strobe') return { kind: 'strobe', leds, rgb: color, speed, repeat: 0 }
  if (pattern === 'wave') return { kind: 'wave', wave, rgb: color, speed, repeat: 0 }
  if (pattern === 'pattern') return { kind: 'pattern', program, repeat: 0 }
  return { kind: 'static', leds, rgb: color }
}

const WAVES = ['short', 'long', 'short and overlapping', 'long and overlapping', 'the fifth kind']
const PROGRAMS = ['traffic light', 'random 1', 'random 2', 'random 3', 'police', 'random 4', 'random 5', 'rainbow']

/** How it moves, in a few words. */
export function patternWords({ pattern, wave, program }: Light): string {
  if (pattern === 'wave') return `wave, ${WAVES[wave - 1] ?? wave}`
  if (pattern === 'pattern') return `pattern ${program}, ${PROGRAMS[program - 1] ?? 'of the device'}`
  return { solid: 'solid', fade: 'fading in', strobe: 'strobing' }[pattern]
}

export const WAVE_NAMES: readonly string[] = WAVES
export const PROGRAM_NAMES: readonly string[] = PROGRAMS
