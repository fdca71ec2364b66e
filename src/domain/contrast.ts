import { contrastRatio, DARK_GRADIENT, DARK_INK, mix, readableOn } from './palette.ts'
import type { Stage } from './stage.ts'

export type Theme = 'light' | 'dark'

/** What a page is printed on, and in, in either theme. */
const PAPERS: Readonly<Record<Theme, { readonly paper: string; readonly ink: string }>> = {
  light: { paper: '#FBFAF8', ink: '#1C2233' },
  dark: { paper: '#161A22', ink: '#EDEFF4' },
}
const OVERDUE_BY_DEFAULT = '#7F1D1D'

/** WCAG 2.2 asks 3:1 of what must be seen, and 4.5:1 of what must be read. */
export const GRAPHICS = 3
export const TEXT = 4.5

/** A colour that would sink into dark paper is drawn lighter there; a stage may have its own. */
export function shownOnDark(color: string, stage?: string): string {
  const known = DARK_GRADIENT[stage as Stage]
  if (known !== undefined && color === OVERDUE_BY_DEFAULT) return known
  return contrastRatio(color, PAPERS.dark.paper) >= GRAPHICS ? color : mix(color, '#FFFFFF', 0.35)
}

export type Contrast = {
  readonly theme: Theme
  /** The colour as this theme draws it. */
  readonly shown: string
  /** Against the paper; `rim` is the darker or lighter line around a pennant. */
  readonly fill: number
  readonly rim: number
}

/** How a colour stands out in both themes. */
export const contrastsOf = (color: string, stage?: string): readonly Contrast[] =>
  (['light', 'dark'] as const).map((theme) => {
    const { paper, ink } = PAPERS[theme]
    const shown = theme === 'dark' ? shownOnDark(color, stage) : color
    return { theme, shown, fill: contrastRatio(shown, paper), rim: contrastRatio(mix(shown, ink, 0.38), paper) }
  })

/** The ink that text on this colour takes, and how well it reads. */
export function textOn(color: string): { readonly ink: 'dark' | 'light'; readonly ratio: number } {
  const ink = readableOn(color)
  return { ink: ink === DARK_INK ? 'dark' : 'light', ratio: contrastRatio(color, ink) }
}
