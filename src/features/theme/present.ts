import { shownOnDark } from '#domain/contrast.ts'
import { channels, type Palette } from '#domain/palette.ts'
import type { Config } from '#config/config.ts'

/** The operator's colours as a stylesheet: the stages, the statuses whose colour wins, the priorities. */
export function themeCss({ palette, priorities }: Config): string {
  const stages = Object.entries(palette.gradient).map(([stage, color]) =>
    variable(stage, color, shownOnDark(color, stage)),
  )
  const statuses = Object.entries(palette.statuses).map(([key, color]) =>
    variable(`status-${key}`, color, shownOnDark(color)),
  )
  const ranks = priorities.map(({ key, color }) => variable(`priority-${key}`, color, color))
  const classes = [
    ...Object.keys(palette.gradient).map((stage) => [stage, stage]),
    ...Object.keys(palette.statuses).map((key) => [key, `status-${key}`]),
  ]
  return `:root{${[...stages, ...statuses, ...ranks].join('')}}\n${classes.map(([name, source]) => `.u-${String(name)}{--c:var(--${String(source)})}`).join('\n')}\n`
}

const variable = (name: string, light: string, dark: string) => `--${name}:light-dark(${light},${dark});`

/** The flag as an icon of a browser tab. */
export function faviconSvg(state: string, { palette }: Config): string {
  const color = COLOURS[state] ?? palette.gradient[state as keyof Palette['gradient']]
  const [red, green, blue] = channels(color)
  const edge = `rgb(${Math.round(red * 0.6)} ${Math.round(green * 0.6)} ${Math.round(blue * 0.6)})`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path d="M6 3v27" stroke="#64748b" stroke-width="3" stroke-linecap="round"/><path d="M8 4l21 8.5L8 21z" fill="${color}" stroke="${edge}" stroke-width="1"/></svg>`
}

const COLOURS: Readonly<Record<string, string>> = { clear: '#22C55E', waiting: '#FACC15', 'feed-error': '#D946EF' }

export const FAVICON_STATES: readonly string[] = [
  'clear',
  'waiting',
  'feed-error',
  'stage0',
  'stage1',
  'stage2',
  'stage3',
  'overdue',
]
