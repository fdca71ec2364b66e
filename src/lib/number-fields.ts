import { z } from 'zod'

/** A whole number of a form, within its bounds. */
export function whole(least: number, most: number) {
  const words = `Enter a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`
  return z
    .string({ error: words })
    .regex(/^\s*\d{1,9}\s*$/, words)
    .transform(Number)
    .refine((value) => value >= least && value <= most, words)
}

/** A number of a form, fractions too; zero and less are refused. */
export function positive(most: number) {
  const words = `Enter a number above 0, at most ${most.toLocaleString('en')}.`
  return z
    .string({ error: words })
    .regex(/^\s*\d{1,9}(?:\.\d{1,6})?\s*$/, words)
    .transform(Number)
    .refine((value) => value > 0 && value <= most, words)
}

/** Numbers above 0 in one box, parted by commas or blanks; empty is none. */
export function positives(most: number, largest: number) {
  return z.string({ error: 'Give this once, as text.' }).transform((text, context) => {
    const words = text.split(/[,;\s]+/).filter((word) => word !== '')
    const wrong = words.find((word) => !/^\d{1,6}(?:\.\d{1,6})?$/.test(word) || Number(word) <= 0)
    if (wrong !== undefined)
      context.addIssue({ code: 'custom', message: `"${wrong.slice(0, 40)}" is not a number above 0.` })
    else if (words.some((word) => Number(word) > largest))
      context.addIssue({ code: 'custom', message: `At most ${largest.toLocaleString('en')} each.` })
    if (words.length > most) context.addIssue({ code: 'custom', message: `At most ${most} numbers.` })
    return words.map(Number)
  })
}
