import type { Stage } from './stage.ts'

/** Colours are `#RRGGBB`, upper case. */
export type Palette = {
  readonly ticketTitle: string
  readonly gradient: Readonly<Record<Stage, string>>
  /** By `overrideKey`; a status listed here shows this colour whatever its stage. */
  readonly statuses: Readonly<Record<string, string>>
  readonly priorities: Readonly<Record<string, string>>
  readonly tags: { readonly background: string; readonly text: string }
}

export const DARK_INK = '#0F172A'
export const LIGHT_INK = '#F8FAFC'

export const DEFAULT_PALETTE: Palette = {
  ticketTitle: '#F8FAFC',
  gradient: { stage0: '#BAE6FD', stage1: '#FDE047', stage2: '#FB923C', stage3: '#EF4444', overdue: '#7F1D1D' },
  statuses: { on_hold: '#9C88FF', resolved: '#34D399', closed: '#475569', cancelled: '#64748B' },
  priorities: { Low: '#3B82F6', Medium: '#FACC15', High: '#F97316', Critical: '#EF4444' },
  tags: { background: '#1E293B', text: '#E2E8F0' },
}

/** The deep red of overdue vanishes on a dark page, so there it is lighter. */
export const DARK_GRADIENT: Readonly<Partial<Record<Stage, string>>> = { overdue: '#B91C1C' }

/** Takes `#RGB` or `#RRGGBB` in either case; anything else is null. */
export function parseColor(text: string): string | null {
  const color = text.trim().toUpperCase()
  if (/^#[\dA-F]{6}$/.test(color)) return color
  return /^#[\dA-F]{3}$/.test(color) ? color.replace(/[\dA-F]/g, '$&$&') : null
}

/** `On Hold` and `on_hold` mean the same entry of the palette. */
export const overrideKey = (statusLabelOrKey: string): string =>
  statusLabelOrKey.trim().toLowerCase().replace(/\s+/g, '_')

/** As WCAG 2.2 defines it: 1 to 21, in either order. */
export function contrastRatio(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** The ink that stands out more on this colour. */
export const readableOn = (color: string): typeof DARK_INK | typeof LIGHT_INK =>
  contrastRatio(color, DARK_INK) >= contrastRatio(color, LIGHT_INK) ? DARK_INK : LIGHT_INK

/** `share` of the second colour: 0 gives the first one, 1 the second. */
export function mix(one: string, other: string, share: number): string {
  const target = channels(other)
  const mixed = channels(one).map((value, index) => Math.round(value + ((target[index] ?? value) - value) * share))
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`.toUpperCase()
}

/** Red, green and blue, 0 to 255 each; black for what is no colour. */
export function channels(color: string): [number, number, number] {
  const value = Number.parseInt((parseColor(color) ?? '#000000').slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** Relative luminance as WCAG 2.2 defines it, 0 to 1. */
export function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => linear(value / 255))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const linear = (share: number): number => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)
