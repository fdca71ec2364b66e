import { FLAG_ORDER, FLAG_WORDS, type FlagState, type Light } from '#domain/flag.ts'
import { frameText, type Rgb } from '#domain/flag-frames.ts'
import { quietHoursText } from '#domain/flag-quiet.ts'
import { patternWords, PROGRAM_NAMES, WAVE_NAMES, type FlagRules, type Mood } from '#domain/flag-rules.ts'
import { parseWatch } from '#domain/flag-watch.ts'
import { clockTime, shortTime } from '#lib/zones.ts'
import type { Actor } from '#domain/actor.ts'
import type { Values } from '#web/form.ts'
import type { FlagNow } from './keeper.ts'
import { STATES } from './schema.ts'

const MOODS: Readonly<Record<Mood, string>> = { usual: '', calm: 'calmed', dim: 'dimmed', dark: 'off' }

/** The light as the page draws it and says it. */
export function presentNow(now: FlagNow, actor: Actor, at: number) {
  const { signal, shown, sentAt, device, acknowledged, testing, quietUntil } = now
  return {
    signal: { ...signal, href: signal.ticketId === null ? null : `/tickets/${signal.ticketId}` },
    lamp: lampOf(now),
    light: lightWords(now),
    testing: testing === null ? null : FLAG_WORDS[testing],
    quietUntil: quietUntil === null ? null : shortTime(quietUntil, actor.zone, at),
    frame: frameText(shown.frame),
    since: { iso: new Date(sentAt).toISOString(), text: clockTime(sentAt, actor.zone) },
    device,
    acknowledged: acknowledged && { by: acknowledged.by, at: shortTime(acknowledged.at, actor.zone, at) },
    acknowledgeable: signal.state !== 'clear' && signal.state !== 'stage0',
  }
}

function lightWords({ shown: { light, level, mood } }: FlagNow): string {
  if (level === 0) return 'Off, for it is quiet hours'
  // A pattern of the device brings its own colours and its own brightness.
  const own = light.pattern === 'pattern'
  const parts = own ? [patternWords(light)] : [colorName(light.rgb), patternWords(light), `${level} %`, MOODS[mood]]
  const words = parts.filter((word) => word !== '').join(', ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function lampOf({ shown: { light, level, frame } }: FlagNow) {
  const side = light.pattern === 'wave' || light.pattern === 'pattern' ? 0xff : (frame[2] ?? 0xff)
  return {
    color: light.pattern === 'pattern' ? '#FF0000' : hex(light.rgb),
    pattern: level === 0 ? 'off' : light.pattern,
    program: light.program,
    pace: light.speed < 40 ? 'quick' : light.speed < 130 ? 'steady' : 'slow',
    opacity: opacityOf(light.pattern === 'pattern' ? Math.sign(level) * 100 : level),
    side: side === 0xff ? 'all' : side === 0x41 ? 'a' : 'b',
  }
}

// Eyes see a tenth of the light as about a third of it.
const opacityOf = (level: number): string => (level === 0 ? '0' : (0.2 + 0.8 * Math.sqrt(level / 100)).toFixed(2))

const hex = (rgb: Rgb): string => `#${rgb.map((value) => value.toString(16).padStart(2, '0')).join('')}`.toUpperCase()

const NAMES: Readonly<Record<string, string>> = {
  '#FF00FF': 'magenta',
  '#FF0000': 'red',
  '#FF5000': 'orange',
  '#FFB400': 'amber',
  '#0050FF': 'blue',
  '#00FF00': 'green',
  '#FFFFFF': 'white',
}

const colorName = (rgb: Rgb): string => NAMES[hex(rgb)] ?? hex(rgb)

/** What each state shows, in the order in which they win. */
export const presentLegend = ({ order, lights }: FlagRules) =>
  [...order, 'clear' as const].map((state) => ({
    state,
    word: FLAG_WORDS[state],
    color: hex(lights[state].rgb),
    words: patternWords(lights[state]),
  }))

type Named = { readonly id: number; readonly name: string } | null
/** The person or the view that is watched; null where it is none, or not there any more. */
type Watched = { readonly person: Named; readonly view: Named }

/** What is watched, and where to see it. */
export function presentWatch({ watch }: FlagRules, { person, view }: Watched) {
  const watched = parseWatch(watch)
  if (watched.kind === 'saved')
    return view === null
      ? { words: `every ticket, for there is no shared view "${watched.which}"`, href: '/tickets' }
      : { words: `the view ${view.name}`, href: `/views/${view.id}` }
  if (watched.kind === 'everything') return { words: 'every ticket', href: '/tickets' }
  if (watched.kind === 'view') return { words: `the list ${watched.query}`, href: `/tickets?${watched.query}` }
  if (person === null) return { words: `the tickets of ${watched.who}, whom nobody here is`, href: null }
  return { words: `the tickets of ${person.name}`, href: `/tickets?assignee=${person.id}` }
}

/** The settings as the form shows them. */
export function settingsValues(rules: FlagRules): Values {
  const perState = STATES.flatMap((state): [string, string][] => [
    [`color_${state}`, hex(rules.lights[state].rgb).toLowerCase()],
    [`pattern_${state}`, patternValue(rules.lights[state])],
    [`speed_${state}`, String(rules.lights[state].speed)],
    [`rank_${state}`, rankOf(rules, state)],
  ])
  return {
    enabled: rules.enabled,
    watch: rules.watch,
    brightness: String(rules.brightness),
    leds: rules.leds,
    front: rules.front,
    quiet: rules.quiet,
    quiet_hours: rules.quietHours.map(quietHoursText).join('\n'),
    ...Object.fromEntries(perState),
  }
}

function rankOf({ order }: FlagRules, state: FlagState): string {
  const place = order.indexOf(state)
  return place < 0 ? '' : String(place + 1)
}

function patternValue({ pattern, wave, program }: Light): string {
  if (pattern === 'wave') return `wave-${wave}`
  return pattern === 'pattern' ? `pattern-${program}` : pattern
}

export const PATTERNS: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'solid', label: 'Solid' },
  { value: 'fade', label: 'Fade in' },
  { value: 'strobe', label: 'Strobe' },
  ...WAVE_NAMES.map((name, index) => ({ value: `wave-${index + 1}`, label: `Wave, ${name}` })),
  ...PROGRAM_NAMES.map((name, index) => ({ value: `pattern-${index + 1}`, label: `Pattern, ${name}` })),
]

/** The rows of the form: the states in their order, those that never show below them, and what is left last. */
export const stateRows = ({ order }: FlagRules) =>
  [...order, ...FLAG_ORDER.filter((state) => !order.includes(state)), 'clear' as const].map((state) => ({
    state,
    word: FLAG_WORDS[state],
    ranked: state !== 'clear',
  }))
