import { expect, it } from 'vitest'
import { contrastsOf, GRAPHICS, shownOnDark, textOn } from '#domain/contrast.ts'
import { DEFAULT_PALETTE } from '#domain/palette.ts'

it.each([
  ['#000000', '#595959'],
  ['#FFFFFF', '#FFFFFF'],
  ['#EF4444', '#EF4444'],
])('draws %s on dark paper as %s', (color, shown) => {
  expect(shownOnDark(color)).toBe(shown)
})

it('has a red of its own for overdue on dark paper, unless the operator chose another', () => {
  expect(shownOnDark('#7F1D1D', 'overdue')).toBe('#B91C1C')
  expect(shownOnDark('#7F1D1E', 'overdue')).not.toBe('#B91C1C')
})

it.each(Object.entries(DEFAULT_PALETTE.gradient))(
  'keeps %s in sight, by its fill or its rim, in both themes',
  (stage, color) => {
    for (const { fill, rim } of contrastsOf(color, stage)) expect(Math.max(fill, rim)).toBeGreaterThan(2)
    expect(textOn(color).ratio).toBeGreaterThan(GRAPHICS)
  },
)
